"""The child process that makes PDF (decisions section 8; docs of WeasyPrint: "Security").

`portfolio/pdf.py` starts this file with limits as arguments and stays in contact over two pipes: eight bytes with a
length, then a job as JSON; back come eight bytes with a length, then the PDF. Whatever goes wrong ends the process:
the other side sees a closed pipe and starts a fresh one, so a broken state never reaches the next document.
The only module that imports WeasyPrint, and it imports nothing of ours.
"""

import hashlib
import json
import logging
import math
import os
import re
import resource
import struct
import sys
import time
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache

import pydyf
from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

# One file that is both PDF/A-3a and PDF/UA-1: WeasyPrint writes one of the two claims, this adds the other, together
# with the extension schema that PDF/A asks for every property it does not know itself (ISO 19005-3, 6.6.2.3).
PDFUA_CLAIM = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
    b'<rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
BOX = "\N{WHITE SQUARE}"
NEVER_DRAWN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
WORD_BULLET = "\uf0b7"
UNKNOWN_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


class NothingFetcher(URLFetcher):
    """Refuses every address: paper is made of our own templates, and these name no file and no host."""

    def fetch(self, url: str, headers: dict | None = None):
        raise ValueError(f"Paper fetches nothing: {url[:100]}")


@lru_cache(maxsize=1)
def stylesheet(css: str) -> CSS:
    """The parsed stylesheet; parsing it takes as long as two pages."""
    return CSS(string=css, url_fetcher=NothingFetcher())


def lay_out(html: str, css: str, variant: str = "pdf/ua-1") -> Document:
    """The pages of `html`. Fonts are found anew for each document, so none depends on what was printed before it."""
    source = HTML(string=html, url_fetcher=NothingFetcher())
    return source.render(stylesheets=[stylesheet(css)], font_config=FontConfiguration(), pdf_variant=variant)


def make(html: str, css: str, identifier: str, attachment: dict | None = None, made: str | None = None) -> bytes:
    """The PDF, equal bytes for equal arguments: PDF/UA-1, or with an attachment PDF/A-3a and PDF/UA-1 in one.

    `attachment` has `name`, `description` and `text`; `made` is a moment in ISO form. Both standards forbid letters
    that no font can draw; people paste them all the same (emoji with a skin tone, joiners, other scripts). They
    show as a box, as they would anyway, after a second round; the attachment keeps them.
    """
    html = PRIVATE.sub(BOX, NEVER_DRAWN.sub("", html.replace(WORD_BULLET, "\N{BULLET}")))
    pdf, missing = write(html, css, identifier, attachment, made)
    if missing:
        html = html.translate({ord(letter): stand_in(letter) for letter in missing})
        pdf, _ = write(html, css, identifier, attachment, made)
    return pdf


def write(html: str, css: str, identifier: str, attachment: dict | None, made: str | None) -> tuple[bytes, set[str]]:
    """The PDF, and the letters for which no font was found."""
    variant = "pdf/a-3a" if attachment else "pdf/ua-1"
    document = lay_out(html, css, variant)
    document.metadata.created = made
    if attachment:
        claim = document.metadata.generate_rdf_metadata
        document.metadata.generate_rdf_metadata = lambda *about: claim(*about).replace(
            b"</rdf:RDF>", PDFUA_CLAIM + b"</rdf:RDF>"
        )
    pdf = document.write_pdf(
        pdf_variant=variant,
        pdf_identifier=hashlib.sha256(identifier.encode()).hexdigest()[:32].encode(),
        attachments=[as_file(attachment, made)] if attachment else [],
        finisher=leave_metadata_readable,
    )
    return pdf, {chr(code) for font in document.fonts.values() for code in font.missing}


def as_file(attachment: dict, made: str | None) -> Attachment:
    """The JSON as a file in the PDF. Its moment is the document's, for the clock would change the bytes."""
    moment = datetime.fromisoformat(made).astimezone(UTC) if made else UNKNOWN_MOMENT
    return Attachment(
        string=attachment["text"],
        name=attachment["name"],
        description=attachment["description"],
        relationship="Data",
        created=moment,
        modified=moment,
        url_fetcher=NothingFetcher(),
    )


def leave_metadata_readable(_document: Document, pdf: pydyf.PDF) -> None:
    """Archives find the claims of the file without unpacking anything (PDF/A)."""
    pdf.objects[int(pdf.catalog["Metadata"].split()[0])].compress = False


def stand_in(letter: str) -> str:
    """What shows instead of a letter that no font can draw: a space for a space, nothing for a mark, else a box."""
    kind = unicodedata.category(letter)
    if kind[0] == "Z":
        return " "
    return "" if kind in {"Cc", "Cf", "Mn", "Mc", "Me", "Sk"} else BOX


plain_stream = pydyf.Stream.data.fget


def stream_without_trap(stream: pydyf.Stream) -> bytes:
    """The bytes of a stream, never ending in CR.

    Before `endstream` stands a line feed; when the compressed data happens to end in CR (1 in 256), validators take
    CR LF for the line end and count one byte too few. That one stream is written uncompressed.
    """
    data = plain_stream(stream)
    if stream.compress and data.endswith(b"\r\nendstream"):
        stream.compress = False
        data = plain_stream(stream)
    return data


pydyf.Stream.data = property(stream_without_trap)


def limit(kind: int, value: int) -> None:
    """Lower one limit of this process, never above what it was given."""
    highest = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (value if highest == resource.RLIM_INFINITY else min(value, highest), highest))


def serve(memory: int, cpu: int) -> None:
    """Answer jobs until the other side closes its pipe. `cpu` seconds count anew for each document."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints can never get between the answers
    limit(resource.RLIMIT_AS, memory)
    limit(resource.RLIMIT_CORE, 0)  # a core file would hold texts of people
    while header := sys.stdin.buffer.read(8):
        job = json.loads(sys.stdin.buffer.read(struct.unpack(">Q", header)[0]))
        limit(resource.RLIMIT_CPU, math.ceil(time.process_time()) + cpu)
        pdf = make(**job)
        answers.write(struct.pack(">Q", len(pdf)) + pdf)
        answers.flush()


if __name__ == "__main__":
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    sys.tracebacklimit = 3  # the innermost; layout is nested hundreds deep
    serve(memory=int(sys.argv[1]), cpu=int(sys.argv[2]))
