# `make site` and `make test` are all that a newcomer needs; `make` alone lists the rest.
PYTHON ?= python3
ENV := .venv
RUN := $(ENV)/bin/python
LOSSARY := $(RUN) -m derivations
JUDGE := --judge # in the pages; make site JUDGE= leaves it out

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: site test serve lint format lock frameworks clean distclean help

site: $(ENV)/ready ## derive and check every loss, then build the site into site/
	@$(LOSSARY) build $(JUDGE) $(ARGS)

test: $(ENV)/ready ## run the tests; for some of them: make test ARGS="tests/calculus -k kink"
	@$(RUN) -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder $(ARGS)

serve: $(ENV)/ready ## show the site on this machine, and again at every change of a script or template
	@$(LOSSARY) serve

lint: $(ENV)/ready ## check form, style and types
	@$(RUN) -m ruff format --check
	@$(RUN) -m ruff check
	@$(RUN) -m mypy

format: $(ENV)/ready ## put the code into its form, and mend what can be mended by machine
	@$(RUN) -m ruff format
	@$(RUN) -m ruff check --fix

lock: ## renew requirements.lock: the newest versions that pyproject.toml allows, for all machines
	@$(PYTHON) -m venv --clear build/lock
	@build/lock/bin/python -m pip install -qq --disable-pip-version-check uv
	@build/lock/bin/uv pip compile pyproject.toml --group dev --upgrade --universal --python-version 3.11 \
		--fork-strategy fewest --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		--quiet --output-file requirements.lock
	@echo "requirements.lock is renewed: run make test before you keep it"

frameworks: ## measure anew what PyTorch, JAX, Keras and scikit-learn return, in an environment of its own
	@$(PYTHON) -m venv build/frameworks
	@build/frameworks/bin/python -m pip install -qq --disable-pip-version-check --upgrade pip
	@build/frameworks/bin/python -m pip install -qq --disable-pip-version-check --group dev --group frameworks --editable .
	@build/frameworks/bin/python benchmarks/frameworks.py --write
	@build/frameworks/bin/python -m pytest tests/test_frameworks.py tests/code/test_frameworks.py

clean: ## remove what was built
	@rm -rf site build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find derivations tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove the environment too
	@rm -rf $(ENV)

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

# The environment holds what the lock says and nothing else, so it is made anew when the lock changes.
$(ENV)/locked: requirements.lock
	@"$(PYTHON)" -c '' 2>/dev/null \
		|| { echo "$(PYTHON) does not run: install Debian's python3, or name another: make PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$$("$(PYTHON)" --version) is too old: Lossary needs 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "$(PYTHON) cannot make environments: install Debian's python3-venv" >&2; exit 1; }
	@echo "Installing what requirements.lock names into $(ENV); this takes about a minute, once"
	@"$(PYTHON)" -m venv --clear $(ENV)
	@$(RUN) -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

$(ENV)/ready: $(ENV)/locked pyproject.toml
	@$(RUN) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
