"""PDF: conforming, the same bytes every time, unable to fetch anything, and bounded in time and memory."""

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from unittest import mock

import page
import pytest
import segno
import weasyprint
from django.template import engines
from django.utils import translation
from pypdf import PdfReader

from portfolio import pdf, pdf_worker
from portfolio.pdf import Limits, PaperFailed, Printer, print_css, qr_path, render_pdf

FORM = """
{% extends "layout/print.html" %}{% load paper voices %}{% block body %}
{% include "components/_print_title.html" with heading=paper.title moment="Eind" state=paper.state kind="vast" only %}
<h2 class="sec">Gegevens</h2><table><tr><th scope="row">Student</th><td>{{ name }}</td></tr></table>
<section class="luk"><div class="bar"><h2>Leeruitkomst 1</h2><p>Summatief</p></div>
{% field "Zelfreflectie student" %}{% voice text "Wat liet ik zien." %}{% endfield %}
{% field "Oordeel" small="werkplekbegeleider" cls="hard" %}{% yes_no True %}{% endfield %}</section>
<table class="kk"><thead><tr><th>Indicator</th><th class="m">Gezien</th></tr></thead>
<tbody><tr class="dim"><th scope="rowgroup" colspan="2">Leerklimaat</th></tr>
<tr><th scope="row">1.1 Begroet</th><td class="m">E</td></tr></tbody></table>
{% endblock %}"""
ATTACHMENT = {"name": "a.json", "description": "b", "text": "{}"}


def form(text: str = "Ik wacht tot het stil is.", name: str = "Noor Willemsen", title: str = "Formulier") -> str:
    path, size = qr_path("HTTPS://DRIEHOEK.EXAMPLE/C/7K4M2QXD9F3T")
    paper = {"title": title, "head": name, "state": "VASTGESTELD", "foot": f"versie\ndossier {name}\ncode"}
    paper |= {"check_code": "7K4M-2QXD-9F3T", "qr_path_d": path, "qr_size": size}
    with translation.override("nl"):
        return engines["django"].from_string(FORM).render({"paper": paper, "text": text, "name": name})


def failures(file: bytes, profile: str, folder) -> list[str]:
    """What the validator of PDF/UA ("ua1") or PDF/A ("3a") has against the file."""
    path = folder / "form.pdf"
    path.write_bytes(file)
    report = page.validate_pdf(str(path), profile=profile)
    assert report.rules.total > 100
    return [failure.message for failure in report.failures]


def text_of(file: bytes) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(file)).pages).split())


@pytest.fixture
def printer():
    """A child process of the test's own."""
    printer = Printer()
    yield printer
    printer.close()


def job(text: str = "kort", **other) -> dict:
    return {"html": form(text), "css": print_css(), "identifier": "proef", **other}


# conforming


def test_a_form_conforms_to_pdf_ua(tmp_path):
    assert failures(render_pdf(form(), identifier="1"), "ua1", tmp_path) == []


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_a_sealed_form_conforms_to_pdf_ua_and_to_pdf_a(profile, tmp_path):
    file = render_pdf(form(), identifier="1", attachment={"oordeel": "voldaan"}, made=datetime.now(UTC))
    assert failures(file, profile, tmp_path) == []


def test_the_validator_sees_an_untagged_file(tmp_path):
    assert failures(weasyprint.HTML(string=form()).write_pdf(), "ua1", tmp_path)


def test_the_sealed_form_carries_its_json():
    given = {"oordeel": "voldaan", "op": datetime(2027, 6, 21, tzinfo=UTC), "tekst": "één ☒ 中"}
    files = PdfReader(io.BytesIO(render_pdf(form(), identifier="1", attachment=given))).attachments
    assert list(files) == ["beoordeling.json"]
    assert json.loads(files["beoordeling.json"][0]) == given | {"op": "2027-06-21T00:00:00Z"}


def test_the_moment_it_was_made_is_among_its_properties():
    made = datetime(2027, 6, 21, 14, 5, tzinfo=UTC)
    assert PdfReader(io.BytesIO(render_pdf(form(), identifier="1", made=made))).metadata.creation_date == made


@pytest.mark.parametrize(
    ("pasted", "shown"),
    [
        ("goed 👍🏽 gedaan", "goed □ gedaan"),
        ("nul\u200bbreed\ufeff", "nulbreed"),
        ("\uf0b7 punt uit Word", "• punt uit Word"),
        ("eigen \ue000 teken", "eigen □ teken"),
        ("stuur\x07\x1bteken", "stuurteken"),
        ("half\ud800paar", "halfpaar"),
        ("regel\u2028einde", "regel einde"),
        ("schrift 中文", "schrift □□"),
    ],
)
def test_letters_that_no_font_can_draw_leave_the_file_conforming(pasted, shown, tmp_path):
    file = render_pdf(form(pasted), identifier="1", attachment={})
    assert failures(file, "3a", tmp_path) == failures(file, "ua1", tmp_path) == []
    assert shown in text_of(file)


def made_carelessly(html: str) -> bytes:
    """As WeasyPrint writes it by itself."""
    with mock.patch.object(pdf_worker.pydyf.Stream, "data", property(pdf_worker.plain_stream)):
        return pdf_worker.make(html, print_css(), "trap", ATTACHMENT)


def test_a_stream_ending_in_a_carriage_return_does_not_spoil_the_file(tmp_path):
    forms = (form(str(number)) for number in (187, *range(400)))  # the first, with the fonts of today
    trapped = next(html for html in forms if b"\r\nendstream" in made_carelessly(html))  # 1 in 256 streams
    assert "/Length does not match" in failures(made_carelessly(trapped), "3a", tmp_path)[0]
    assert failures(pdf_worker.make(trapped, print_css(), "trap", ATTACHMENT), "3a", tmp_path) == []


# the same bytes


@pytest.mark.parametrize("sealed", [{}, {"attachment": ATTACHMENT}])
def test_two_processes_make_the_same_bytes(sealed, printer):
    other = Printer()
    other.render(job("iets anders ☒ 😀 vooraf"))
    here = printer.render(job("gelijk", **sealed))
    time.sleep(1.1)  # PDF dates count seconds
    assert other.render(job("gelijk", **sealed)) == here
    other.close()


def test_the_identifier_and_the_text_make_other_bytes(printer):
    files = {printer.render(job(text, identifier=name)) for text, name in [("a", "1"), ("b", "1"), ("a", "2")]}
    assert len(files) == 3


def test_the_order_of_keys_in_the_json_does_not_matter():
    one, two = ({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert render_pdf(form(), identifier="1", attachment=one) == render_pdf(form(), identifier="1", attachment=two)


# fetching nothing


@pytest.fixture
def listener():
    """A web server that remembers what it was asked for."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *about):
            pass

    asked = []
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    server.asked, server.url = asked, f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def hostile(url: str, file: str) -> str:
    return f"""<link rel="stylesheet" href="{url}/css">
<link rel="attachment" href="{file}"><link rel="attachment" href="{url}/a">
<style>@import url({url}/import); @font-face {{ font-family: x; src: url({url}/font) }} p {{ font-family: x }}
h2 {{ background: url({url}/background); list-style-image: url({url}/list) }}</style><h2>x</h2>
<img src="{url}/img" alt="x"><img src="{file}" alt="x"><img src="//{url[7:]}/bare" alt="x">
<object data="{url}/object"></object><embed src="{url}/embed">
<svg width="9" height="9"><image href="{url}/svg" width="9" height="9"/><use href="{url}/use#a"/></svg>
<img alt="x" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='{url}/b'/%3E%3C/svg%3E">
<p><a href="{url}/download" rel="attachment">x</a></p>"""


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("canary-8231")
    return path


def test_hostile_text_of_people_comes_out_literally_and_fetches_nothing(listener, secret):
    text = hostile(listener.url, secret.as_uri())
    file = render_pdf(form(text, name=text, title=text), identifier="1")
    assert '<img src="file:///' in text_of(file)
    assert listener.asked == []
    assert not PdfReader(io.BytesIO(file)).attachments


def test_hostile_html_fetches_nothing_either(listener, secret):
    html = form().replace("</body>", hostile(listener.url, secret.as_uri()) + "</body>")
    file = render_pdf(html, identifier="1")
    assert listener.asked == []
    assert not PdfReader(io.BytesIO(file)).attachments


def test_the_same_html_does_reach_out_when_nothing_stops_it(listener, secret, caplog):
    html = form().replace("</body>", hostile(listener.url, secret.as_uri()) + "</body>")
    files = PdfReader(io.BytesIO(weasyprint.HTML(string=html).write_pdf())).attachments
    assert files["secret.txt"] == [b"canary-8231"]
    assert {"/css", "/import", "/font", "/background", "/img", "/svg", "/object", "/a"} <= set(listener.asked)


def test_the_child_gets_no_secrets(printer, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary-4410")
    printer.render(job())
    assert "canary-4410" not in Path(f"/proc/{printer._child.pid}/environ").read_text()


# bounded, and going on


def heavy() -> dict:
    return {**job(), "html": form().replace("</body>", "<p>woord woord</p>" * 20000 + "</body>")}


def fails(printer: Printer, order: dict) -> tuple[PaperFailed, float]:
    start = time.monotonic()
    with pytest.raises(PaperFailed) as caught:
        printer.render(order)
    return caught.value, time.monotonic() - start


def test_a_document_that_takes_too_much_processor_time_fails_and_the_next_works(printer):
    printer.limits = Limits(cpu=1)
    fault, seconds = fails(printer, heavy())
    assert fault.reason.endswith(str(-signal.SIGXCPU))
    assert seconds < 20
    assert printer.render(job()).startswith(b"%PDF")


def seconds_used(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def test_processor_time_counts_per_document(printer):
    printer.limits = Limits(cpu=1, documents=1000)
    printer.render(job())
    child = printer._child
    spent = seconds_used(child.pid)
    while seconds_used(child.pid) < spent + 2:
        printer.render(job())
    assert printer._child is child


def peak(pid: int) -> int:
    """The most memory, in bytes, that a process has asked for."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmPeak:")[1].split()[0]) * 1024


@pytest.mark.slow
def test_a_document_that_takes_too_much_memory_fails_and_the_next_works(printer):
    printer.render(job())
    printer.limits = Limits(memory=peak(printer._child.pid) + 30 * 2**20)
    printer.close()
    fails(printer, heavy())
    assert printer.render(job()).startswith(b"%PDF")


def test_a_child_that_hangs_is_ended_and_the_next_document_works(printer):
    printer.render(job())
    os.kill(printer._child.pid, signal.SIGSTOP)
    printer.limits = Limits(wall=0.5)
    _, seconds = fails(printer, job())
    assert seconds < 10
    printer.limits = Limits()
    assert printer.render(job()).startswith(b"%PDF")


def test_a_document_that_breaks_the_layout_fails_and_the_next_works(printer):
    nested = {**job(), "html": form().replace("</body>", "<div>" * 3000 + "x</body>")}
    fails(printer, nested)
    assert printer.render(job()).startswith(b"%PDF")


def test_waiting_for_a_busy_printer_ends_too(printer):
    printer.limits = Limits(wall=0.2)
    with printer._lock:
        fault, seconds = fails(printer, job())
    assert "busy" in fault.reason
    assert seconds < 5


def test_a_child_killed_while_it_waited_is_replaced(printer):
    printer.render(job())
    os.kill(printer._child.pid, signal.SIGKILL)
    printer._child.wait()
    assert printer.render(job()).startswith(b"%PDF")


def test_a_child_makes_a_limited_number_of_documents(printer):
    printer.limits = Limits(documents=2)
    pids = [printer.render(job()) and printer._child.pid for _ in range(3)]
    assert pids[0] == pids[1] != pids[2]


def test_an_interrupted_reader_never_gets_the_next_one_a_wrong_paper(printer):
    printer.render(job())
    order = job("van de een")
    with mock.patch.object(pdf, "receive", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        printer.render(order)
    assert "van de ander" in text_of(printer.render(job("van de ander")))


def test_threads_get_their_own_paper(printer):
    made = {}
    threads = [
        threading.Thread(target=lambda n=n: made.update({n: printer.render(job(f"lezer {n}"))})) for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"lezer {number}" in text_of(made[number]) for number in range(4))


def test_a_forked_web_process_starts_a_child_of_its_own():
    here = render_pdf(form(), identifier="1")
    reader, writer = os.pipe()
    with pdf.printer._lock:  # held by a thread that does not exist in the fork
        if (pid := os.fork()) == 0:
            os.write(writer, hashlib.sha256(render_pdf(form(), identifier="1")).digest())
            pdf.printer.close()
            os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    assert os.read(reader, 32) == hashlib.sha256(here).digest()
    assert render_pdf(form(), identifier="1") == here


def test_the_child_ends_when_the_web_process_is_killed():
    code = "from portfolio.pdf import *; child = printer._take(); print(child.pid, flush=True); os.kill(os.getpid(), 9)"
    ran = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=False)
    assert ran.returncode == -signal.SIGKILL
    child = Path("/proc", ran.stdout.decode().strip())
    for _ in range(100):
        if not child.exists() or ") Z " in (child / "stat").read_text():
            return
        time.sleep(0.1)
    pytest.fail("the child is still there")


def test_the_reader_is_told_in_dutch_and_the_reason_stays_in_the_log():
    assert "De pdf kon niet worden gemaakt." in str(PaperFailed("secret reason"))
    assert "secret reason" not in str(PaperFailed("secret reason"))


# the QR code


def test_the_path_draws_exactly_the_dark_modules():
    path, size = qr_path("HTTPS://DRIEHOEK.EXAMPLE/C/7K4M2QXD9F3T")
    drawn = set()
    for stroke in path[1:].split("M"):
        start, y, end = stroke.replace(".5H", " ").split()
        drawn |= {(x, int(y)) for x in range(int(start), int(end))}
    rows = segno.make("HTTPS://DRIEHOEK.EXAMPLE/C/7K4M2QXD9F3T", error="m", micro=False).matrix
    assert size == len(rows)
    assert drawn == {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}
