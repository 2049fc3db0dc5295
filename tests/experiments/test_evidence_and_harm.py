"""The studies of what a list shows, and of whom it troubles, run from end to end; no figure is asserted."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.evidence import StudyRun, drawn_share, walk
from experiments.evidence.command import evidence_figures
from experiments.evidence.judging import judged_cases, knowable_rows, shown_rows
from experiments.harm.command import harm_figures
from training.simulation import World, simulate
from zbrisk.bundle.bundle import read_bundle
from zbrisk.clues.suspected import typologies_of

pytestmark = pytest.mark.slow  # whole studies, if tiny ones

WORLD = World(cases=500, seed=3, concealed_rate=0.15, sham_rate=0.1, review_rate=0.4, sham_review_rate=0.4)
LISTED_CLUES = 60


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lists")


@pytest.fixture(scope="module")
def study(out: Path) -> StudyRun:
    return walk(simulate(WORLD), WORLD, out, trials=0, listed=LISTED_CLUES)


def test_evidence(study: StudyRun, out: Path) -> None:
    shown = shown_rows(study, typologies_of(read_bundle(out / "bundle").program))
    assert shown.groupby(["case_id", "target", "place"]).size().max() <= 8
    assert shown["place"].max() <= 5
    knowable = knowable_rows(study, shown)
    assert not knowable["discovered"].any()
    judged = judged_cases(shown, knowable)
    assert judged[["recall_deeds", "recall_all", "precision"]].fillna(0).stack().between(0, 1).all()
    assert "### By typology" in evidence_figures(study, out / "bundle")


def test_harm(study: StudyRun, out: Path) -> None:
    page = harm_figures(study, out / "bundle")
    assert "### Who" in page
    for target, cases in study.undecided.items():
        listed = study.clues[study.clues["target"] == target]
        assert len(listed) <= LISTED_CLUES and set(listed["case_id"]) <= cases
        assert f"## {target}" in page


def test_the_interval_draws_groups_and_holds_the_mean() -> None:
    share = drawn_share([1, 1, 0, 0], ["a", "a", "b", "c"], draws=200)
    assert share.value == 0.5 and share.low is not None and share.high is not None
    assert share.low <= 0.5 <= share.high
    assert drawn_share([], []).value is None
