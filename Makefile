# Each recipe is what a person could type. `make` alone lists the targets.
# With another Python, or at another address: make serve PYTHON=python3.13 ADDRESS=127.0.0.1:8001

PYTHON ?= python3
ADDRESS := 127.0.0.1:8000
BIN := .venv/bin

# Material announces the end of MkDocs' life at every start, and ProperDocs may: we know.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
TOO_OLD := Python 3.11 or newer is needed, and $(PYTHON) is %s.\nIf you have another, name it, for example: make serve PYTHON=python3.13

.PHONY: help setup serve build check new session test bench bench-reader fault

help: ## list the targets: what `make` alone does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.installed ## install what the site needs into .venv; the others do it themselves

serve: setup ## serve the site at http://127.0.0.1:8000, and reload it on every change
	$(BIN)/mkdocs serve --dev-addr $(ADDRESS)

build: setup ## write the site to site/
	$(BIN)/mkdocs build

check: setup ## say what is wrong, and build nothing (of one file: make check FILE=case_studies/changing-fields.yml)
	$(BIN)/python scripts/check.py $(if $(FILE),"$(FILE)")

new: setup ## start a case study: make new NAME=changing-fields (FULL=1 shows every field)
	@$(BIN)/python scripts/new_case_study.py $(if $(NAME),"$(NAME)") $(if $(FULL),--full)

session: setup ## start a session for a group: make session NAME=choosing-a-subfield (FULL=1 as above)
	@$(BIN)/python scripts/new_session.py $(if $(NAME),"$(NAME)") $(if $(FULL),--full)

bench: setup ## measure builds of synthetic cases, stage by stage
	$(BIN)/python scripts/bench.py

bench-reader: .venv/.installed-dev ## measure what a reader waits for, in a browser on a slowed-down machine (some 20 minutes)
	sh scripts/install_chromium.sh
	$(BIN)/python scripts/bench_reader.py

test: export PYTHONDONTWRITEBYTECODE = # hundreds of processes would each compile the program and its templates
test: .venv/.installed-dev ## install what testing needs, then run every check and every test
	sh scripts/install_chromium.sh
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/typos case_studies docs README.md CONTRIBUTING.md CHANGELOG.md CODE_OF_CONDUCT.md SECURITY.md
	CASEBOOK_SEARCH=off $(BIN)/mkdocs build
	$(BIN)/pytest -n auto -m "not slow"
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder -m slow # a file's tests share what they have built

fault: .venv/.installed-dev ## kill builds, fill the disk and change the environment, many times
	$(BIN)/python tests/fault.py

# Where making .venv was broken off, or its Python is gone from the machine, it is made anew.
ifneq (whole,$(shell test -x $(BIN)/python && test -x $(BIN)/pip && echo whole))
.PHONY: .venv/pyvenv.cfg
endif

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("$(TOO_OLD)" % sys.version.split()[0])'
	$(PYTHON) -m venv --clear .venv

.venv/.installed: requirements.txt .venv/pyvenv.cfg
	$(INSTALL) -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	$(INSTALL) -r requirements-dev.txt
	@touch $@
