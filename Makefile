# `make demo` and `make test` do all their own set-up. Needed beforehand: python3 >= 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_HOME ?= demo

.PHONY: help demo test test-fast chromium lint bench messages lock clean

help:                ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST)

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps

$(VENV)/.done: requirements.lock requirements-demo.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Gongxin needs Python 3.11 or newer 需要 Python 3.11 以上")'
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes -r requirements.lock -r requirements-demo.lock
	$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev-done: $(VENV)/.done requirements-dev.lock
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.done  ## an invented city and a real one: taken in, kept, evaluated, reported
	$(BIN)/gongxin demo --home $(DEMO_HOME)

# The pages are tried in a real browser, Debian's; as root it is installed if it is not there.
CHROMIUM := command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && \
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk; } || \
	{ echo 'The tests need Chromium: apt-get install chromium fonts-noto-cjk 测试需要安装 Chromium' >&2; exit 1; }

test: lint chromium  ## everything: style, types, layers, all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

test-fast: $(VENV)/.dev-done  ## the quick loop, under a minute
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"

chromium:
	@$(CHROMIUM)

lint: $(VENV)/.dev-done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/gongxin law lint

messages: $(VENV)/.dev-done ## bring the translations of the pages up to date
	$(BIN)/python -m tools.messages

bench: $(VENV)/.dev-done ## speed and memory, reported in docs/performance.md
	$(BIN)/python -m bench

COMPILE := $(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --extra build

lock: $(VENV)/.dev-done ## pin every dependency anew, with hashes and without any host
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist src/*.egg-info .mypy_cache .ruff_cache .pytest_cache
