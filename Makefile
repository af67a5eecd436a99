# Everything starts here, from a fresh clone; needs Python 3.11 or newer.
# As root the Debian packages that are missing get installed; otherwise you read which line to type.

PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --disable-pip-version-check
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

.PHONY: help demo test lint bench messages lock run-packages test-packages

help:
	@echo "make demo      a running site with a small cohort on http://localhost:$(PORT) (PORT=... changes it)"
	@echo "make test      the whole suite on SQLite, and on PostgreSQL all that asks the database something"
	@echo "make lint      format, rules, migrations, production settings"
	@echo "make bench     how fast it is, on this machine"
	@echo "make messages  collect the texts of the screen in locale/nl"
	@echo "make lock      renew requirements.txt and requirements-dev.txt from pyproject.toml"

# Whoever opens the demo may step into any role, so it listens to this machine only.
demo: export DEMO = 1
demo: .venv/run $(CATALOGUES)
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) createcachetable
	$(MANAGE) load_framework fixtures/*.yaml --publish >/dev/null
	$(MANAGE) load_demo
	@printf '\n  Driehoek is running: http://localhost:%s   (Ctrl+C stops it)\n\n' $(PORT)
	@exec $(BIN)/gunicorn config.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --worker-class gthread \
		--no-control-socket --log-level warning

test: test-packages .venv/dev $(CATALOGUES)
	env -u DATABASE_URL $(BIN)/pytest --numprocesses $(JOBS) --dist worksteal
	.ci/postgres $(BIN)/pytest --numprocesses $(JOBS) --dist worksteal -m "not browser"

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates -name '*.html' -print0 | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	DEBUG=1 DATABASE_URL=sqlite:// $(MANAGE) makemigrations --check --dry-run
	env -u DEBUG -u DEMO DATABASE_URL=sqlite:// ALLOWED_HOSTS=driehoek.example SITE_URL=https://driehoek.example \
		SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') LINK_KEY=only-checked \
		$(MANAGE) check --deploy --fail-level WARNING

bench: test-packages .venv/dev $(CATALOGUES)
	$(BIN)/python -m tests.bench

messages: .venv/run
	DEBUG=1 $(MANAGE) makemessages --locale nl --add-location file --no-wrap --no-obsolete --ignore tests
	$(MAKE) $(CATALOGUES)

# --universal: one file for every Python from 3.11 on and every system.
LOCK = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet
lock: .venv/run
	$(PIP) install --quiet uv
	$(LOCK) --output-file requirements.txt
	$(LOCK) --output-file requirements-dev.txt --group dev --constraint requirements.txt

run-packages:
	@.ci/packages run

test-packages:
	@.ci/packages test

.venv/run: requirements.txt | run-packages
.venv/dev: requirements-dev.txt | run-packages
.venv/run .venv/dev:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer, please: make PYTHON=python3.12")'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(PIP) install --quiet --require-hashes --requirement $<
	@touch $@

%.mo: %.po | run-packages
	msgfmt --check-format --output-file $@ $<
