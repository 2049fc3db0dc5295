from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from training.lessons.coarsening import coarsened, coarsened_codes, shares_of_debtors

ONE_EACH = np.ones(200)


def rounded_to_two_digits(value: float) -> bool:
    return value == float(f"{value:.2g}")


def test_small_counts_that_many_share_stay_exact() -> None:
    values = np.repeat([0.0, 1.0, 2.0], [150, 30, 20])
    found = coarsened(values, ONE_EACH, 10)
    assert found.how == "exact"
    np.testing.assert_array_equal(found.values, values)


def test_a_count_that_few_carry_goes_to_the_common_one_below() -> None:
    values = np.repeat([0.0, 1.0, 17.0], [150, 41, 9])
    found = coarsened(values, ONE_EACH, 10)
    assert found.how == "rounded"
    assert Counter(found.values) == {0.0: 150, 1.0: 50}


def test_amounts_become_two_digits_that_ten_share() -> None:
    amounts = np.random.default_rng(0).lognormal(12, 2, 200)
    found = coarsened(amounts, ONE_EACH, 10).values
    assert min(Counter(found).values()) >= 10
    assert all(map(rounded_to_two_digits, found))
    assert not set(found) & set(amounts)
    assert (np.diff(found[np.argsort(amounts)]) >= 0).all()  # the order is kept


def test_no_data_that_few_have_is_filled_with_what_most_have() -> None:
    values = np.repeat([0.0, 1.0, np.nan], [150, 41, 9])
    assert Counter(coarsened(values, ONE_EACH, 10).values) == {0.0: 159, 1.0: 41}


def test_a_column_that_few_have_anything_in_is_blanked() -> None:
    values = np.full(200, np.nan)
    values[:9] = 5.0
    found = coarsened(values, ONE_EACH, 10)
    assert found.how == "blank" and np.isnan(found.values).all()


def test_a_column_of_one_rare_value_is_blanked() -> None:
    values = np.zeros(200)
    values[:9] = 5.0
    found = coarsened(values, ONE_EACH, 10)
    assert found.how == "blank" and not found.values.any()


def test_ten_rows_of_one_debtor_are_one_debtor() -> None:
    groups = np.concatenate([np.zeros(20), np.arange(1, 181)]).astype(np.int64)
    values = np.where(groups == 0, 7.0, 0.0)
    shares = shares_of_debtors(groups)
    assert shares[groups == 0].sum() == pytest.approx(1)
    assert not coarsened(values, shares, 10).values.any()


@given(
    arrays(np.float64, st.integers(30, 150), elements=st.sampled_from([np.nan, -1e9, -3.5, 0, 1, 2, 1234.5, 1e12])),
    st.integers(10, 15),
)
def test_every_value_is_carried_by_enough_whatever_comes_in(values: np.ndarray, least: int) -> None:
    found = coarsened(values, np.ones(len(values)), least).values
    assert min(Counter(np.nan_to_num(found, nan=-777.0)).values()) >= least
    both = ~np.isnan(values) & ~np.isnan(found)
    order = np.argsort(values[both], kind="stable")
    assert (np.diff(found[both][order]) >= 0).all()


def test_codes_that_few_carry_are_left_out() -> None:
    codes = np.array(["rule"] * 100 + ["petition"] * 9 + [None] * 91, dtype=object)
    found = coarsened_codes(codes, ONE_EACH, 10)
    assert Counter(found) == {"rule": 100, None: 100}


def test_codes_go_where_those_without_would_be_few() -> None:
    codes = np.array(["rule"] * 191 + ["petition"] * 9, dtype=object)
    assert set(coarsened_codes(codes, ONE_EACH, 10)) == {None}
