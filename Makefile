# Rapporteur: everything starts here. Needs Python 3.11+ and make, nothing else.
#
# ARGS passes options on:  make run ARGS="--port 8000"   make test ARGS="-k citations"

UV_VERSION := 0.13.9
# Which build of PyTorch: cpu, cu128, auto, … or none for the package index's own.
TORCH_BACKEND ?= cpu
# How many processes the tests run in; each needs some 3 GiB of memory. 0: in this one.
WORKERS ?= 2
ARGS ?=

# Expanded only where an environment is made: the first Python here that is new enough.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14; do \
	  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

BIN := .venv/bin
# A folder that was moved needs its environment made anew, so the stamp is named after the place.
STAMP := .venv/.complete-$(shell pwd -P | cksum | cut -d' ' -f1)
PACKAGES := core ingest index models prompts answer desk access api ui workspace cli measure evals benchmarks training
MODULES := app.py tools docs/client.py
# In the order in which tests/conftest.py puts the files, and not by how many tests a file has.
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# Without what Python keeps of the files that it compiled, each process of the tests compiles them all.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install native run test test-fast check eval bench lock clean
.DEFAULT_GOAL := help

help: ## this list
	@echo "make install   the environment (.venv) and the models"
	@echo "make native    build the engine of the model for this processor: faster answers (optional)"
	@echo "make run       install, then open the chat with corpus/ indexed"
	@echo "make test      install, then run the tests, browser included where one can be had"
	@echo "make test-fast the quick tests, without models or browser: what to run while working"
	@echo "make check     format, lint, types, then all tests, with the slowest named"
	@echo "make eval      measure quality, into evals/results/"
	@echo "make bench     measure speed, into benchmarks/results/"
	@echo "make lock      resolve requirements.lock anew"
	@echo "make clean     remove .venv and caches (not var/, where your library is, nor the models)"
	@echo
	@echo "Options: ARGS=\"...\" PYTHON=python3.12 TORCH_BACKEND=cpu|cu128|auto|none WORKERS=2"

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found; install one, or name it with PYTHON=..." >&2; exit 1; }
	@$(PYTHON) tools/install.py --uv $(UV_VERSION) --torch-backend "$(TORCH_BACKEND)" --stamp $@

install: $(STAMP)
	@$(BIN)/rapporteur models pull

native: install
	@$(BIN)/python tools/native.py

run: install
	@$(BIN)/rapporteur serve $(ARGS)

test: install
	@chromium=$$($(BIN)/python tools/browser.py) || exit 1; \
	  RAPPORTEUR_CHROMIUM="$$chromium" $(PYTEST) $(ARGS)

# A folder without models stands for them, so that a test that needs them and isn't marked fails.
test-fast: $(STAMP)
	@RAPPORTEUR_MODELS_DIR=.no-models XDG_CACHE_HOME=$(CURDIR)/.venv/empty RAPPORTEUR_TEST_MODELS= $(PYTEST) \
	  -m "not models and not llm and not browser and not slow" $(ARGS)

check: $(STAMP)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy $(PACKAGES) $(MODULES)
	@$(MAKE) test ARGS="--durations=25 $(ARGS)"

eval: install
	@$(BIN)/python -m evals $(ARGS)

bench: install
	@$(BIN)/python -m benchmarks $(ARGS)

lock: $(STAMP)
	@$(BIN)/python tools/lock.py

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
