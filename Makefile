# The same as the two commands of the README, each in an environment of its own, and what a contributor runs beside them.
PYTHON ?= python3
CORPORA ?=
WORK ?= out/training
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test lint bench scores train clean

run: .venv  ## install kg, build the graph of seeds/ into out/
	.venv/bin/pip install --quiet .
	.venv/bin/kg build

test: .venv-test  ## run the whole test suite
	.venv-test/bin/pip install --quiet '.[test]'
	.venv-test/bin/pytest

lint: .venv-test  ## style, format, types
	.venv-test/bin/pip install --quiet '.[test,dev]'
	.venv-test/bin/ruff check .
	.venv-test/bin/ruff format --check .
	.venv-test/bin/mypy

bench: .venv-test  ## time kg beside its parts and the pipelines beside each other, as ratios, into out/
	.venv-test/bin/pip install --quiet '.[test]'
	.venv-test/bin/python -m benchmarks.bench --out out/bench.json
	.venv-test/bin/python -m benchmarks.models --out out/models.json

scores: .venv-test  ## score the German pipelines on the corpora in CORPORA=DIR, into out/
	@test -n "$(CORPORA)" || { echo "usage: make scores CORPORA=DIR" >&2; exit 2; }
	.venv-test/bin/pip install --quiet '.[test]'
	mkdir -p out
	.venv-test/bin/python -m training.score de --corpora "$(CORPORA)" --json out/scores_de.json
	.venv-test/bin/python -m training.score fast --corpora "$(CORPORA)" --json out/scores_fast.json

train: .venv-train  ## train the German pipelines from the corpora in CORPORA=DIR, into WORK=DIR (default: out/training)
	@test -n "$(CORPORA)" || { echo "usage: make train CORPORA=DIR [WORK=DIR]" >&2; exit 2; }
	.venv-train/bin/pip install --quiet '.[test]' torch onnx
	.venv-train/bin/python -m training "$(CORPORA)" "$(WORK)"

.venv .venv-test .venv-train:
	$(PYTHON) -m venv $@

clean:  ## remove what the other targets made
	rm -rf .venv .venv-test .venv-train out build dist
