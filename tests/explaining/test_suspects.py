"""Whom a sham clue suspects, and how that reads."""

from __future__ import annotations

import pytest

from zbrisk.explaining.suspects import Suspicion, suspicion
from zbrisk.pages.phrasing import suspect_words

PEOPLE = {"applicant": ["申请执行人张某"], "debtor": ["被执行人王某", "被执行人李某"], "objector": ["案外人赵某"]}


@pytest.mark.parametrize(
    ("reasons", "words"),
    [
        ([(1.0, ("S1",))], "可能涉及双方：申请执行人张某、被执行人王某、被执行人李某"),
        ([(1.0, ("S2",)), (0.9, ("A1",))], "原告：申请执行人张某"),  # the debtor is the victim
        (
            [(1.0, ("S6",))],
            "可能涉及双方：被执行人王某、被执行人李某，以及证据中所列的另一方",
        ),  # the applicant may be the victim
        ([(1.0, ("S12",))], "代理人（见所列证据）"),
        ([(1.0, ("A1",))], "待查"),
        ([(-1.0, ("S1",))], "待查"),
        # half of 1.0 for each side, and 0.4 more for the plaintiff alone
        ([(1.0, ("S1", "S2")), (0.4, ("S2",))], "原告：申请执行人张某"),
        # both are collusion: 0.7 in sum beats 0.6, and the stronger of them says who
        ([(0.4, ("S1",)), (0.3, ("S7",)), (0.6, ("S2",))], "可能涉及双方：申请执行人张某、被执行人王某、被执行人李某"),
    ],
)
def test_who_is_suspected_in_words(reasons: list[tuple[float, tuple[str, ...]]], words: str) -> None:
    assert suspect_words(suspicion(reasons), PEOPLE) == words


def test_a_case_without_known_parties_still_names_the_side() -> None:
    assert suspect_words(Suspicion(side="plaintiff", roles=("applicant",)), {}) == "原告"
