# `make` alone lists what there is.
PYTHON ?= python3
BIN = .venv/bin
READY = .venv/.ready

# What is compiled once is not compiled again, by three test processes and every one they start.
export PYTHONDONTWRITEBYTECODE =

.PHONY: help setup demo run test check format lint types layers links lock coverage fuzz bench clean
.DEFAULT_GOAL = help

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: $(READY) ## prepare .venv from the hash lock

# The lock is whole, so nothing is resolved: pip would look for newer versions of what carries an extra.
$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "quizbot needs Python 3.11 or newer"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "preparing .venv (once, about a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $(READY)

demo: $(READY) ## try the bot in a browser, no token needed: make demo ARGS="--cards my.md --db my.db"
	@$(BIN)/quizbot demo $(ARGS)

run: $(READY) ## run the bot with config.toml
	@$(BIN)/quizbot run $(ARGS)

test: $(READY) ## the whole suite
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

check: format lint types layers links decks test ## everything that must be green

format: $(READY) ## is everything formatted
	@$(BIN)/ruff format --check --quiet .

lint: $(READY) ## ruff
	@$(BIN)/ruff check --quiet .

types: $(READY) ## mypy, strict
	@$(BIN)/mypy --no-error-summary

layers: $(READY) ## who may import whom
	@$(BIN)/lint-imports --no-cache | tail -n 1

links: $(READY) ## dead links in the documentation
	@$(BIN)/python -m pytest -q -p no:cacheprovider tests/docs/test_links.py

decks: $(READY) ## mistakes in the bundled decks
	@$(BIN)/quizbot check cards

coverage: $(READY) ## coverage of the rooms that must have it
	@$(BIN)/python -m pytest -n 2 --cov=bot --cov-branch --cov-report=term:skip-covered

fuzz: $(READY) ## ten thousand damaged files of each format (nightly; some minutes)
	@QUIZBOT_FUZZ=10000 $(BIN)/python -m pytest -n 2 --dist worksteal -o faulthandler_timeout=3600 tests/decks/test_fuzz.py

bench: $(READY) ## how fast files are read and stored, and formulas drawn
	@$(BIN)/python -m tests.bench.large
	@$(BIN)/python -m tests.bench.hostile
	@$(BIN)/python -m tests.bench.formulas

lock: $(READY) ## compile the hash locks anew, without any index address (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet --upgrade -o requirements-dev.lock
	uv pip compile pyproject.toml -c requirements-dev.lock --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet -o requirements.lock

clean: ## forget what was built
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
