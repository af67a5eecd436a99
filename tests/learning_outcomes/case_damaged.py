"""What may be wrong with a package: what is damaged, how, and what one reads of it."""

from learning_outcomes.exchange.json_text import MOST_BYTES

from .foreign import data, identity, opensalt

SMALL = """\
framework: {code: small, edition: "2026", title: Klein, publisher: Test, year: 2026, source: Zelf gemaakt}
levels: [{code: een, title: Niveau een}]
areas: [{code: A, title: Gebied A, descriptors: [{level: een, text: Dit vraagt A.}]}]
units: [{code: U1, title: Eenheid 1}]
outcomes:
  - {code: L1, title: Uitkomst, text: Je doet iets., area: A,
     dimensions: [{code: D, title: Zien, indicators: [{code: I, text: Zie.}]}]}
periods:
  - {code: p1, title: Periode, study_year: "2026", weeks: 16, start_week: 3, midterm_week: 8, final_week: 16,
     outcomes: [{outcome: L1, unit: U1, summative: true, mentor_role: judge, focus: [D]}]}
glossary: [{code: g, term: Woord, text: Betekenis}]
"""
TREE = [("A", None, {}), ("A.1", "A", {}), ("A.1.a", "A.1", {})]
GONE = object()
LONG = "lang " * 5000
# what is damaged, how, and what one reads of it
FOREIGN = {
    "no document": ("CFDocument", GONE, "CFDocument: CFDocument is missing."),
    "a document that is text": ("CFDocument", "x", "CFDocument: CFDocument must be an object."),
    "no title": ("CFDocument.title", GONE, "CFDocument.title: title is missing."),
    "an empty title": ("CFDocument.title", " ", "CFDocument.title: title is missing."),
    "no identity": ("CFDocument.identifier", GONE, "CFDocument.identifier: identifier is missing."),
    "an identity that is none": (
        "CFDocument.identifier",
        "12",
        "CFDocument.identifier: identifier is not a valid UUID.",
    ),
    "no creator": ("CFDocument.creator", GONE, "CFDocument.creator: creator is missing."),
    "no date": (
        "CFDocument.lastChangeDateTime",
        "gisteren",
        "CFDocument.lastChangeDateTime: lastChangeDateTime must begin",
    ),
    "no items": ("CFItems", [], "CFItems: CFItems is missing."),
    "items that are no list": ("CFItems", {"a": 1}, "CFItems: CFItems must be a list."),
    "an item that is text": ("CFItems.1", "x", "CFItems[1]: CFItems[1] must be an object."),
    "an item without identity": ("CFItems.1.identifier", GONE, "CFItems[1].identifier: identifier is missing."),
    "an item with a number": ("CFItems.1.identifier", 7, "CFItems[1].identifier: identifier must be text."),
    "an identity twice": (
        "CFItems.2.identifier",
        identity(1),
        f"CFItems[2].identifier: {identity(1)} stands in the file twice; first at CFItems[0].",
    ),
    "an item with the identity of the document": (
        "CFItems.2.identifier",
        "d0000000-0000-0000-0000-000000000000",
        "twice; first at CFDocument.",
    ),
    "no statement": ("CFItems.2.fullStatement", GONE, "CFItems[2].fullStatement: fullStatement is missing."),
    "a statement of null": ("CFItems.2.fullStatement", None, "CFItems[2].fullStatement: fullStatement is missing."),
    "a statement that is a list": (
        "CFItems.2.fullStatement",
        ["x"],
        "CFItems[2].fullStatement: fullStatement must be text.",
    ),
    "a statement that is too long": (
        "CFItems.2.fullStatement",
        LONG,
        "CFItems[2].fullStatement: text is longer than 20000",
    ),
    "keywords that are numbers": (
        "CFItems.1.conceptKeywords",
        [1],
        "CFItems[1].conceptKeywords: conceptKeywords must be a",
    ),
    "an item inside itself": (
        "CFAssociations.1.destinationNodeURI.identifier",
        identity(2),
        "CFItems[1]: This item lies, by",
    ),
    "a circle": ("CFAssociations.0.destinationNodeURI.identifier", identity(3), "CFItems[2]: This item lies, by its"),
    "associations that are no list": ("CFAssociations", 3, "CFAssociations: CFAssociations must be a list."),
    "an association of null": ("CFAssociations.0", None, "CFAssociations[0]: CFAssociations[0] must be an object."),
    "no type": (
        "CFAssociations.0.associationType",
        GONE,
        "CFAssociations[0].associationType: associationType is missing.",
    ),
    "no origin": ("CFAssociations.0.originNodeURI", GONE, "CFAssociations[0].originNodeURI: originNodeURI is missing."),
    "an origin that is text": (
        "CFAssociations.0.originNodeURI",
        "x",
        "CFAssociations[0].originNodeURI: originNodeURI must be",
    ),
    "a destination without identity": (
        "CFAssociations.0.destinationNodeURI",
        {},
        "destinationNodeURI.identifier: identifier is",
    ),
    "a number that is text": ("CFAssociations.0.sequenceNumber", "1", "sequenceNumber must be a whole number."),
    "a number that is true": ("CFAssociations.0.sequenceNumber", True, "sequenceNumber must be a whole number."),
    "a number too great": ("CFAssociations.0.sequenceNumber", 10**20, "sequenceNumber must be a whole number."),
    "a NUL": (
        "CFItems.1.fullStatement",
        "a\0b",
        "CFItems[1].fullStatement: A character that may not stand in a text: U+0000.",
    ),
    "half a character": (
        "CFItems.1.notes",
        "\ud800",
        "CFItems[1].notes: A character that may not stand in a text: U+D800.",
    ),
    "half a character where nobody reads": (
        "CFItems.1.x",
        {"y": ["\udfff"]},
        "CFItems[1].x.y[0]: A character that may not",
    ),
    "a control character in a key": ("CFItems.1.x", {"\x01": 1}, "CFItems[1].x: A character that may not stand"),
}
OWN = {
    "no code": ("CFItems.1.humanCodingScheme", GONE, "CFItems[1].humanCodingScheme: humanCodingScheme is missing."),
    "a code too long": (
        "CFItems.1.humanCodingScheme",
        "x" * 31,
        "CFItems[1].humanCodingScheme: code is longer than 30",
    ),
    "a title too long": ("CFItems.1.abbreviatedStatement", "x" * 201, "abbreviatedStatement: title is longer than 200"),
    "no edition": ("CFDocument.version", GONE, "CFDocument.version: version is missing."),
    "an edition for no address": ("CFDocument.version", "a b", "CFDocument.version: edition may only hold letters"),
    "a code for no address": (
        "CFDocument.extensions.driehoek.code",
        "a b",
        "extensions.driehoek.code: code may only hold",
    ),
    "a year that is a list": (
        "CFDocument.extensions.driehoek.year",
        [1],
        "extensions.driehoek.year: year must be text.",
    ),
    "a year of a fraction": (
        "CFDocument.extensions.driehoek.year",
        1.5,
        "year must be a whole number of at most four digits",
    ),
    "an unknown role": (
        "CFItems.1.extensions",
        {"driehoek": {"mentor_role": "baas"}},
        "mentor_role must be one of: judge",
    ),
    "no truth": (
        "CFItems.1.extensions",
        {"driehoek": {"pilot": "soms"}},
        "driehoek.pilot: pilot must be true or false.",
    ),
    "a dimension in nothing": (
        "CFAssociations.2.destinationNodeURI.identifier",
        identity(9),
        "Dimensie must lie in: Leeruitkomst.",
    ),
    "an indicator in an area": (
        "CFAssociations.3.destinationNodeURI",
        None,
        "CFAssociations[3].destinationNodeURI: destination",
    ),
    "a cell of an unknown level": (
        "CFRubrics.0.CFRubricCriteria.0.CFRubricCriterionLevels.0.extensions",
        [{"driehoek": {"code": "vijf"}}],
        "level: vijf does not stand in this file. Known are: een.",
    ),
    "a cell without text": (
        "CFRubrics.0.CFRubricCriteria.0.CFRubricCriterionLevels.0.description",
        GONE,
        "description is missing",
    ),
    "rubrics that are no list": ("CFRubrics", {}, "CFRubrics: CFRubrics must be a list."),
    "a word without a code": (
        "CFDefinitions.CFConcepts.0.hierarchyCode",
        GONE,
        "hierarchyCode: hierarchyCode is missing.",
    ),
    "a code that is a number": ("CFItems.0.humanCodingScheme", 1, "humanCodingScheme must be text."),
}
TEXTS = {
    "nothing": (b"", "line 1: This is not valid JSON"),
    "half a file": (data(opensalt(TREE))[:700], "This is not valid JSON"),
    "a comma too many": (b'{\n"CFDocument": {},\n}', "line 3: This is not valid JSON"),
    "a list": (b"[]", "line 1: The file must consist of keys and values."),
    "a number that is none": (b'{"CFDocument": NaN}', "This is not valid JSON: NaN."),
    "without end": (b'{"CFDocument": -Infinity}', "This is not valid JSON: -Infinity."),
    "a number without end": (b'{"CFDocument": 1e400}', "This is not valid JSON: 1e400."),
    "a number of thousands of digits": (b'{"CFDocument": ' + b"9" * 10_000 + b"}", "This is not valid JSON"),
    "a key twice": (b'{"CFDocument": {"title": "a", "title": "b"}}', "title stands here twice."),
    "a bottomless nest": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "The file is nested too deeply."),
    "a bottomless list": (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "The file is nested too deeply."),
    "a deep nest": (b'{"a":' * 40 + b"1" + b"}" * 40, "The file is nested too deeply."),
    "another encoding": ('{"CFDocument": {"title": "Geïntegreerd"}}'.encode("latin-1"), "The file is not UTF-8 text."),
    "UTF-16": ('{"CFDocument": 1}'.encode("utf-16"), "The file is not UTF-8 text."),
    "too much": (b" " * (MOST_BYTES + 1), "The file is larger than 64 MB."),
    "a NUL between": (b'{"CFDocument":\0 {}}', "This is not valid JSON"),
}
