"""The pages of everybody, and what a made-up address leads to."""

from .rows import EVERYBODY, OPEN, STUDENTS, Row

ROWS = [
    Row("home", ok=EVERYBODY),
    Row("profile", ok=EVERYBODY),
    Row("profile", method="post", data={"theme": "dark", "language": "nl"}, ok=EVERYBODY, success=302),
    Row("remind", method="post", ok=EVERYBODY, success=302),
    Row("overview", ok=EVERYBODY - STUDENTS, refused=STUDENTS),
    Row("overview_xlsx", ok=EVERYBODY - STUDENTS, refused=STUDENTS),
    Row("favicon", ok=OPEN, success=301),
    Row("help", ok=OPEN),
    Row("accessibility", ok=OPEN),
    Row("privacy", ok=OPEN),
    Row("assessments:check", ok=OPEN),
    Row("assessments:check_file", method="post", anonymous=422, ok=OPEN, success=422),
    Row("assessments:check_code", lambda c: [c.final.versions.first().check_code], ok=OPEN),
]  # fmt: skip
