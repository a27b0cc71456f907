# make run   sets everything up and starts the talk in the terminal
# make test  sets everything up and runs every check and test
# make emulators has the talks run through an emulator of Telegram by others (gets it from npm; needs Node)
# make bench prints speed and size, a line a measure (BENCH_UPDATES: after how many the memory is looked at)
# make soak  kills talks, cuts the power, sends hostile events (SOAK_KILLS, SOAK_CUTS, SOAK_EVENTS: how many)
# make lock  renews the lock files from pyproject.toml (needs uv)

VENV := .venv
BIN := $(VENV)/bin
EMULATORS := .cache/emulators
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test lint emulators bench soak lock clean

run: $(VENV)/.run
	@$(BIN)/python -m bot

test: $(VENV)/.test lint
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

lint: $(VENV)/.test
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

emulators: $(VENV)/.test $(EMULATORS)/.installed
	$(BIN)/python -m pytest tests/emulators

bench: $(VENV)/.test
	$(BIN)/python -m tests.bench

soak: $(VENV)/.test
	$(BIN)/python -m tests.soak

$(VENV)/bin/python:
	@found=; for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "没有找到 Python 3.11 或更高版本，请先安装再运行 make。" >&2; exit 1; fi; \
	$$found -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "正在准备运行环境，只有第一次需要等一两分钟……" >&2
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps -e .
	@touch $@

$(VENV)/.test: requirements-dev.lock $(VENV)/.run
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(EMULATORS)/.installed:
	@mkdir -p $(EMULATORS)
	npm install --prefix $(EMULATORS) --ignore-scripts --no-audit --no-fund --no-save telegram-test-api@4.2.1
	@touch $@

lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --upgrade pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --upgrade pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .cache build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
