from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from training.evaluation.subgroups import by_subgroup, money

DRAWN = {"draws": 100, "seed": 0}


def later(size: int = 60) -> pd.DataFrame:
    return pd.DataFrame({
        "label": [1.0, 0.0, 0.0] * (size // 3), "group": range(size), "court": ["a"] * 40 + ["b"] * (size - 40),
        "year": 2024, "debtor": None, "selected_by": ["rule"] * 30 + [None] * (size - 30),
        "amount_found": [100.0, np.nan, np.nan] * (size // 3), "amount_recovered": np.nan,
    })  # fmt: skip


def test_each_group_is_judged_for_itself_and_small_ones_are_no_data() -> None:
    score = np.tile([3.0, 2, 1], 20)
    parts = by_subgroup(later(), score, np.full(60, 0.3), **DRAWN)
    assert set(parts) == {"court", "year", "selected_by"}  # nobody says what the debtors are
    assert set(parts["selected_by"]) == {"rule", "unknown"}
    big, small = parts["court"]["a"], later(45)
    assert (big["reviewed"], big["confirmed"]) == (40, 14)  # type: ignore[index]
    assert big["auc"]["value"] == 1 and big["predicted"]["value"] == pytest.approx(0.3)  # type: ignore[index]
    few = by_subgroup(small, score[:45], np.full(45, 0.3), **DRAWN)["court"]["b"]
    assert few["found"] == {"value": None, "note": "5 cases; at least 20 are needed"}  # type: ignore[index]


def test_money_is_told_as_the_share_in_the_first_places() -> None:
    told = money(later(), np.tile([3.0, 2, 1], 20), (10, 20, 100), **DRAWN)
    assert set(told) == {"amount_found"}
    found = told["amount_found"]
    assert found["yuan"] == 2000  # type: ignore[index]
    assert found["share_at_10"]["value"] == pytest.approx(0.5)  # type: ignore[index]
    assert found["share_at_20"]["value"] == pytest.approx(1)  # type: ignore[index]
    assert found["share_at_100"]["value"] is None  # type: ignore[index]
