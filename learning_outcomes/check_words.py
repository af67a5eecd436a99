"""The words by which the checker knows the four elements of a learning outcome (F03), and words that are abolished.

Dutch, because the texts are. Gathered from the outcomes of the sources and the verbs that guides for writing outcomes
name; each is one text of words. The lists are broad on purpose: what they miss is said to be missing, so a word too
many does less harm.
"""

# The glossary of the HAN edition 2025-2026, "Post-propedeuse": "deze twee termen zijn samengevoegd" (X18, O11). The
# afstudeerfase is not among them, and the national table of four by four calls its fourth level so.
ABOLISHED = {"hoofdfase": "post-propedeuse", "eindfase": "post-propedeuse"}

# 1. Behaviour that can be seen: "Je ontwerpt ...", "Je kunt ... uitleggen".
ACTION_VERBS = """
achterhaalt activeert adviseert analyseert afstemt beargumenteert begeleidt beheerst benoemt benut beoordeelt
bepaalt beschrijft bespreekt bevordert biedt blikt bouwt brengt communiceert controleert coördineert creëert
demonstreert differentieert doet draagt evalueert experimenteert expliciteert formuleert geeft gebruikt grijpt
hanteert houdt initieert inspireert instrueert integreert interpreteert interviewt kiest koppelt laat
legitimeert legt leidt levert luistert maakt motiveert neemt observeert onderbouwt onderhoudt onderscheidt
onderwijst onderzoekt ontwerpt ontwikkelt oriënteert past plant presenteert reageert reflecteert schept schrijft
selecteert signaleert speelt spreekt stelt stemt stimuleert stuurt toont toetst toelicht typeert uitlegt
verantwoordt verbetert verbindt verdiept vergelijkt verklaart vertaalt vervult verwerkt verzamelt verzorgt voert
vormt vraagt vult weegt werkt wisselt zet zoekt zorgt
"""
ACTION_INFINITIVES = """
achterhalen activeren adviseren afstemmen analyseren beargumenteren begeleiden beheersen benoemen benutten
beoordelen bepalen beschrijven bespreken bevorderen bieden bijsturen communiceren coördineren creëren
demonstreren differentiëren evalueren experimenteren expliciteren formuleren gebruiken geven hanteren initiëren
inspireren instrueren integreren interpreteren inzetten kiezen koppelen legitimeren maken motiveren observeren
onderbouwen onderhouden onderscheiden onderwijzen onderzoeken ontwerpen ontwikkelen oriënteren presenteren
reageren reflecteren samenwerken selecteren signaleren stellen stimuleren toelichten toepassen toerusten toetsen
uitleggen uitvoeren verantwoorden verbeteren verbinden vergelijken verklaren verwerken verzamelen
"""
# What somebody may know or be without anybody seeing it. Modal verbs are here too: what follows them counts.
UNSEEN_VERBS = """
begrijpt bent bezit beseft denkt durft gaat heeft hebt is kent kan kunt leert mag moet snapt vindt voelt weet
wil wilt wordt zult zal
"""

# 2. In, with or for whom or what: a preposition, at most five words without a comma, and a place, people or situation.
CONTEXT_PREPOSITIONS = "aan bij binnen buiten in met naar op over richting rondom tegenover tijdens tussen van voor"
CONTEXT_WORDS = """
begeleidingssituatie beroepspraktijk collega context doelgroep gemeenschap groep instelling klas leerling
lerende les leefklimaat leerklimaat onderwijscontext onderwijsleersituatie onderwijspraktijk ouder praktijk
professional school schoolorganisatie schoolvak situatie stage stakeholder standaardsituatie student team
vakgebied werkplek werkveld
"""

# 3. A part of the work of a teacher that the profession, its requirements or its knowledge bases name.
TASK_BEGINNINGS = "gedrag ict klas leren les school taal toets vak visie"  # "verlies" and "vertalen" are no les or taal
TASK_PARTS = """
begeleid beroep collega curricul didact differentiatie digitale executieve inclusi instructie kennisbasis
leefklimaat leeractiviteit leerdoel leerklimaat leerlijn leerling leermiddel leerproces leerstof leraar lerende
onderwijs ontwikkel ouders pedagog professione samenwerk werkvorm
"""

# 4. How well, how alone, in what complexity.
NORM_WORDS = """
adequaat actief betekenisvol betrokken complex consequent correct doelgericht doelmatig eenvoudig effectief
gedegen gedifferentieerd gefaseerd gericht gestructureerd herkenbare inclusief kritisch legitim methodisch
nauwkeurig onderbouw optimali ordelijk overtuigend passend planmatig positief productief regelmatig routinematig
standaardsituatie stimulerend systematisch veilig verantwoor volledig voorspelbare zelfstandig zorgvuldig
"""
NORM_PHRASES = [
    "aan de hand van",
    "met behulp van",
    "op basis van",
    "onder begeleiding",
    "op afstand",
    "rekening houdend",
    "volgens",
    "waarbij je",
    "zo goed mogelijk",
]
