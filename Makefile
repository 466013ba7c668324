# `make` prints this list. PYTHON is the environment that ./start_with_rq.sh or ./run_tests.sh made.
PYTHON ?= $(firstword $(wildcard .venv-test/bin/python .venv/bin/python) python3)
PYBABEL = $(dir $(PYTHON))pybabel
CHECK = $(PYTHON) -m tools.check
LOCK = $(PYTHON) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url

.PHONY: help
help: ## print this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  \1|\2/p' Makefile | column -t -s '|'

.PHONY: dev
dev: ## start everything on this machine: web, workers, Valkey, database
	./start_with_rq.sh

.PHONY: worker worker-all worker-verbose
worker: ## a worker for the usual queues
	$(PYTHON) worker.py
worker-all: ## a worker for every queue
	$(PYTHON) worker.py --all
worker-verbose: ## the same, with more to read
	$(PYTHON) worker.py --all --verbose

.PHONY: migrate
migrate: ## bring the database to the newest version
	$(PYTHON) migrate_db.py

.PHONY: check fmt test e2e
check: ## every check and test, as CI runs them
	$(CHECK)
fmt: ## bring code into shape: Python, scripts, styles
	$(PYTHON) -m ruff check -q --fix-only . ; $(PYTHON) -m ruff format -q .
	$(dir $(PYTHON))npm run -s fmt
test: ## the tests without a browser
	$(CHECK) unit house contracts integration
e2e: ## the tests with a browser
	$(CHECK) e2e

.PHONY: bench
bench: ## measure what is promised, beside its peers
	$(PYTHON) -m benchmarks

.PHONY: lock texts reference
lock: ## write the locks after a change of requirements*.in
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-google.in -o requirements-google.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt
texts: ## collect sentences for translation, compile what is translated
	mkdir -p var
	$(PYBABEL) -q extract -F babel.cfg -k _l --no-location --sort-output -w 1000 -o var/messages.pot .
	$(PYBABEL) -q update -i var/messages.pot -d translations --no-fuzzy-matching --ignore-pot-creation-date -w 1000
	$(PYBABEL) -q compile -d translations
reference: ## write .env.example and the table of settings from config.py
	$(PYTHON) -m tools.reference
