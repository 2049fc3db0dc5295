from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.promise.study import Design, worth_of


def cases(size: int = 3000) -> pd.DataFrame:
    """A tenth is true, and the model knows much of it."""
    random = np.random.default_rng(0)
    truth = (random.random(size) < 0.1).astype(float)
    score = random.normal(size=size) + 3 * truth - 3.5
    return pd.DataFrame({"score": score, "probability": 1 / (1 + np.exp(-score)), "truth": truth})


@pytest.mark.parametrize("design", ["uniform", "stratified"])
def test_a_promise_is_kept_on_average(design: Design) -> None:
    worth = worth_of(cases(), rate=0.6, audits=600, design=design, draws=60)
    assert worth.listed > 0.9
    assert worth.kept > 0.55
    assert 0.5 < worth.length / worth.full < 1.5


def test_few_audits_give_no_list() -> None:
    worth = worth_of(cases(), rate=0.8, audits=10, design="uniform", draws=20)
    assert (worth.listed, worth.length, worth.kept) == (0, 0, 1)
    assert np.isnan(worth.kept_given)
