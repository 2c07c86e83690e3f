# Two commands matter: `make demo` runs the product, `make test` proves it. Needed: python3 >= 3.11, pip, make, git.
# Everything else (Node, PostgreSQL, the tools) comes from the two locks into .venv and node_modules.
PYTHON ?= python3
PORT   ?= 8000
# Tests run in this many processes; those with a browser have a demo of their own in each.
PROCESSES ?= 2

VENV := .venv
BIN  := $(VENV)/bin
NODE := PATH="$(CURDIR)/$(BIN):$$PATH"

# Whoever points pip at a mirror means uv as well; uv does not read pip's settings by itself.
MIRROR = $(or $(UV_DEFAULT_INDEX),$(PIP_INDEX_URL),$(shell $(PYTHON) -m pip config get global.index-url 2>/dev/null))
UV     = VIRTUAL_ENV="$(CURDIR)/$(VENV)" UV_SYSTEM_CERTS=1 $(addprefix UV_DEFAULT_INDEX=,$(MIRROR)) $(BIN)/uv

PACKS       := $(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml))
ASSET_FILES := $(shell find ui/src ui/templates -type f 2>/dev/null) ui/build.mjs ui/purge.mjs

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test test-full check bench screenshots catalogs lock clean chromium

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/.editable ui/dist/manifest.json ## install everything into this folder (done by the others when needed)

demo: setup ## run the product with demo data on http://127.0.0.1:8000 (PORT=… for another port)
	@exec $(BIN)/renluyen demo --port $(PORT)

demo-reset: setup ## throw the demo data away, so that the next `make demo` starts afresh
	@$(BIN)/renluyen demo-reset

test: check chromium ## every check and test that guards a change (PROCESSES=0 for one process)
	$(BIN)/pytest -q -m "not full" --ignore=tests/performance --ignore=tests/e2e -n $(PROCESSES)
	CHROMIUM=$$(sh .ci/chromium) $(BIN)/pytest -q -m "not full and not screenshots" tests/e2e -n $(PROCESSES) --dist loadfile

test-full: check chromium ## the same and the slow ones: all roles, languages and screen sizes
	$(BIN)/pytest -q --ignore=tests/performance --ignore=tests/e2e -n $(PROCESSES)
	CHROMIUM=$$(sh .ci/chromium) $(BIN)/pytest -q -m "not screenshots" tests/e2e -n $(PROCESSES) --dist loadfile

check: setup ## style and layers, in seconds (the tests do the rest)
	$(BIN)/ruff check --quiet
	@out=$$($(BIN)/lint-imports --no-logo) || { echo "$$out"; exit 1; }

bench: setup ## ratios of speed and memory against a baseline of the same run
	$(BIN)/pytest -q -s tests/performance

screenshots: setup chromium ## take the pictures of docs/screenshots anew
	CHROMIUM=$$(sh .ci/chromium) SCREENSHOTS="$(CURDIR)/docs/screenshots" $(BIN)/pytest -q -m screenshots tests/e2e

catalogs: setup ## collect the texts of the pages and packs into their locales/
	@for of in locales $(wildcard plugins/*/*/locales); do \
	  case $$of in locales) from="core tenants ui" ;; *) from=$$(dirname $$of) ;; esac; \
	  $(BIN)/pybabel -q extract -F pyproject.toml -k mark --omit-header --no-location --sort-output -o $$of/messages.pot $$from; \
	  if [ -s $$of/messages.pot ]; then $(BIN)/pybabel -q update --init-missing -N --ignore-pot-creation-date -l en -i $$of/messages.pot -d $$of; \
	  else rm $$of/messages.pot; fi; \
	done

lock: $(VENV)/.uv $(VENV)/.locked ## refresh both locks (UPGRADE=1 takes newer versions)
	@$(UV) pip compile pyproject.toml --group dev --group build --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-annotate $(if $(UPGRADE),--upgrade) -q -o requirements.lock
	@$(NODE) npm install --package-lock-only --silent
	@$(NODE) node -e 'const f="package-lock.json",l=JSON.parse(fs.readFileSync(f));for(const p of Object.values(l.packages))delete p.funding;fs.writeFileSync(f,JSON.stringify(l,null,2)+"\n")'

clean: ## remove what `make setup` and the tests made; the demo data stay
	rm -rf $(VENV) node_modules ui/dist test-results .pytest_cache .ruff_cache .import_linter_cache .hypothesis

chromium: setup
	@sh .ci/chromium >/dev/null

# A bare Debian has no ensurepip, so the system's pip installs into an environment without one.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.uv: requirements.lock | $(VENV)/bin/python
	@awk '/^uv==/{on=1} on; on&&!/\\$$/{exit}' requirements.lock > $(VENV)/uv.lock
	@echo "Installing the Python packages of requirements.lock …"
	@PIP_ROOT_USER_ACTION=ignore $(PYTHON) -m pip --python $(BIN)/python install -q --no-deps --require-hashes -r $(VENV)/uv.lock
	@touch $@

$(VENV)/.locked: requirements.lock $(VENV)/.uv
	@$(UV) pip install -q --no-deps --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.editable: pyproject.toml $(addsuffix /pyproject.toml,$(PACKS)) $(VENV)/.locked
	@$(UV) pip install -q --no-deps --no-build-isolation -e . $(addprefix -e ./,$(PACKS))
	@touch $@

node_modules/.installed: package-lock.json .npmrc $(VENV)/.locked
	@echo "Installing the styles, scripts and fonts of package-lock.json …"
	@$(NODE) npm ci --silent
	@touch $@

ui/dist/manifest.json: $(ASSET_FILES) node_modules/.installed
	@$(NODE) node ui/build.mjs && echo "Built ui/dist."
