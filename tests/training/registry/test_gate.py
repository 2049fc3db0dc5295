from __future__ import annotations

import datetime as dt
import json

import pandas as pd
import pytest

from experiments.gate.command import fates
from tests.training.registry.test_comparison import cases
from training.registry.gate import PromotionDecision, judge

DAYS = {"since": dt.date(2024, 7, 1), "as_of": dt.date(2025, 7, 1)}


def gate(*lost: str, **frames: pd.DataFrame) -> PromotionDecision:
    together = pd.concat([frame.assign(target=name) for name, frame in frames.items()])
    return judge(together, list(frames), lost, margin=0.05, **DAYS)


def test_better_on_one_and_as_good_on_the_other_passes() -> None:
    verdict = gate(
        a=cases(40, 160, champion=1.0, challenger=2.5), b=cases(40, 160, champion=1.0, challenger=1.0, seed=1)
    )
    assert verdict.let_through
    assert "a: better" in verdict.why and "b: as good" in verdict.why


def test_worse_on_one_target_refuses_whatever_the_other_gains() -> None:
    verdict = gate(
        a=cases(40, 160, champion=0.5, challenger=3.0), b=cases(40, 160, champion=2.5, challenger=0.5, seed=1)
    )
    assert not verdict.let_through
    assert verdict.why.startswith("b: worse")


def test_the_same_model_again_is_refused() -> None:
    verdict = gate(a=cases(40, 160, champion=1.0, challenger=1.0))
    assert not verdict.let_through
    assert verdict.why.startswith("no better on the whole, mean difference +0.000")


def test_a_target_that_would_be_lost_refuses() -> None:
    verdict = gate("sham_litigation", a=cases(40, 160, champion=1.0, challenger=2.5))
    assert not verdict.let_through
    assert verdict.why == "sham_litigation: the challenger has no model"


def test_the_record_is_json_without_rows() -> None:
    said = json.loads(json.dumps(gate(a=cases(40, 160, champion=1.0, challenger=2.5)).to_json()))
    assert said["since"] == "2024-07-01"
    assert said["comparisons"][0]["figures"]["average precision"]["gain"]["low"] > 0


@pytest.mark.slow
def test_a_challenger_worse_by_the_margin_seldom_passes() -> None:
    assert fates(60, -0.05, pairs=100)["let through"] <= 9  # 2.5 are expected
