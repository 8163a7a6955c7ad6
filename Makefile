# make run   install, start the database, load the district, serve the platform
# make test  install what the tests need, and run them
# make audit the bill of materials, licences and known vulnerabilities of what runs
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SAY := @printf '%s\n'

.PHONY: run test test-all check format lock screenshots bench docs client audit clean

run: $(VENV)/ready
	@exec $(BIN)/yunjian run

test: $(VENV)/ready-dev
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not heavy" $(ARGS)

test-all: $(VENV)/ready-dev check
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: $(VENV)/ready-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy yunjian yunjian_verify
	@$(BIN)/yunjian makemigrations --check --dry-run
	@$(BIN)/yunjian pack check districts/songjiang
	@$(BIN)/yunjian pack check districts/template

format: $(VENV)/ready-dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(VENV)/ready-dev
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --extra build \
		pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --extra build --extra dev \
		pyproject.toml -c requirements.lock -o requirements-dev.lock

screenshots: $(VENV)/ready-dev
	@$(BIN)/python -m tools.screenshots

docs: $(VENV)/ready-dev
	@$(BIN)/python -m tools.reference
	@$(BIN)/python -m tools.security
	@$(BIN)/python -m tools.openapi

client: $(VENV)/ready-dev
	@$(BIN)/python -m tools.client build/client

audit: $(VENV)/ready-dev
	@$(BIN)/python -m tools.audit

bench: $(VENV)/ready-dev
	@for name in bench/[a-z]*.py; do \
		name=$$(basename $$name .py); [ $$name = frame ] || [ $$name = serving ] || [ $$name = empty ] || [ $$name = crowd ] || $(BIN)/python -m bench.$$name || exit 1; done

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo '需要 Python 3.11 或更新的版本，本机没有找到。 / Python 3.11 or newer is needed.'; exit 1; }
	$(SAY) '[1/2] 建立 Python 环境 / making a Python environment'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo '不能建立虚拟环境：在 Debian/Ubuntu 上请先安装 python3-venv。 / python3-venv is missing.'; exit 1; }

$(VENV)/ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(SAY) '[2/2] 安装固定版本的依赖（首次约一分钟） / installing pinned dependencies (about a minute the first time)'
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock $(VENV)/ready
	$(SAY) '安装测试用的依赖 / installing what the tests need'
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
