"""What kind of file this is, by its content: a PDF, a picture, a Word document, and nothing besides.

A file that is two things at once (a picture with a web page behind it, a PDF that is an archive as well) is neither:
it must begin and end as its kind does.
"""

import zipfile
import zlib
from typing import BinaryIO

MACROS = ("vbaproject.bin", "vbadata.xml")
MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MOST_ENTRIES, MOST_UNPACKED = 2_000, 100_000_000
END_OF_DIRECTORY = b"PK\x05\x06"


def kind_of(file: BinaryIO) -> str | None:
    """The kind, as a word of CHECKS; None for anything else. Reads it all: the caller has looked at the size."""
    file.seek(0)
    data = file.read()
    found = [kind for kind, check in CHECKS.items() if check(data, file)]
    file.seek(0)
    return found[0] if len(found) == 1 else None


def is_pdf(data: bytes, file: BinaryIO) -> bool:
    end = data.rfind(b"%%EOF")
    ends_there = end > 0 and not data[end + 5 :].strip(b"\r\n\t \x00")
    return data.startswith(b"%PDF-") and ends_there and END_OF_DIRECTORY not in data[-70_000:]


def is_png(data: bytes, file: BinaryIO) -> bool:
    """Chunk after chunk, each with its checksum, and nothing behind the last."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"):
        return False
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        name, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            return False
        if name == b"IEND":
            return end == len(data)
        at = end
    return False


def is_jpg(data: bytes, file: BinaryIO) -> bool:
    return data.startswith(b"\xff\xd8\xff") and data.endswith(b"\xff\xd9") and END_OF_DIRECTORY not in data[-70_000:]


def is_docx(data: bytes, file: BinaryIO) -> bool:
    """A Word document without macros: an archive from its first byte to its last, with nothing that leads out of it."""
    end = data.rfind(END_OF_DIRECTORY)
    whole = end >= 0 and len(data) == end + 22 + int.from_bytes(data[end + 20 : end + 22], "little")
    if not data.startswith(b"PK\x03\x04") or not whole:
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                return False
            names = [entry.filename for entry in entries]
            odd = [n for n in names if n.startswith("/") or ".." in n.split("/") or "\\" in n]
            if odd or any(name.lower().endswith(MACROS) for name in names) or "word/document.xml" not in names:
                return False
            types = archive.getinfo("[Content_Types].xml")
            return types.file_size < 1_000_000 and MAIN in archive.read(types)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error):
        return False


CHECKS = {"pdf": is_pdf, "png": is_png, "jpg": is_jpg, "docx": is_docx}
