"""People are namesakes as often as published figures have it, firms never, and nothing else hangs on names."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from training.simulation import World, simulate, writing
from training.simulation.namesakes import CHANCES, firms, people


def drawn(n: int) -> pd.Series:
    chance = np.random.default_rng(3)
    return pd.Series(people(chance.integers(0, CHANCES, (3, n)), chance.integers(1950, 1995, n)))


@pytest.mark.parametrize(("n", "fewest", "most"), [(6_000, 0.02, 0.04), (60_000, 0.13, 0.19)])
def test_people_have_namesakes_as_often_as_published_shares_of_names_make_it(
    n: int, fewest: float, most: float
) -> None:
    assert fewest < drawn(n).duplicated(keep=False).mean() < most


def test_the_commonest_names_are_as_common_as_in_the_register() -> None:
    names = drawn(400_000)
    assert names.str[0].value_counts(normalize=True)[list("王李张刘陈")].tolist() == pytest.approx(
        [0.075, 0.074, 0.070, 0.053, 0.046], abs=0.003
    )
    assert names.value_counts(normalize=True).iloc[0] < 0.0004  # 张伟: 290,607 of 1.3 billion, 0.00022
    assert names.value_counts(normalize=True)["张伟"] == pytest.approx(0.00022, abs=0.0001)


def test_most_who_have_one_sign_alone_were_born_in_the_nineties() -> None:
    letters = np.random.default_rng(4).integers(0, CHANCES, (3, 20_000))
    share = {year: (pd.Series(people(letters, np.full(20_000, year))).str.len() == 2).mean() for year in (1945, 1995)}
    assert share == {1945: pytest.approx(0.05, abs=0.01), 1995: pytest.approx(0.276, abs=0.02)}


def test_no_two_firms_have_one_name_even_where_they_would() -> None:
    alike = np.zeros((3, 5_000), dtype=np.int64)
    assert len(set(firms(alike))) == 5_000


def test_nothing_else_hangs_on_names(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(cases=200, seed=5)
    one = simulate(world)
    monkeypatch.setattr(writing, "people", lambda letters, born: np.full(len(born), "王某", dtype=object))
    monkeypatch.setattr(writing, "firms", lambda letters: np.full(letters.shape[1], "某公司", dtype=object))
    other = simulate(world)
    assert set(other.tables["parties"]["name"]) == {"王某", "某公司"}
    for name, frame in one.tables.items():
        both = frame, other.tables[name]
        pd.testing.assert_frame_equal(
            *(f.drop(columns="name", errors="ignore") for f in both) if name == "parties" else both
        )
    for name, frame in one.truth.items():
        pd.testing.assert_frame_equal(frame, other.truth[name])
