"""What CASE 1.1 demands of each object, spelt out from its schema (1EdTech, final release of 13 March 2025).

Per kind of object the keys it must have, then the keys it may have. Nothing else may stand in it; what a tool adds of
its own stands in `extensions`: an object, but a list of objects at a level of a criterion.
"""

import re
from datetime import date, datetime

UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
ASSOCIATION_TYPES = {
    "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "replacedBy", "exemplar",
    "hasSkillLevel", "isTranslationOf",
}  # fmt: skip
KEYS = {
    "CFPackage": ("CFDocument", "CFItems CFAssociations CFDefinitions CFRubrics extensions"),
    "CFDocument": (
        "identifier uri creator title lastChangeDateTime",
        "frameworkType caseVersion officialSourceURL publisher description subject subjectURI language version "
        "adoptionStatus statusStartDate statusEndDate licenseURI notes extensions",
    ),
    "CFItem": (
        "identifier fullStatement uri lastChangeDateTime",
        "alternativeLabel CFItemType humanCodingScheme listEnumeration abbreviatedStatement conceptKeywords "
        "conceptKeywordsURI notes subject subjectURI language educationLevel CFItemTypeURI licenseURI statusStartDate "
        "statusEndDate extensions",
    ),
    "CFAssociation": (
        "identifier associationType uri originNodeURI destinationNodeURI lastChangeDateTime",
        "sequenceNumber CFAssociationGroupingURI notes extensions",
    ),
    "CFRubric": ("identifier uri lastChangeDateTime", "title description CFRubricCriteria extensions"),
    "CFRubricCriterion": (
        "identifier uri lastChangeDateTime",
        "category description CFItemURI weight position rubricId CFRubricCriterionLevels extensions",
    ),
    "CFRubricCriterionLevel": (
        "identifier uri lastChangeDateTime",
        "description quality score feedback position rubricCriterionId extensions",
    ),
    "CFDefinitions": ("", "CFConcepts CFSubjects CFLicenses CFItemTypes CFAssociationGroupings extensions"),
    "CFConcept": ("identifier uri title hierarchyCode lastChangeDateTime", "keywords description extensions"),
    "CFItemType": (
        "identifier uri title description hierarchyCode lastChangeDateTime",
        "typeCode extensions",
    ),
    "link": ("title identifier uri", "targetType"),
}
ALONE = {"CFDocument": "CFPackageURI", "CFItem": "CFDocumentURI", "CFAssociation": "CFDocumentURI"}
MANY = {
    "CFItems": "CFItem", "CFAssociations": "CFAssociation", "CFRubrics": "CFRubric", "CFConcepts": "CFConcept",
    "CFRubricCriteria": "CFRubricCriterion", "CFRubricCriterionLevels": "CFRubricCriterionLevel",
    "CFItemTypes": "CFItemType",
}  # fmt: skip
LISTS = {"conceptKeywords", "educationLevel", "subject"}
WHOLE = {"sequenceNumber", "position"}


def faults(kind: str, found: dict, path: str = "$", *, alone: bool = False) -> list[str]:
    """Every way in which an object is not as the standard has it."""
    must, may = (set(keys.split()) for keys in KEYS[kind])
    extra = {ALONE[kind]} if alone and kind in ALONE else set()
    wrong = [f"{path} lacks {key}" for key in (must | extra) - found.keys()]
    wrong += [f"{path} has {key}" for key in found.keys() - must - may - extra]
    for key, value in found.items():
        wrong += of_value(key, value, f"{path}.{key}", kind)
    return wrong


def of_value(key: str, value, path: str, kind: str) -> list[str]:
    if key in MANY:
        return [fault for n, one in enumerate(value) for fault in faults(MANY[key], one, f"{path}[{n}]")]
    if key in ("CFDocument", "CFDefinitions"):
        return faults(key, value, path)
    if key == "extensions":
        parts = value if kind == "CFRubricCriterionLevel" else [value]
        return [] if isinstance(parts, list) and all(isinstance(part, dict) for part in parts) else [path]
    if key.endswith("URI") and isinstance(value, dict):
        return faults("link", value, path)
    if key in LISTS:
        return [] if value and all(isinstance(text, str) for text in value) else [path]
    if key in WHOLE:
        return [] if isinstance(value, int) and 0 < value < 2**31 else [path]
    return [] if isinstance(value, str) and of_text(key, value) else [f"{path}: {value!r}"]


def of_text(key: str, text: str) -> bool:
    if key in ("identifier", "rubricId", "rubricCriterionId"):
        return bool(UUID.fullmatch(text))
    if key == "uri":
        return text.startswith(("http://", "https://"))
    if key == "lastChangeDateTime":
        return text.endswith("Z") and bool(datetime.fromisoformat(text))
    if key == "statusStartDate":
        return bool(date.fromisoformat(text))
    allowed = {"associationType": ASSOCIATION_TYPES, "caseVersion": {"1.1"}}
    return text in allowed.get(key, {text}) and bool(text)
