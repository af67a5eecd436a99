"""What the invented people of the demo wrote. Dutch, as they would; nobody said this."""

REFLECTIONS = {
    "CPL": {
        "midterm": (
            "In februari duurde het in 2B bijna tien minuten voordat iedereen werkte. Ik sta nu bij de deur en er staat een startvraag op het bord. Deze week was dat vijf minuten.",
            "Lesvoorbereiding 2B, 9 maart",
            "Ingrijpen voordat het onrustig wordt, niet erna.",
        ),
        "final": (
            "Ik begin elke les nu hetzelfde. Ik sta bij de deur, er staat een startvraag op het bord en na drie minuten bespreken we die. In februari duurde het in 2B bijna tien minuten voordat iedereen werkte. Op 18 mei was dat drie minuten.\n\nMoeilijk vind ik nog wanneer ik ingrijp. Op 11 mei zag ik pas na de les dat twee leerlingen achterin de hele tijd niets hadden gedaan.",
            "Opname lesstart 18 mei, 2 minuten",
            "Elke tien minuten bewust de klas rondkijken en dan iets doen met wat ik zie.",
        ),
    },
    "AOL": {
        "midterm": (
            "Ik heb van 2D opgeschreven wie wat nodig heeft, uit de overdracht en uit gesprekjes in de pauze. Twee leerlingen krijgen van mij eerst alleen de eerste stap op papier.",
            "Overzicht 2D",
            "Vooraf bedenken wat ik van wie verwacht.",
        ),
        "final": (
            "Voor 2D maakte ik een overzicht van wie wat nodig heeft: uit de overdracht, de toetsen en gesprekjes in de pauze. Drie leerlingen starten moeilijk op. Zij krijgen van mij nu eerst alleen de eerste stap op papier. Twee van hen beginnen sindsdien zonder dat ik erbij sta.",
            "Overzicht 2D; stappenkaart 12 mei",
            "Hetzelfde doen voor leerlingen die juist vooruitlopen.",
        ),
    },
    "LV": {
        "midterm": (
            "Ik wissel uitleg af met een opdracht in tweetallen. In de les over rivieren tekenden leerlingen eerst zelf een dwarsdoorsnede.",
            "Lesontwerp ‘Rivieren’",
            "Halverwege nagaan wie het begrijpt, en niet pas aan het eind.",
        ),
        "final": (
            "In de les over waterbeheer van 18 mei liet ik 2B eerst zelf een dijkdoorbraak tekenen. Pas daarna gaf ik uitleg. Halverwege vroeg ik iedereen om met een wisbordje te laten zien wat kwel is. Elf van de zesentwintig hadden het fout, dus ik legde het nog eens uit met een spons. Bij het tweede bordje hadden vier leerlingen het nog fout; met hen zat ik daarna apart.",
            "Lesontwerp ‘Waterbeheer’",
            "De check halverwege in elke les doen, niet alleen als ik er tijd voor heb.",
        ),
    },
    "ICT": {
        "midterm": (
            "Ik heb gekeken welke laptops en kaarten de school heeft. Een les ermee moet ik nog geven.",
            "",
            "Een les ontwerpen waarin ict het doel dient.",
        ),
        "final": (
            "Ik maakte een les met een digitale kaart waarop leerlingen lagen aan en uit zetten. De antwoorden kwamen binnen in een formulier, zodat ik tijdens de les zag wie vastliep.",
            "Digitale kaart ‘Overstroming’",
            "Vooraf bepalen wat ik met de antwoorden doe.",
        ),
    },
    "PPI": {
        "midterm": (
            "Ik vraag na elke les om één tip. In het begin wilde ik horen dat het goed was; nu vraag ik wat mijn begeleider anders had gedaan.",
            "",
            "Minder streng zijn voor mezelf als een klas onrustig is.",
        ),
        "final": (
            "Ik durf nu hardop te zeggen dat ik iets niet weet. In de sectie heb ik gevraagd of ik een les van iedereen mocht zien. Vier collega’s zeiden ja.",
            "Verslag van vier lesbezoeken",
            "Mijn eigen kijk op goed onderwijs onder woorden brengen.",
        ),
    },
}
FEEDBACK = {
    "CPL": (
        "De startvraag staat er elke les. Leerlingen in 2B pakken daardoor zelf hun schrift. Op 9 maart werkte de hele klas binnen vijf minuten.",
        "Kijk op drie vaste momenten de klas rond en zeg hardop wat je ziet.",
    ),
    "AOL": (
        "Je weet wie extra hulp nodig heeft en je loopt als eerste naar hen toe. Twee leerlingen begonnen op 10 maart zonder dat je erbij stond.",
        "Probeer hetzelfde met de leerlingen die vooruitlopen.",
    ),
    "LV": (
        "De tekenopdracht bij de rivieren zette iedereen aan het werk. Pas aan het eind bleek dat de helft de begrippen door elkaar haalde.",
        "Plan halverwege één controlevraag die iedereen beantwoordt.",
    ),
}
FORMATIVE = {
    "ICT": (
        "In februari was de kaart nog een trucje, nu dient hij het lesdoel.",
        "Uitleggen wat ict hier beter maakt dan papier.",
    ),
    "PPI": (
        "Haalt zelf feedback op en doet er de volgende les iets mee, zoals na de les van 10 maart.",
        "De eigen kijk op goed onderwijs onder woorden brengen.",
    ),
}
JUDGEMENTS = {
    "CPL": {
        "met": (
            "Bij de lesstart op 18 mei stond de student bij de deur en las de startvraag zelf voor. Binnen drie minuten werkte heel 2B, ook de rij achterin. In februari was daar mijn hulp bij nodig; nu is het een eigen routine.",
            "Op drie vaste momenten rondkijken en meteen iets doen met wat je ziet.",
        ),
        "not_met": (
            "In vier van de zes lessen begon de helft van de klas pas na tien minuten. De routine is bedacht, maar wordt nog niet volgehouden.",
            "Eén klas kiezen en daar zes lessen lang dezelfde start doen.",
        ),
    },
    "AOL": {
        "met": (
            "Op 12 mei kregen twee leerlingen een stappenkaart en kwam de student na vijf minuten terug. Beide hadden stap één af. De student kon met theorie over executieve functies uitleggen waarom.",
            "Hetzelfde doen voor leerlingen die juist vooruitlopen.",
        ),
        "not_met": (
            "Het overzicht van de klas is er, maar in de lessen zie ik er weinig van terug. Op 12 mei kregen alle leerlingen dezelfde opdracht.",
            "Per les één leerling kiezen voor wie je vooraf iets anders bedenkt.",
        ),
    },
    "LV": {
        "met": (
            "Met de wisbordjes zag de student op 18 mei dat elf leerlingen kwel niet begrepen en legde het opnieuw uit met een spons. Daarna hadden nog vier leerlingen het fout.",
            "In elke les één vaste check plannen en opschrijven wat je ermee doet.",
        ),
        "not_met": (
            "De les van 18 mei was sterk. In de vier andere lessen die ik zag, ging de uitleg door zonder te vragen wie het snapte. Op 26 mei bleek pas bij de toets dat de helft grondwater en kwel door elkaar haalde.",
            "In elke les één vaste check plannen en opschrijven wat je ermee doet.",
        ),
    },
}

TALK = {
    "doubt": "In de zelfreflectie lees ik wat er in de les gebeurt, maar niet waarom daarvoor is gekozen. Hoe ziet u dat in de klas?",
    "answer": "In de voorbespreking legt deze student het juist goed uit. Vijf lessen achter elkaar heb ik dat gehoord; opgeschreven is het kort.",
    "examiner": "In de zelfreflectie staat geen enkele onderbouwing, en ook in het gesprek kwam die niet.\n\nMet één onderbouwde les erbij ga ik mee.",
    "mentor": "Elke les begint op tijd en rustig, en bij onrust wordt meteen iets anders gedaan. Vijf lessen achter elkaar heb ik dat gezien.\n\nDe uitleg is nog kort. Dat hoort bij jaar 2.",
    "weighing": "Beiden beschrijven hetzelfde gedrag in de klas en verschillen over de onderbouwing. De leeruitkomst vraagt op dit niveau routinematig handelen onder begeleiding; dat is vijf lessen achter elkaar gezien. De zorg over de onderbouwing neem ik over als aandachtspunt, niet als voorwaarde.",
    "reason": "Het oordeel van de werkplekbegeleider blijft staan. Aandachtspunt voor jaar 3: keuzes vooraf onderbouwen.",
}

SECOND_VOICE = {  # what the school educator saw in one lesson of the midterm: seen, next step
    "CPL": (
        "In mijn lesbezoek op 9 april begon de les op tijd. Twee leerlingen achterin deden vijf minuten niet mee; dat "
        "werd niet gezien.",
        "Loop tijdens de start één keer langs de achterste rij.",
    ),
    "AOL": (
        "Het overzicht van de klas lag op tafel, en bij de verlengde instructie zaten de goede leerlingen erbij.",
        "Vraag de leerlingen na afloop wat hen verder hielp.",
    ),
    "LV": (
        "De uitleg was helder. Bij de opdracht wisten drie groepjes niet wat het doel was.",
        "Schrijf het lesdoel op het bord en kom er aan het eind op terug.",
    ),
}
# For what only some students have in their set: a subject outcome, or one of an earlier year.
OTHER_REFLECTION = (
    "In klas 2B heb ik een les gegeven waarin dit centraal stond. De leerlingen legden elkaar in tweetallen uit wat ze "
    "bedoelden; ik liep rond en stelde vragen.",
    "Lesontwerp 4, observatie van mijn werkplekbegeleider",
    "Ik wil vooraf beter bedenken welke vragen ik stel.",
)
OTHER_FEEDBACK = (
    "De opdracht was helder en iedereen kwam aan het woord. Het nabespreken ging snel.",
    "Neem vijf minuten voor het nabespreken en laat leerlingen samenvatten.",
)
OTHER_JUDGEMENT = (
    "In drie lessen zag ik dezelfde opbouw: uitleg, samen doen, zelf doen. De leerlingen wisten steeds wat er moest.",
    "Houd dit vast en laat leerlingen vaker zelf de stappen noemen.",
)
