from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.support.office import Tables, builder, cases, office, outcomes, small_docket
from training.datasets.audit_holdout import MIN_RANDOM_REVIEWS, hold_out_audits
from training.datasets.dataset import TargetDataset, build_datasets
from training.labels.labels import reviewed_labels
from training.recipe import Recipe
from training.run import train
from training.stage_timer import StageTimer
from zbrisk.docket import open_docket

UNTIL = dt.date(2025, 7, 1)
QUICK = Recipe(trials=0, bootstrap_draws=100, reference_cases=300)


def audited(count: int) -> Tables:
    """An office with 800 reviews, the first of which were drawn at random, each fourth case."""
    tables = office(size=1500, reviewed=800)
    lot = np.arange(800) < count
    tables["review_outcomes"] = tables["review_outcomes"].assign(
        selected_by=np.where(lot, "random", "rule"), propensity=np.where(lot, 0.25, np.nan)
    )
    return tables


def dataset(folder: Path, count: int) -> TargetDataset:
    docket = open_docket(audited(count))
    prepared = build_datasets(docket, builder(folder, docket), until=UNTIL, recipe=QUICK, timer=StageTimer())
    return prepared.datasets[0]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> TargetDataset:
    """More than enough reviews at random."""
    return dataset(tmp_path_factory.mktemp("many"), 600)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> TargetDataset:
    """Half of those that it takes."""
    return dataset(tmp_path_factory.mktemp("few"), MIN_RANDOM_REVIEWS // 2)


def test_kept_audits_share_no_debtor_with_what_is_learnt_from(many: TargetDataset) -> None:
    part, kept = hold_out_audits(many, QUICK)
    assert kept is not None
    moments, X = kept
    assert 0.4 < len(moments) / (many.moments["propensity"] > 0).sum() < 0.6
    assert len(X) == len(moments) and len(part.X) == len(part.moments)
    assert not set(moments["group"]) & set(part.moments["group"])
    assert (moments["selected_by"] == "random").all()


def test_few_audits_all_go_into_training(few: TargetDataset) -> None:
    assert hold_out_audits(few, QUICK) == (few, None)


def test_cases_chosen_for_sure_are_no_reason_to_keep_any(few: TargetDataset) -> None:
    moments = few.moments.assign(propensity=few.moments["propensity"].fillna(1.0))
    lists = replace(few, moments=moments)
    assert hold_out_audits(lists, QUICK) == (lists, None)


def test_a_share_of_zero_keeps_none(many: TargetDataset) -> None:
    assert hold_out_audits(many, Recipe(audit_share=0.0)) == (many, None)


@pytest.mark.slow
def test_a_trained_target_carries_the_scores_of_its_audits(tmp_path: Path) -> None:
    docket = open_docket(audited(600))
    (target,) = train(docket, builder(tmp_path, docket), until=UNTIL, recipe=QUICK).targets
    assert target.audits is not None
    assert list(target.audits.scores) == sorted(target.audits.scores, reverse=True)
    assert set(target.audits.weights) == {4.0}
    learnt = target.metrics["learnt_from"]
    assert isinstance(learnt, dict)
    assert learnt["reviewed"] + len(target.audits) <= 800


LISTS = pd.DataFrame(
    [
        ("l1", "A", "2024-02-01", True, "model", 1.0),
        ("l1", "B", "2024-02-01", False, None, 0.1),
        ("l1", "C", "2024-02-01", True, "random", 0.1),
        ("l2", "B", "2024-03-01", True, "model", 1.0),  # nothing was drawn at random
        ("l3", "D", "2024-05-01", True, "random", 0.2),  # listed after the review began
    ],
    columns=["list_id", "case_id", "listed_date", "chosen_flag", "chosen_by", "propensity"],
).assign(target="concealed_assets")


def test_a_chance_that_only_the_list_knows() -> None:
    rows = [(case, "refuted", "2024-04-01", "2024-06-01") for case in "ABCDE"]
    docket = small_docket(
        cases(*((case, "2024-01-10") for case in "ABCDE")),
        review_outcomes=outcomes(*rows, propensity=[None, None, None, None, 0.5]),
        review_lists=LISTS,
    )
    moments = reviewed_labels(docket, "concealed_assets", UNTIL).moments.set_index("case_id")
    assert moments["propensity"].to_dict() == pytest.approx(
        {"A": 1.0, "B": np.nan, "C": 0.1, "D": np.nan, "E": 0.5}, nan_ok=True
    )
