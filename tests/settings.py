"""The site's settings for pytest, so that plain `.venv/bin/pytest` works in a clone.

DATABASE_URL decides on which database the tests run: SQLite without it. Files and mails go to a folder of their own.
A test that starts the site in a process of its own gives that process `config.settings` and the environment it needs.
"""

import atexit
import os
import shutil
import tempfile

os.environ["DEBUG"] = "1"
os.environ["RUN_TASKS_IN_WEB"] = "0"  # a test that wants mail to leave says so
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="driehoek-tests-")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in the thread of the test
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from config.settings import *  # noqa: E402, F403
from config.settings import DATA_DIR, DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in real life: SQLite in memory knows neither write-ahead logging nor waiting for another writer.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}
    # No test pulls the plug on this process; those that kill one start a site with its own settings.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"  # for the same reason
