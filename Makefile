# One verb for each turn of the work. Needs the environment of README's test command, but for `make check`.
.PHONY: check fast demo screens bench attack findings readers
export PYTHONPATH := $(CURDIR)
PYTHON := .venv/bin/python

check: ## All that a clean machine does: sets up .venv, lint, types, contracts, the whole suite.
	.ci/run

fast: ## Lint, types, contracts, and the tests of the rooms changed since the branch left main.
	.ci/lint
	$(PYTHON) -m pytest $$($(PYTHON) -m tests.changed)

demo: ## The app on made-up data.
	$(PYTHON) -m planner --demo

screens: ## Draws tests/screens anew; read the difference before you commit it.
	$(PYTHON) -m tests.screens

bench: ## How fast it is, on this machine; then every property on all of its examples.
	@for bench in tests/bench/bench_*.py; do \
	  echo "== $$bench"; $(PYTHON) -m tests.bench.$$(basename $$bench .py) || exit 1; \
	done
	EXAMPLES=all $(PYTHON) -m pytest -m hypothesis

EACH := 300
attack: ## Kills, full disks, files that move, two windows, damage: EACH seconds for each; outside CI.
	$(PYTHON) -m tests.attack --seconds $(EACH)

readers: ## Calendars and journals, read by the programs that people have. Installs public packages, outside CI.
	$(PYTHON) -m tests.readers

findings: ## What was found in the tools of the field: is it still so? Installs public packages, outside CI.
	@failed=0; for finding in findings/*.sh; do \
	  echo "== $$finding"; bash $$finding || failed=1; \
	done; exit $$failed
