"""Small packages in the exact shape in which other tools write theirs, with their habits; the content is invented.

OpenSALT: CASE 1.0 addresses, keys for what is empty, empty lists of definitions, no sequence numbers unless dragged.
OpenCASE and COMPEITO: CASE 1.1, every key there is with null where nothing stands, the link to the document inside the
package too, milliseconds, types and levels of their own, rubrics on the lowest items.
"""

import json
from typing import Any

Items = list[tuple[str, str | None, dict[str, Any]]]  # code, the code it lies in, and what more it has
AT = "2026-06-05T04:23:43.000Z"


def identity(number: int) -> str:
    return f"10000000-0000-0000-0000-{number:012d}"


def opensalt(items: Items, **document) -> dict[str, Any]:
    """A package as OpenSALT writes it; each item gets the number of its place as identity."""
    base = "https://salt.example/ims/case/v1p0"
    numbers = {code: number for number, (code, _parent, _more) in enumerate(items, 1)}
    head = {
        "uri": f"{base}/CFDocuments/d0000000-0000-0000-0000-000000000000",
        "identifier": "d0000000-0000-0000-0000-000000000000",
        "lastChangeDateTime": "2017-11-03T23:00:33+00:00",
        "creator": "Provincie Ergens",
        "title": "Natuur en techniek",
    } | document
    return {
        "CFDocument": head,
        "CFItems": [
            {
                "uri": f"{base}/CFItems/{identity(numbers[code])}",
                "identifier": identity(numbers[code]),
                "lastChangeDateTime": "2017-11-03T23:02:07+00:00",
                "humanCodingScheme": code,
                "fullStatement": f"Statement {code}",
                "abbreviatedStatement": "",
                "notes": "",
                "language": "en",
            }
            | more
            for code, _parent, more in items
        ],
        "CFAssociations": [
            {
                "uri": f"{base}/CFAssociations/a{identity(numbers[code])[1:]}",
                "identifier": f"a{identity(numbers[code])[1:]}",
                "lastChangeDateTime": "2017-11-03T23:02:07+00:00",
                "originNodeURI": {"title": code, "identifier": identity(numbers[code]), "uri": f"{base}/CFItems/x"},
                "associationType": "isChildOf",
                "destinationNodeURI": {
                    "title": parent or head["title"],
                    "identifier": identity(numbers[parent]) if parent else head["identifier"],
                    "uri": f"{base}/CFItems/y",
                },
            }
            for code, parent, _more in items
        ],
        "CFDefinitions": {
            "CFConcepts": [], "CFSubjects": [], "CFLicenses": [], "CFItemTypes": [], "CFAssociationGroupings": [],
        },
    }  # fmt: skip


def opencase(items: Items, **document) -> dict[str, Any]:
    """The same as OpenCASE and COMPEITO write it."""
    package = opensalt(items)
    own = {"title": "Document", "identifier": "4f3c6a12-e83b-4654-b7ce-1738552191e4", "uri": "http://case.example/d"}
    nothing = dict.fromkeys(["frameworkType", "officialSourceURL", "statusEndDate"])
    head = own | {
        "creator": "教務委員会",
        "publisher": "池之端大学",
        "title": "情報学部",
        "version": "2.0",
        "language": "ja",
    }
    head |= (
        nothing | {"statusStartDate": "2025-04-01", "adoptionStatus": "Adopted", "lastChangeDateTime": AT} | document
    )
    for item in package["CFItems"]:
        item |= dict.fromkeys(["listEnumeration", "conceptKeywords", "subject", "statusStartDate"])
        item |= {"CFDocumentURI": own, "lastChangeDateTime": AT, "notes": None}
    for link in package["CFAssociations"]:
        if link["destinationNodeURI"]["identifier"].startswith("d"):
            link["destinationNodeURI"] = own
        link |= {"sequenceNumber": None, "CFAssociationGroupingURI": None, "notes": None, "lastChangeDateTime": AT}
    for item, (_code, _parent, more) in zip(package["CFItems"], items, strict=True):
        item |= more
    return package | {"CFDocument": head | {"CFPackageURI": own}, "CFRubrics": []}


def related(package: dict[str, Any], origin: int, kind: str, destination: int, **more) -> dict[str, Any]:
    """The package with one association more."""
    link = json.loads(json.dumps(package["CFAssociations"][0]))
    number = len(package["CFAssociations"]) + 1
    link |= {"identifier": f"b{identity(number)[1:]}", "associationType": kind} | more
    link["originNodeURI"]["identifier"], link["destinationNodeURI"]["identifier"] = (
        identity(origin),
        identity(destination),
    )
    package["CFAssociations"].append(link)
    return package


def data(package: Any) -> bytes:
    """As text; everything above ASCII is escaped, as most tools do."""
    return json.dumps(package).encode()
