"""What pages show as examples works as it stands there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.docs.reading import ROOT
from tests.support import bundle as small
from zbrisk.contract import load_contract
from zbrisk.scoring.scorer import load_scorer
from zbrisk.testing import run_signal_tests


def block(page: str, language: str, containing: str) -> str:
    """The block of code of a page that contains a text."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return next(code for code in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL) if containing in code)


def test_the_payload_of_one_case_is_scored(tmp_path: Path) -> None:
    names: dict[str, Any] = {}
    exec(block("how-to/score-one-case.md", "python", "records = {"), names)
    scorer = load_scorer(small.write_small(tmp_path / "bundle", small.program_of(tmp_path)))
    answer = scorer.score_case(names["records"], as_of="2026-11-22", case_id="C0013750")
    assert set(answer.probabilities) == {"concealed_assets", "sham_litigation"}


@pytest.mark.slow
def test_the_signal_of_the_tutorial_passes_its_own_tests(tmp_path: Path) -> None:
    folder = tmp_path / "my_signals"
    shutil.copytree(ROOT / "features", folder)
    place, name = folder / "asset_records", "car_sold_before_suit"
    (place / f"{name}.sql").write_text(block("tutorials/first-signal.md", "sql", "起诉前出售车辆"), encoding="utf-8")
    tests = block("tutorials/first-signal.md", "yaml", "no_data:")
    (place / f"{name}.test.yaml").write_text(tests, encoding="utf-8")
    report = run_signal_tests(folder, load_contract(), wanted=[name])
    assert report.passed
    assert len(report.results) == 3
