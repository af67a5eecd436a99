"""PDF of our own templates, made by a child process with limits (decisions section 8).

WeasyPrint reads whatever a document names and takes the time and memory a document asks. So it runs beside the web
process (`pdf_worker.py`): it gets no secrets, fetches nothing, and ends at its limits. Starting it costs more than
a form, so one child per web process stays warm.
"""

import atexit
import json
import logging
import os
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno
from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

WORKER = Path(__file__).with_name("pdf_worker.py")
ATTACHMENT = {"name": "beoordeling.json", "description": "Beoordeling als JSON"}  # Dutch, as all on paper
LARGEST_ANSWER = 100 * 2**20
# fontconfig asks for these; everything else, secrets first of all, stays on this side
PASSED_ON = ("PATH", "HOME", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH")


class PaperFailed(Exception):
    """No PDF came: too large, too slow, or broken. `str()` is a sentence for the reader, `reason` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("The PDF could not be made. Nothing is lost: try again, or make very long texts shorter."))
        self.reason = reason


@dataclass(frozen=True)
class Limits:
    """What one document may cost, and how many documents one child makes. A normal form: 100 MB and half a second."""

    memory: int = 2**30  # bytes
    cpu: int = 30  # seconds
    wall: float = 45  # seconds
    documents: int = 50


class Printer:
    """One warm child process, shared by the threads of this process and started at the first document."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.forget()

    def forget(self) -> None:
        """Leave the child to another process: after a fork it is the parent's, and a lock may be held by nobody."""
        self._lock = threading.Lock()
        self._child: subprocess.Popen | None = None
        self._made = 0

    def render(self, job: dict) -> bytes:
        """The answer of the child to one job (the arguments of `pdf_worker.make`). Raises PaperFailed."""
        if not self._lock.acquire(timeout=self.limits.wall):
            raise PaperFailed("the printer stayed busy")
        try:
            return self._ask(json.dumps(job).encode())
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the child; the next document starts another."""
        child, self._child = self._child, None
        if child:
            end(child)

    def _ask(self, request: bytes) -> bytes:
        try:
            child = self._take()
        except OSError as fault:
            raise PaperFailed(f"the printer did not start: {fault}") from fault
        watch = threading.Timer(self.limits.wall, child.kill)
        watch.start()
        try:
            send(child.stdin, struct.pack(">Q", len(request)) + request)
            size = struct.unpack(">Q", receive(child.stdout, 8))[0]
            if size > LARGEST_ANSWER:
                raise EOFError(f"an answer of {size} bytes")
            answer = receive(child.stdout, size)
        except BaseException as fault:
            end(child, patience=1)
            if not isinstance(fault, OSError | EOFError):
                raise
            # -9: the wall clock, or memory; -24: CPU time; 1: the child's own words stand above this in the log
            reason = f"the printer ended with {child.returncode}"
            logger.error("PDF failed: %s", reason)
            raise PaperFailed(reason) from fault
        finally:
            watch.cancel()
            watch.join()
        self._child, self._made = child, self._made + 1
        return answer

    def _take(self) -> subprocess.Popen:
        """A living child, ours alone: it is put back after a whole answer only, so nobody ever gets another's paper."""
        if self._child and (self._child.poll() is not None or self._made >= self.limits.documents):
            self.close()
        if not self._child:
            self._child, self._made = self._start(), 0
        child, self._child = self._child, None
        return child

    def _start(self) -> subprocess.Popen:
        names = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        return subprocess.Popen(
            # -P: the modules beside the worker are ours and must not stand in for the standard library
            [sys.executable, "-P", str(WORKER), str(self.limits.memory), str(self.limits.cpu)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd="/",
            env=names | {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},  # the same on every machine
            start_new_session=True,  # Ctrl-C in the terminal ends us; the child sees its pipe close
        )


def send(pipe, data: bytes) -> None:
    """Write all of `data`; a pipe may take less at a time. Raises OSError when the other side is gone."""
    rest = memoryview(data)
    while rest:
        rest = rest[pipe.write(rest) :]


def receive(pipe, size: int) -> bytes:
    """Exactly `size` bytes. Raises EOFError when the other side closes first."""
    data = bytearray()
    while len(data) < size:
        part = pipe.read(size - len(data))
        if not part:
            raise EOFError("the pipe closed half-way")
        data += part
    return bytes(data)


def end(child: subprocess.Popen, patience: float = 0) -> None:
    """Stop a child that does not end by itself within `patience` seconds, and wait until it is gone."""
    with child:
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            child.kill()


printer = Printer()
os.register_at_fork(after_in_child=printer.forget)
atexit.register(printer.close)


def render_pdf(html: str, *, identifier: str, attachment: dict | None = None, made: datetime | None = None) -> bytes:
    """The PDF of a page that extends `layout/print.html`: equal bytes for equal arguments.

    Paper is Dutch whatever its reader's screen is: make `html` under `translation.override("nl")`.
    Without `attachment` it is PDF/UA-1; with it (whatever JSON can hold) it is PDF/A-3a and PDF/UA-1, the JSON
    inside. `identifier` names the document for good (a UUID); `made` is the moment in its properties, and must be
    stored with the record where the bytes must come out the same again. Raises PaperFailed.
    """
    job = {"html": html, "css": print_css(), "identifier": identifier, "made": made and made.isoformat("T", "seconds")}
    if attachment is not None:
        text = json.dumps(attachment, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, indent=1)
        job["attachment"] = ATTACHMENT | {"text": text}
    return printer.render(job)


def print_css() -> str:
    """The stylesheet of paper, as text: the child may not fetch it."""
    return Path(finders.find("css/print.css")).read_text(encoding="utf-8")


def qr_path(url: str) -> tuple[str, int]:
    """One stroked path of the QR code of `url`, and the side of the square it fills (4 empty modules are paper).

    A move and a run per row of dark modules: as filled rectangles the code took a tenth of the time of a form.
    Capital letters give a smaller code.
    """
    rows = segno.make(url, error="m", micro=False).matrix
    path = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = x
            while run < len(row) and row[run]:
                run += 1
            if run > x:
                path.append(f"M{x} {y}.5H{run}")
            x = run + 1
    return "".join(path), len(rows)
