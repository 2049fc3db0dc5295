# `make demo` and `make test` need Python 3.11+ and make, nothing else; all else goes into .venv.
PYTHON ?= python3
UV ?= uv
BIN := .venv/bin
READY := .venv/.ready
MARKS := $(if $(filter true,$(CI)),not spark,not slow and not spark)

# LightGBM's wheel needs OpenMP, which slim systems lack; scikit-learn's wheel brings it along under a name of its own.
OPENMP := .venv/openmp
export LD_LIBRARY_PATH := $(CURDIR)/$(OPENMP)$(addprefix :,$(LD_LIBRARY_PATH))

# Processes that tests start import zbrisk many times: keep its bytecode, wherever make was called from.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test coverage lint test-spark test-oldest test-newest bench docs site lock clean

demo: $(READY)
	$(BIN)/zbrisk demo --out demo

test: $(READY)
	$(BIN)/pytest -q -n auto -m "$(MARKS)"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Of the quick suite; fails below the floor in pyproject.toml.
coverage: $(READY)
	$(BIN)/pytest -q -n auto --cov

test-spark: $(READY)
	$(BIN)/pip install --quiet --require-hashes -r requirements-spark.lock
	$(BIN)/pytest -q -m spark

# The wheel's ranges: the oldest versions that they allow, and the newest that there are. The lock stands between them.
# The oldest ones use what their own dependencies deprecate by now, which is not ours to mend.
test-oldest: requirements-oldest.txt
	$(PYTHON) -m venv --clear .venv-oldest
	.venv-oldest/bin/pip install --quiet --disable-pip-version-check -r requirements-oldest.txt
	.venv-oldest/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	.venv-oldest/bin/pytest -q -n auto -W ignore::DeprecationWarning

test-newest:
	$(PYTHON) -m venv --clear .venv-newest
	.venv-newest/bin/pip install --quiet --disable-pip-version-check --upgrade -e ".[training,service,dev]"
	.venv-newest/bin/pytest -q -n auto

bench: $(READY)
	$(BIN)/python -m experiments speed

docs: $(READY)
	$(BIN)/python -m docs.write

# Pages that need no network; a warning, such as of a link to nowhere, fails.
site: $(READY)
	$(BIN)/python -m sphinx -q -W --keep-going -c docs -b html . build/site

lock:
	$(UV) pip compile --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" \
		--extra training --extra service --extra dev pyproject.toml -o requirements.lock
	$(UV) pip compile --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" \
		--extra spark --constraint requirements.lock pyproject.toml -o requirements-spark.lock
	$(UV) pip compile --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" \
		--extra ocr --constraint requirements.lock pyproject.toml -o requirements-ocr.lock
	$(UV) pip compile --universal --resolution lowest-direct --python-version 3.11 --custom-compile-command "make lock" \
		--extra training --extra service --extra dev pyproject.toml -o requirements-oldest.txt

clean:
	rm -rf .venv .venv-oldest .venv-newest build demo dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .coverage

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -c "import lightgbm" 2>/dev/null || { mkdir -p $(OPENMP) && \
		ln -sf "$$PWD"/.venv/lib/python3*/site-packages/scikit_learn.libs/libgomp*.so* $(OPENMP)/libgomp.so.1; }
	touch $@
