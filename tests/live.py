"""A running site of its own: real processes, an own database and folder, beside what the tests use.

`with live_site() as site:` makes a database and brings it up to date. The processes get `config.settings` and the
environment of `make demo`. What must be arranged or read in that database is asked of `tests/staging.py`, in a process
of the site.
"""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import psycopg

ROOT = Path(__file__).parent.parent
INSIDE = "import django; django.setup(); from tests import staging; staging.answer()"
CSRF = "c" * 32  # a browser sends the same token in its cookie and in the form
# also when the test process is killed itself; Linux only
END_WITH_US = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
NO_ANSWER = (OSError, HTTPException)


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    seconds: float


@dataclass
class Site:
    folder: Path
    environment: dict[str, str]
    port: int = 0
    web: subprocess.Popen | None = None
    processes: list[subprocess.Popen] = field(default_factory=list)

    def start(self, *command: str, **more) -> subprocess.Popen:
        """A process of this site, in a session of its own; it writes to `log`."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [*END_WITH_US, sys.executable, *command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **more,
            )
        self.processes.append(process)
        return process

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` to its end; what it printed."""
        return self._run("manage.py", *arguments)

    def ask(self, name: str, **arguments):
        """What this function of `tests/staging.py` answers, in a process of this site."""
        return json.loads(self._run("-c", INSIDE, name, json.dumps(arguments)))

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{command[:3]}: {done.stderr[-3000:]}"
        return done.stdout

    def serve(self) -> None:
        """Start the web server as `make demo` does, and wait until it answers."""
        with socket.create_server(("127.0.0.1", 0)) as door:  # handed over open: nobody else can take the port
            door.set_inheritable(True)
            self.port = door.getsockname()[1]
            options = ["--workers=2", "--threads=4", "--worker-class=gthread", "--no-control-socket"]
            command = ["-m", "gunicorn", "config.wsgi", f"--bind=fd://{door.fileno()}", "--log-level=warning", *options]
            self.web = self.start(*command, pass_fds=[door.fileno()])
        wait_until(self.answers, "the web server answers", self)

    def answers(self) -> bool:
        try:
            return self.call("/check/").status == 200
        except NO_ANSWER:
            return False

    def web_workers(self) -> list[int]:
        """The processes that answer requests, the longest running first."""
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children")
        return sorted(map(int, children.read_text().split()))

    def call(self, path: str, session: str = "", data: dict | None = None, *, script: bool = True) -> Answer:
        """One request: a POST with `data`, as the page's script makes it unless told otherwise, else a GET.

        Raises NO_ANSWER.
        """
        headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}"}
        body = None
        if data is not None:
            body = urlencode({**data, "csrfmiddlewaretoken": CSRF}, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers |= {"HX-Request": "true"} if script else {}
        before = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST" if body else "GET", path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.read().decode("utf-8", "replace"), time.perf_counter() - before)
        finally:
            connection.close()

    def stop(self) -> None:
        """End every process this site started, with its children."""
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
        self.processes.clear()

    def log(self) -> str:
        return (self.folder / "log").read_text()[-3000:]


@contextmanager
def live_site(server: str | None = None, copy_of: str = "", **environment: str) -> Iterator[Site]:
    """A site with an empty database; nothing of it is left afterwards. `server`: instead of DATABASE_URL. `copy_of`:
    the name of an empty database that is up to date, to save making the tables."""
    server = os.environ.get("DATABASE_URL", "") if server is None else server
    with tempfile.TemporaryDirectory(prefix="driehoek-site-") as name, _database(Path(name), server, copy_of) as url:
        folder = Path(name)
        ours = {"DJANGO_SETTINGS_MODULE": "config.settings", "DEMO": "1", "DATA_DIR": name, "DATABASE_URL": url}
        inherited = {k: v for k, v in os.environ.items() if k not in ("DEBUG", "RUN_TASKS_IN_WEB", "EMAIL_URL")}
        site = Site(folder, inherited | ours | environment)
        try:
            if not copy_of:
                site.ask("prepare")
            yield site
        finally:
            site.stop()


@contextmanager
def _database(folder: Path, server: str, copy_of: str) -> Iterator[str]:
    """The address of an empty database: a file, or one beside the database `server` names on the same server."""
    if not server.startswith("postgres"):
        file = folder / "site.sqlite3"
        if copy_of:
            with closing(sqlite3.connect(copy_of)) as source, closing(sqlite3.connect(file)) as target:
                source.backup(target)
        yield f"sqlite:///{file}"
        return
    name = f"site_{uuid4().hex}"
    template = f' TEMPLATE "{copy_of}"' if copy_of else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{template}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def wait_until(is_so: Callable[[], bool], what: str, site: Site, seconds: float = 60) -> None:
    """Look every few milliseconds. Fails with the log of the site when it never becomes so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"waited {seconds} s in vain until {what}; the site says: {site.log()}"
        time.sleep(0.01)
