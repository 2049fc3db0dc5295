from __future__ import annotations

import itertools

import pandas as pd

from zbrisk.docket.outcomes import one_of_each_review


def counted(*found: tuple[str, str]) -> set[str]:
    """The results that count of outcomes (result, settled) of one review, in whatever order the rows come."""
    answers = set()
    for order in itertools.permutations(found):
        rows = pd.DataFrame(order, columns=["result", "settled"]).assign(case="C1", opened="2024-01-01")
        answers.add(tuple(one_of_each_review(rows, ["case", "opened"], "result")["result"]))
    (answer,) = answers
    return set(answer)


def test_the_outcome_settled_last_counts() -> None:
    assert counted(("confirmed", "2024-02-01"), ("refuted", "2024-03-01")) == {"refuted"}
    assert counted(("confirmed", "2024-02-01"), ("inconclusive", "2024-03-01")) == {"inconclusive"}


def test_of_two_that_contradict_each_other_on_one_day_none_counts() -> None:
    assert counted(("confirmed", "2024-03-01"), ("refuted", "2024-03-01"), ("refuted", "2024-02-01")) == set()


def test_two_that_agree_are_one() -> None:
    assert counted(("confirmed", "2024-03-01"), ("confirmed", "2024-03-01")) == {"confirmed"}
