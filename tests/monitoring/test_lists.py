from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from tests.support.office import cases, outcomes, small_docket
from zbrisk.docket import Docket
from zbrisk.monitoring.lists import IssuedList, check_issued_lists

AS_OF = dt.date(2024, 6, 1)


def office(confirmed: int, *, listed: int = 40, score: float = 0.5, opened: str = "2024-02-01") -> Docket:
    """A list of `listed` cases; all but the last are reviewed, the first `confirmed` of them confirmed."""
    ids = [f"c{i:02d}" for i in range(listed)]
    found = [(case, "confirmed" if i < confirmed else "refuted", opened, "2024-03-01") for i, case in enumerate(ids)]
    lists = pd.DataFrame({
        "list_id": "L1", "case_id": ids, "target": "concealed_assets", "listed_date": "2024-01-15",
        "chosen_flag": True, "chosen_by": "model", "propensity": 1.0, "score": score, "known_at": "2024-01-15",
    })  # fmt: skip
    lots = lists.head(1).assign(case_id="c99", chosen_by="random")
    return small_docket(
        cases(*((case, "2023-01-10") for case in [*ids, "c99"])),
        review_outcomes=outcomes(*found[:-1]),
        review_lists=pd.concat([lists, lots], ignore_index=True),
    )


def judged(docket: Docket, **more: float) -> IssuedList:
    (only,) = check_issued_lists(docket, docket.contract, as_of=AS_OF, **more)
    return only


def test_the_decided_cases_of_a_list_are_compared_with_its_scores() -> None:
    found = judged(office(18))
    assert (found.list_id, found.listed, found.decided, found.confirmed, found.expected) == (None, 40, 39, 18, 0.5)
    assert found.found == pytest.approx(18 / 39) and found.level == "kept"
    assert judged(office(8)).level == "broken"
    assert judged(office(39)).level == "kept"  # more than was expected breaks nothing


def test_a_promised_rate_takes_the_place_of_the_scores() -> None:
    found = judged(office(18), promised=0.8)
    assert (found.expected, found.level) == (0.8, "broken")


def test_few_decided_cases_and_earlier_reviews_are_no_data() -> None:
    assert judged(office(10, listed=20)).level == "no data"
    assert judged(office(10, opened="2024-01-01")).decided == 0


def test_several_lists_are_judged_together_and_one_by_one() -> None:
    docket = office(18)
    lists = docket.frame("review_lists")
    half = lists.assign(list_id=["L1"] * 20 + ["L2"] * 21)
    both = small_docket(
        cases(*((case, "2023-01-10") for case in half["case_id"])),
        review_outcomes=docket.frame("review_outcomes"),
        review_lists=half,
    )
    assert [each.list_id for each in check_issued_lists(both, both.contract, as_of=AS_OF)] == [None, "L1", "L2"]


def test_no_lists_are_nothing() -> None:
    docket = small_docket(cases(("A", "2023-01-10")))
    assert check_issued_lists(docket, docket.contract, as_of=AS_OF) == []
