# Each target is explained by the text behind its `##`; `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
WORKERS ?= 2
REPLICATIONS ?= 10

# An option that the caller's shell may hold must not reach the tests.
unexport PYTHONPATH PYTEST_ADDOPTS

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test lint format format-check types layers unit oracles bench generate clean

help:  ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): pyproject.toml .ci/constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' --constraint .ci/constraints.txt
	@touch $@

install: $(INSTALLED)  ## Make the virtual environment and install everything with the tested versions.

demo: $(INSTALLED)  ## Compare a year of orange juice with and without frost, a second grove and heat, in results/demo.
	$(BIN)/python run_sim.py compare scenarios/orange_juice.yaml --variants base frost frost_second_grove heat_wave \
		--replications $(REPLICATIONS) --out results/demo

test: lint format-check types layers unit  ## Run every check: what a commit must pass.

lint: $(INSTALLED)  ## Check the code's rules with ruff.
	$(BIN)/ruff check .

format: $(INSTALLED)  ## Format the code and mend what ruff can mend safely.
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .

format-check: $(INSTALLED)  ## Check that the code is formatted.
	$(BIN)/ruff format --check --quiet .

types: $(INSTALLED)  ## Check the types with mypy --strict.
	$(BIN)/mypy

layers: $(INSTALLED)  ## Check which package imports which.
	$(BIN)/lint-imports

unit: $(INSTALLED)  ## Run the tests, doctests among them; WORKERS=n sets how many at once.
	$(BIN)/python -m pytest --numprocesses $(WORKERS)

oracles: $(INSTALLED)  ## Compare with theory and published tables at the full length of run.
	HEADWATER_ORACLE_FRACTION=1 $(BIN)/python -m pytest --numprocesses $(WORKERS) tests/oracles

bench: $(INSTALLED)  ## Measure speed against plain SimPy.
	$(BIN)/python -m benchmarks

generate: $(INSTALLED)  ## Write the generated files anew: scenarios/schema.json, scenarios/REFERENCE.md, docs/oracles.md.
	$(BIN)/python -m sim.reference scenarios
	$(BIN)/python -m tests.oracles

clean:  ## Remove caches, builds and results; the virtual environment stays.
	rm -rf build dist results .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +
