"""What a case system pays for: scoring brings in nothing of training, and `import zbrisk` next to nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import zbrisk

ROOT = Path(__file__).parents[1]
TRAINING = ("mlflow", "matplotlib", "optuna", "shap", "training", "experiments", "pyspark")
HEAVY = ("lightgbm", "duckdb", "pandas", "numpy", "sklearn", "sqlglot", "scipy", "pyarrow", "jinja2", "pydantic")

SCORE = """
from pathlib import Path
from tests.support.bundle import AS_OF, three_cases
import zbrisk
scorer, docket = zbrisk.load_scorer({bundle!r}), three_cases()
scorer.rank(docket, as_of=AS_OF)
scorer.explain(docket, case_id="A", as_of=AS_OF).to_html()
records = docket.records("A", AS_OF, scorer.needs())
scorer.score_case(records, as_of=AS_OF, case_id="A").to_json()
"""


def imported(program: str) -> set[str]:
    """The top-level modules that a program has brought in when it ends."""
    told = "\nimport sys; print('|'.join({name.partition('.')[0] for name in sys.modules}))"
    ended = subprocess.run([sys.executable, "-c", program + told], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(ended.stdout.split()[-1].split("|"))


def test_importing_zbrisk_is_light() -> None:
    assert imported("import zbrisk").isdisjoint({*HEAVY, *TRAINING})


def test_help_is_light() -> None:
    program = "import contextlib, zbrisk.commands as c\nwith contextlib.suppress(SystemExit): c.app(['--help'])"
    assert imported(program).isdisjoint({*HEAVY, *TRAINING})


@pytest.mark.slow
def test_scoring_imports_neither_scikit_learn_nor_the_heavy_half_of_scipy() -> None:
    told = "import sys, zbrisk.scoring.scorer; print('|'.join(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"sklearn", "scipy.stats", "lightgbm"}.isdisjoint(ended.stdout.strip().split("|"))


def test_scoring_brings_in_nothing_of_training(tmp_path: Path) -> None:
    from tests.support.bundle import program_of, write_small

    bundle = write_small(tmp_path / "bundle", program_of(tmp_path))
    assert imported(SCORE.format(bundle=str(bundle))).isdisjoint(TRAINING)


def test_every_public_name_is_there_and_no_other() -> None:
    assert dir(zbrisk) == sorted(zbrisk.__all__)
    assert {getattr(zbrisk, name).__name__ for name in zbrisk.__all__} == set(zbrisk.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'rank'"):
        _ = zbrisk.rank


def test_no_other_name_is_there() -> None:
    import zbrisk

    with pytest.raises(AttributeError, match="has no attribute 'rank'"):
        _ = zbrisk.rank
