from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zbrisk.intake.assembling.versions import versions

Q3, Q4 = dt.date(2025, 9, 30), dt.date(2025, 12, 31)
LATER = {"closed": ("closed", "mode")}


def fates(*rows: tuple[dt.date, dict[str, Any]]) -> list[str]:
    found = versions(((n, known, values) for n, (known, values) in enumerate(rows)), LATER)
    return [fate for _, fate in found.fates]


def test_the_same_again_is_a_repeat() -> None:
    assert fates((Q3, {"cause": "a"}), (Q4, {"cause": "a"})) == ["new", "repeat"]


def test_an_empty_cell_says_nothing() -> None:
    found = versions([(0, Q3, {"cause": "a", "court": None}), (1, Q4, {"cause": None, "court": "b"})], LATER)
    assert found.rows == [(Q3, {"cause": "a", "court": None}), (Q4, {"cause": "a", "court": "b"})]


def test_a_correction_is_a_version_and_the_old_one_stays() -> None:
    found = versions([(0, Q3, {"cause": "a"}), (1, Q4, {"cause": "b"})], LATER)
    assert [values["cause"] for _, values in found.rows] == ["a", "b"]
    assert found.fates == [(0, "new"), (1, "changed")]


def test_a_closing_that_came_later_is_no_correction() -> None:
    assert fates((Q3, {"closed": None, "mode": None}), (Q4, {"closed": 1, "mode": "x"})) == ["new", "closed_later"]
    assert fates((Q3, {"closed": 1, "mode": "x"}), (Q4, {"closed": 2, "mode": "x"})) == ["new", "changed"]


def test_of_two_rows_of_one_day_the_first_counts() -> None:
    found = versions([(0, Q3, {"cause": "a", "court": None}), (1, Q3, {"cause": "b", "court": "c"})], LATER)
    assert found.rows == [(Q3, {"cause": "a", "court": "c"})]
    assert found.refused == [(1, "cause", "b")]


def test_an_amount_in_ten_thousands_says_the_same_within_its_last_digit() -> None:
    exact = {"claim": Decimal("38425.37"), "claim_within": None}
    rough = {"claim": Decimal("38425.00"), "claim_within": Decimal(1)}
    assert fates((Q3, exact), (Q4, rough)) == ["new", "repeat"]
    assert fates((Q3, exact), (Q4, {"claim": Decimal("38427.00"), "claim_within": Decimal(1)})) == ["new", "changed"]


def test_a_day_that_would_put_the_end_before_the_start_is_refused() -> None:
    closed = {"filed": dt.date(2023, 3, 1), "closed": dt.date(2023, 5, 1), "mode": "judgment"}
    filed_later = {"filed": dt.date(2024, 1, 5), "closed": None, "mode": None}
    found = versions([(0, Q3, closed), (1, Q4, filed_later)], LATER, "filed")
    assert found.rows == [(Q3, closed)]
    assert found.refused == [(1, "filed", dt.date(2024, 1, 5))]
    closed_early = {"filed": None, "closed": dt.date(2023, 2, 1), "mode": "mediation"}
    found = versions([(0, Q3, closed), (1, Q4, closed_early)], LATER, "filed")
    assert found.rows[-1] == (Q4, {**closed, "mode": "mediation"})
    assert found.refused == [(1, "closed", dt.date(2023, 2, 1))]


DAYS = st.sampled_from([None, *(dt.date(2023, month, 1) for month in (1, 2, 3))])


@given(st.lists(st.tuples(st.sampled_from([Q3, Q4]), DAYS, DAYS), min_size=1))
def test_no_version_ends_before_it_starts(rows: list[tuple[dt.date, dt.date | None, dt.date | None]]) -> None:
    sound = sorted(
        ((known, start, end) for known, start, end in rows if not (start and end and end < start)),
        key=lambda row: row[0],
    )
    said = [(n, known, {"filed": start, "closed": end}) for n, (known, start, end) in enumerate(sound)]
    found = versions(said, {"closed": ("closed",)}, "filed")
    assert all(not (v["filed"] and v["closed"] and v["closed"] < v["filed"]) for _, v in found.rows)
    assert len(found.fates) == len(sound)


@given(
    st.lists(
        st.tuples(st.sampled_from([Q3, Q4]), st.fixed_dictionaries({"a": st.sampled_from([None, 1, 2])})), min_size=1
    )
)
def test_every_row_has_one_fate_and_every_day_one_version(rows: list[tuple[dt.date, dict[str, Any]]]) -> None:
    ordered = sorted(rows, key=lambda row: row[0])
    found = versions(((n, known, values) for n, (known, values) in enumerate(ordered)), LATER)
    assert [number for number, _ in found.fates] == list(range(len(rows)))
    days = [day for day, _ in found.rows]
    assert days == sorted(set(days))
