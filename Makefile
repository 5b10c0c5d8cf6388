# Two commands matter: `make compare` and `make test`. Both set up what they
# need in .venv the first time; a second run starts at once.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: compare test lint interpreters corpus mutants fuzz aplus oracle lock clean

compare: $(READY)
	@$(BIN)/python -m compare $(ARGS)

test: $(READY) lint
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

lint: $(READY)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary

# The contracts inside every Python of this machine.
interpreters: $(READY)
	@$(BIN)/python -m compare --python all $(ARGS)

# The migrator on real packages, with their own tests before and after.
corpus: $(READY)
	@$(BIN)/python -m compare corpus $(ARGS)

# Faults made in the migrator one at a time: does a test notice each?
mutants: $(READY)
	@$(BIN)/python -m compare mutants $(ARGS)

# Sources that nobody would write: does the migrator hold?
fuzz: $(READY)
	@$(BIN)/python -m compare fuzz $(ARGS)

# The official Promises/A+ suite on our Promise, and its order against node's own.
aplus: $(READY) tests/aplus/node_modules
	@$(BIN)/python tests/aplus/bridge.py
	@$(BIN)/python tests/aplus/order.py 10000

# What the tests take from npm: the Promises/A+ suite, and axe for the page.
%/node_modules: %/package-lock.json
	@npm ci --prefix $* --no-audit --no-fund
	@touch $@

# The embedded database against SecantusDB, which runs in a process and an
# environment of its own: it is GPL-2.0-only.
oracle: $(READY) .venv-oracle/ready
	@$(BIN)/python -m pytest -m oracle

.venv-oracle/ready: .ci/requirements-oracle.txt
	@rm -rf .venv-oracle
	@$(PYTHON) -m venv .venv-oracle
	@.venv-oracle/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

$(READY): .ci/requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: install it, or name it: make PYTHON=/path/to/python3" >&2; exit 2; }
	@echo "Setting up $(VENV) with $(PYTHON) (once) ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement .ci/requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Refreshes the pins; wants uv on the PATH.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --upgrade --quiet --output-file .ci/requirements.txt
	printf 'aiohttp\nmotor\npymongo\n' | uv pip compile - --universal --python-version 3.6 --fork-strategy requires-python \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade --quiet --output-file .ci/requirements-endpoint.txt
	echo "pip ; python_version < '3.7'" | uv pip compile - --universal --python-version 3.6 --allow-unsafe --no-strip-markers \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade --quiet --output-file .ci/requirements-pip.txt

clean:
	rm -rf $(VENV) .venv-oracle tests/*/node_modules *.egg-info
