"""Cases of one debtor or one suspected side are one entry."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zbrisk.selection.series import Series, series_of

PARTIES = st.dictionaries(st.text("cde", min_size=1, max_size=3), st.sets(st.sampled_from("pqrstu"), max_size=3))


def test_a_case_alone_is_an_entry_of_its_own() -> None:
    assert series_of({"c1": {"p"}, "c2": set()}) == [Series(cases=("c1",)), Series(cases=("c2",))]


def test_cases_in_a_chain_are_one_series_in_the_order_of_the_list() -> None:
    found = series_of({"c1": {"p"}, "c2": {"x"}, "c3": {"q", "r"}, "c4": {"p", "q"}})
    assert found == [Series(cases=("c1", "c3", "c4"), shared=("p", "q")), Series(cases=("c2",))]


def test_the_party_of_most_cases_comes_first() -> None:
    (found,) = series_of({"c1": {"a", "z"}, "c2": {"a", "z"}, "c3": {"z"}})
    assert found.shared == ("z", "a")


@given(PARTIES)
def test_each_case_is_in_one_entry_and_no_party_in_two(parties: dict[str, set[str]]) -> None:
    found = series_of(parties)
    assert sorted(case for each in found for case in each.cases) == sorted(parties)
    owners = [party for each in found for party in {p for case in each.cases for p in parties[case]}]
    assert len(owners) == len(set(owners))
    place = {case: number for number, case in enumerate(parties)}
    assert [place[each.cases[0]] for each in found] == sorted(place[each.cases[0]] for each in found)
