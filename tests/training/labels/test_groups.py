from __future__ import annotations

import datetime as dt

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tests.support.office import cases, small_docket
from training.labels.groups import case_groups, connected_groups, group_of


def test_cases_that_share_a_debtor_are_one_group_through_others_too() -> None:
    groups = connected_groups([("a", "p"), ("b", "p"), ("b", "q"), ("c", "q"), ("d", "r")], most=10)
    assert groups.to_dict() == {"a": "a", "b": "a", "c": "a", "d": "d"}


def test_a_party_with_too_many_cases_joins_none_but_others_still_do() -> None:
    bank = [(case, "bank") for case in "abcd"]
    groups = connected_groups([*bank, ("a", "p"), ("b", "p")], most=3)
    assert groups.to_dict() == {"a": "a", "b": "a", "c": "c", "d": "d"}


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("pqrstu")), max_size=30), st.integers(1, 8))
def test_no_group_is_larger_than_allowed_and_order_does_not_matter(ties: list[tuple[str, str]], most: int) -> None:
    groups = connected_groups(ties, most=most)
    assert groups.value_counts().max() <= most if len(groups) else True
    assert connected_groups(reversed(ties), most=most).to_dict() == groups.to_dict()


def test_only_the_debtors_known_before_until_join_cases() -> None:
    rows = [
        ("a", "p", "debtor", "2022-01-01"),
        ("b", "p", "debtor", "2022-01-01"),
        ("c", "p", "debtor", "2023-01-01"),
        ("c", "q", "debtor", "2022-01-01"),
        ("a", "x", "applicant", "2022-01-01"),
        ("c", "x", "applicant", "2022-01-01"),
    ]
    parties = pd.DataFrame(rows, columns=["case_id", "party_id", "role", "added_date"])
    docket = small_docket(cases(("a", "2022-01-01"), ("b", "2022-01-01"), ("c", "2022-01-01")), case_parties=parties)
    assert case_groups(docket, dt.date(2023, 1, 1)).to_dict() == {"a": "a", "b": "a", "c": "c"}
    assert set(case_groups(docket, dt.date(2023, 1, 2))) == {"a"}


def test_cases_of_a_couple_and_of_a_man_and_his_company_are_one_group_friends_are_not() -> None:
    debtors = [("a", "man"), ("b", "wife"), ("c", "firm"), ("d", "guarantor"), ("e", "brother")]
    parties = pd.DataFrame(debtors, columns=["case_id", "party_id"]).assign(role="debtor", added_date="2022-01-01")
    ties = [
        ("1", "man", "wife", "spouse", "2010-01-01"),
        ("2", "guarantor", "man", "guarantor", "2010-01-01"),
        ("3", "brother", "man", "sibling", "2024-01-01"),  # not known yet
    ]
    relations = pd.DataFrame(ties, columns=["relation_id", "party_a", "party_b", "relation", "start_date"])
    officers = pd.DataFrame(
        [("firm", "wife", "director", "2015-01-01")], columns=["company_id", "person_id", "role", "valid_from"]
    )
    docket = small_docket(
        cases(*((case, "2022-01-01") for case in "abcde")),
        case_parties=parties, party_relations=relations, company_officers=officers,
    )  # fmt: skip
    groups = case_groups(docket, dt.date(2023, 1, 1))
    assert groups.to_dict() == {"a": "a", "b": "a", "c": "a", "d": "d", "e": "e"}
    assert case_groups(docket, dt.date(2023, 1, 1), most=2)["c"] != "a"  # capped: the nearest stay together


def test_a_moment_keeps_its_own_group_or_takes_its_cases() -> None:
    moments = pd.DataFrame({"case_id": ["a", "b", "z"]})
    assert group_of(moments, pd.Series({"a": "a", "b": "a"})).tolist() == ["a", "a", "z"]
    assert group_of(moments.assign(group=["x", "y", "z"]), pd.Series(dtype=object)).tolist() == ["x", "y", "z"]
