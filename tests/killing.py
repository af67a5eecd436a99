"""Killing processes while people save and mail leaves, and comparing what was promised with what is there."""

import asyncio
import os
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email import message_from_bytes

from aiosmtpd.controller import Controller

from .live import NO_ANSWER, Site, wait_until

KILLS = 10
PATIENCE = 120  # seconds somebody keeps trying to save one text
WORDS = "De les begon op tijd en iedereen wist wat de bedoeling was. "
VERSION = re.compile(r'name="version" value="(\d+)"|"version": (\d+)')  # in what was saved, and beside two versions


def kill(pid: int) -> None:
    """The process gets no chance to finish anything."""
    os.kill(pid, signal.SIGKILL)


def kill_now_and_then(site: Site, happened: Callable[[], int], victim: Callable[[], int], most: int) -> None:
    """Kill a process KILLS times, each a random moment after 1 to `most` more things happened."""
    for _count in range(KILLS):
        enough = happened() + random.randint(1, most)
        wait_until(lambda enough=enough: happened() >= enough, "more happened since the last kill", site)
        time.sleep(random.uniform(0, 0.1))
        kill(victim())


# ---- saves


@dataclass
class Save:
    """One attempt. `version` is what the site answered; None is no answer: saved or not, nobody was told."""

    text: str
    marks: list[int]
    seen: int
    version: int | None = None
    seconds: float = 0


@dataclass
class Writer:
    """One person in one part, with or without the page's script: tries again after no answer, chooses after a 409."""

    place: dict
    name: str
    ledger: list[Save] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    kept: int = 0  # saves without an answer that turned out to be there
    version: int = field(init=False)

    def __post_init__(self) -> None:
        self.version = self.place["version"]

    @property
    def acknowledged(self) -> list[Save]:
        return [save for save in self.ledger if save.version is not None]

    @property
    def unanswered(self) -> list[Save]:
        """What was sent after the last acknowledged save."""
        return self.ledger[self.ledger.index(self.acknowledged[-1]) + 1 :] if self.acknowledged else self.ledger

    def write(self, site: Site, stop: threading.Event) -> None:
        """Save one text after another until told to stop; also the last one until it is acknowledged."""
        while not stop.is_set() and not self.faults:
            text = f"{self.name}, {len(self.ledger)}. " + WORDS * random.randint(1, 40)
            marks = sorted(random.sample(self.place["indicators"], 2))
            self._save(site, text, marks)

    def _save(self, site: Site, text: str, marks: list[int]) -> None:
        end = time.monotonic() + PATIENCE
        while not self._saved(site, text, marks, "mine" if self.version > self._last_version() else ""):
            if self.faults or time.monotonic() > end:
                self.faults.append(f"{self.name} could not save")
                return

    def _saved(self, site: Site, text: str, marks: list[int], resolves: str) -> bool:
        place, script = self.place, self.place["script"]
        data = {place["field"]: text, place["mark"]: marks, "version": self.version, "resolves": resolves}
        save = Save(text, marks, self.version)
        self.ledger.append(save)
        try:
            answer = site.call(place["url"], place["session"], data, script=script)
        except NO_ANSWER:
            time.sleep(0.05)
            return False
        said = [int(a or b) for a, b in VERSION.findall(answer.body)]
        if answer.status == (200 if script else 302):
            save.version = self.version = said[0] if said else self.version + 1  # a redirect says no version
            save.seconds = answer.seconds
            return True
        self.ledger.remove(save)  # it was refused
        if answer.status != 409 or not self._last_version() < said[0] <= self._last_version() + len(self.unanswered):
            self.faults.append(f"{self.name}: {answer.status} {said} after version {self._last_version()}")
        else:  # nobody else writes here: a save without an answer did arrive
            self.kept += 1
            self.version = said[0]
        return False

    def _last_version(self) -> int:
        return self.acknowledged[-1].version if self.acknowledged else self.place["version"]


def save_until(site: Site, places: list[dict], act: Callable[[list[Writer]], None]) -> list[Writer]:
    """Let somebody write in each place while `act` goes on; everybody finishes the save at hand."""
    writers = [Writer(place, f"Writer {number}") for number, place in enumerate(places)]
    stop = threading.Event()
    with ThreadPoolExecutor(len(writers)) as pool:
        writing = [pool.submit(writer.write, site, stop) for writer in writers]
        try:
            act(writers)
        finally:
            stop.set()
    for one in writing:
        one.result()
    return writers


def faults_in(writer: Writer, stands: dict) -> list[str]:
    """Where a part, as it stands, breaks what its writer was told; empty when all promises were kept."""
    last, after = writer.acknowledged[-1], writer.unanswered
    found = list(writer.faults)
    if not last.version <= stands["version"] <= last.version + len(after):
        found.append(f"{writer.name}: version {last.version} was acknowledged, {stands['version']} stands")
    possible = [last] if stands["version"] == last.version else after
    if (stands["text"], stands["marks"]) not in [(save.text, save.marks) for save in possible]:
        found.append(f"{writer.name}: another text stands than the acknowledged one: {stands['text'][:40]}")
    return found


# ---- mail


class Mailbox(Controller):
    """A mail server on a free port that counts what it took. A mail counts from the moment its last line has come in,
    as with real servers: whether the sender still hears the answer makes no difference to the reader."""

    def __init__(self) -> None:
        super().__init__(self, hostname="127.0.0.1", port=0)
        self.arrived: list[str] = []

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        await asyncio.sleep(random.uniform(0, 0.04))
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        self.arrived.append(message_from_bytes(envelope.content)["Message-ID"].strip("<>").split("@")[0])
        await asyncio.sleep(random.uniform(0, 0.01))
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope) -> str:
        await asyncio.sleep(random.uniform(0, 0.04))
        return "221 Bye"


def lost_mails(queued: list[str], arrived: list[str]) -> set[str]:
    return set(queued) - set(arrived)


def doubled_mails(arrived: list[str]) -> int:
    """How many arrivals too many."""
    return sum(Counter(arrived).values()) - len(set(arrived))
