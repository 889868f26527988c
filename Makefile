# Quittance: every target sets up what it needs and does nothing twice. `make help` lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

STAGE ?= local
STACK ?= quittance
PARAMETERS ?=

# The first of these that really is Python 3.13: a version manager's shim may be there without one behind it.
PYTHON := $(firstword $(foreach name,python3.13 python3 python,$(if $(filter 3.13,$(shell $(name) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)),$(name))))
ENVIRONMENTS = $(if $(PYTHON),$(PYTHON) tools/environments.py,$(error Python 3.13 is needed, with its venv module: https://www.python.org/downloads/ (on Debian and Ubuntu: python3.13 and python3.13-venv)))
BIN := .venv/bin

# One more than there are cores: the journeys wait for a browser most of their time.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

DAYS ?= 0
HOURS ?= 0
SEED ?= 1

.PHONY: help run later forget test test-deep mutants check package deploy bench fuzz pictures

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

run: ## Run all of it here: console and portal on http://127.0.0.1:8000 (PORT=...), until Ctrl-C
	@$(ENVIRONMENTS) app emulator console
	@$(BIN)/python -m tools.local

later: ## Move the clock of the local run on, and run its schedules: DAYS=14 or HOURS=2
	@$(BIN)/python -m tools.later --days $(DAYS) --hours $(HOURS)

forget: ## Forget what the local run holds: the next `make run` begins anew
	rm -rf .emulator/state

test: ## All tests: plain pytest, the console's, packaging and infrastructure, the journeys in a browser
	@$(ENVIRONMENTS) app emulator sandbox console peers samples browser
	cd console && npm test --silent
	$(BIN)/python -m tools.package
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup tests/*/
	$(BIN)/python -m tests.support.unused_rights

check: ## Style, types, the one-way law, and that generated files are current
	@$(ENVIRONMENTS) app console
	@mkdir -p build
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict chalicelib
	$(BIN)/lint-imports
	$(BIN)/python -m tools.write_openapi build/openapi.json
	diff -u console/openapi.json build/openapi.json
	cd console && npx --no-install openapi-typescript openapi.json -o ../build/schema.d.ts >/dev/null
	diff -u console/src/lib/schema.d.ts build/schema.d.ts
	$(BIN)/python -m tools.features build/features.md
	diff -u docs/features.md build/features.md
	cd console && npm run check --silent

package: ## Build the zip and the template that are deployed, and prove that they would work
	@$(ENVIRONMENTS) app sandbox
	$(BIN)/python -m tools.package --stage $(STAGE)

deploy: ## Deploy to AWS, or to an emulator when AWS_ENDPOINT_URL is set: STAGE=production PARAMETERS="PublicUrl=https://..."
	@$(ENVIRONMENTS) app sandbox console
	$(BIN)/python -m tools.package --stage $(STAGE)
	$(BIN)/python -m tools.deploy --stage $(STAGE) --stack $(STACK) $(PARAMETERS)

bench: ## Measure what must not grow: the cold start of the packaged zip, and what scanning a file costs, finds and misses
	@$(ENVIRONMENTS) app sandbox samples
	@$(BIN)/python -m tools.package
	$(BIN)/python -m bench.init
	$(BIN)/python -m bench.scanning

test-deep: ## The state machine of money with 5,000 examples, and every two crashes on the way of money; SEED=... for others
	@$(ENVIRONMENTS) app
	QUITTANCE_DEEP=1 $(BIN)/pytest -s --hypothesis-seed=$(SEED) tests/properties/test_money_machine.py
	QUITTANCE_DEEP=1 $(BIN)/pytest tests/faults/test_every_call.py -k two_crashes

mutants: ## Make the classic mistakes with money on purpose, and see that the tests catch each
	@$(ENVIRONMENTS) app
	$(BIN)/python -m tests.support.mutants

fuzz: ## Feed strange input to everything that reads files, a minute for each reader
	@$(ENVIRONMENTS) app
	@mkdir -p build
	for target in csv package sheet phone postcode money date email scan part; do $(BIN)/python -m tests.support.fuzz $$target -max_total_time=60 -artifact_prefix=build/ || exit 1; done

pictures: ## Take the README's pictures of the running product
	@$(ENVIRONMENTS) app emulator sandbox console browser
	@$(BIN)/python -m tools.package
	$(BIN)/python -m tests.e2e.pictures
