from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.bundle import program_of, targets, write_small
from tests.support.office import office
from training.registry.gate import PromotionDecision
from training.registry.promotion import judge_scorers
from zbrisk.docket import Docket, open_docket
from zbrisk.scoring.scorer import Scorer, load_scorer

AS_OF = dt.date(2025, 1, 1)
GOOD, OTHER = targets()
USELESS = replace(OTHER, target=GOOD.target)  # counts what has nothing to do with it


@pytest.fixture(scope="module")
def docket() -> Docket:
    return open_docket(office(size=1500, reviewed=500))


@pytest.fixture(scope="module")
def scorers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scorer, Scorer]:
    """One that knows something, and one that knows nothing but has seen more."""
    home = tmp_path_factory.mktemp("bundles")
    program = program_of(home)
    good = write_small(home / "good", program, targets=(GOOD,), until=dt.date(2020, 7, 1))
    useless = write_small(home / "useless", program, targets=(USELESS,), until=dt.date(2021, 1, 1))
    return load_scorer(good), load_scorer(useless)


def gate(champion: Scorer, challenger: Scorer, docket: Docket) -> PromotionDecision:
    return judge_scorers(champion, challenger, lambda contract: nullcontext(docket), as_of=AS_OF)


@pytest.mark.slow
def test_the_one_that_knows_something_passes_on_cases_later_than_both(
    scorers: tuple[Scorer, Scorer], docket: Docket
) -> None:
    good, useless = scorers
    verdict = gate(useless, good, docket)
    assert verdict.let_through and verdict.since == dt.date(2021, 1, 1)
    assert verdict.comparisons[0].confirmed >= 20


@pytest.mark.slow
def test_the_one_that_knows_nothing_is_refused(scorers: tuple[Scorer, Scorer], docket: Docket) -> None:
    good, useless = scorers
    verdict = gate(good, useless, docket)
    assert not verdict.let_through
    assert verdict.why.startswith("concealed_assets: worse; average precision 0.")


def test_nothing_in_common_is_refused(scorers: tuple[Scorer, Scorer], docket: Docket, tmp_path: Path) -> None:
    other = load_scorer(write_small(tmp_path / "other", program_of(tmp_path), targets=(OTHER,)))
    verdict = gate(scorers[0], other, docket)
    assert verdict.why == "concealed_assets: the challenger has no model"
