from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.support.explanation import reason
from zbrisk.explaining.reason import Reason
from zbrisk.explaining.reason_selection import above_threshold, other_facts, select_reasons

HOUSE, CAR, TIE = ("asset_events", "E1"), ("asset_events", "E2"), ("party_relations", "R1")


def says(signal: str, weight: float, *rows: tuple[str, str], **more: Any) -> Reason:
    """A reason that rests on these rows."""
    absence, no_data = more.pop("absence", False), more.pop("no_data", False)
    made = reason(signal, weight, signal, signal, typology=("A1",), absence=absence, no_data=no_data)
    return replace(made, rows=rows, **more)


def names(reasons: tuple[Reason, ...]) -> list[list[str]]:
    return [[said.signal for said in lead.with_related] for lead in reasons]


def test_what_rests_on_rows_already_shown_is_told_with_them_and_leaves_its_place_to_another() -> None:
    given, cheap = says("given", 2.0, HOUSE, CAR, TIE), says("cheap", 1.0, CAR, HOUSE)
    spent = says("spent", 0.5, ("spending", "X1"))
    raising, lowering = select_reasons((given, cheap, spent), 2)
    assert names(raising) == [["given", "cheap"], ["spent"]]
    assert (raising[0].contribution, raising[0].total_contribution) == (2.0, 3.0)
    assert lowering == ()


def test_a_reason_with_a_row_of_its_own_stands_for_itself() -> None:
    raising, _ = select_reasons((says("cheap", 2.0, HOUSE), says("given", 1.0, HOUSE, TIE)), 5)
    assert names(raising) == [["cheap"], ["given"]]


def test_reasons_that_name_no_rows_are_not_taken_for_the_same() -> None:
    assert names(select_reasons((says("a", 2.0), says("b", 1.0)), 5)[0]) == [["a"], ["b"]]


def test_only_rows_that_are_shown_count() -> None:
    many = tuple(("spending", f"X{i}") for i in range(9))
    raising, _ = select_reasons((says("all", 2.0, *many), says("ninth", 1.0, many[8]), says("first", 0.5, many[0])), 5)
    assert names(raising) == [["all", "first"], ["ninth"]]


def test_a_trace_that_the_model_counts_against_the_same_rows_is_told_with_them() -> None:
    given, divorced = says("given", 2.0, HOUSE, TIE), says("divorced", -0.3, TIE)
    raising, lowering = select_reasons((given, divorced), 5)
    assert (names(raising), lowering) == ([["given", "divorced"]], ())
    assert raising[0].total_contribution == pytest.approx(1.7)


def test_what_speaks_for_the_debtor_is_always_told_by_itself() -> None:
    fair = says("fair", -0.3, HOUSE, direction="lowers")
    raising, lowering = select_reasons((says("given", 2.0, HOUSE, TIE), fair), 5)
    assert (names(raising), names(lowering)) == ([["given"]], [["fair"]])


def test_the_weightiest_together_come_first() -> None:
    raising, _ = select_reasons((says("spent", 1.2, CAR), says("given", 1.0, HOUSE, TIE), says("cheap", 0.5, HOUSE)), 5)
    assert names(raising) == [["given", "cheap"], ["spent"]]


@pytest.mark.parametrize("direction", ["raises", "lowers", "either"])
@pytest.mark.parametrize("weight", [0.5, -0.5])
def test_what_was_not_found_is_told_only_in_the_debtor_s_favour_and_where_its_card_says_so(
    direction: str, weight: float
) -> None:
    unseen = says("unseen", weight, absence=True, direction=direction)
    held = says("held", 0.3, HOUSE)
    assert select_reasons((unseen, held), 3) == ((held,), ())
    assert other_facts((unseen, held), 3) == ()
    meaningful = replace(unseen, favourable=("absence",))
    assert select_reasons((meaningful, held), 3) == ((held,), (meaningful,) if weight < 0 else ())


@pytest.mark.parametrize(
    ("direction", "weight", "favourable", "heading"),
    [
        ("raises", 0.5, (), "raising"),
        ("raises", -0.5, (), "other"),
        ("lowers", -0.5, (), "lowering"),
        ("lowers", 0.5, (), "other"),
        ("either", 0.5, (), "raising"),
        ("either", -0.5, (), "other"),
        ("either", -0.5, ("rows",), "lowering"),
    ],
)
def test_the_card_s_direction_decides_the_heading_and_a_contribution_against_it_none(
    direction: str, weight: float, favourable: tuple[str, ...], heading: str
) -> None:
    fact = says("fact", weight, HOUSE, direction=direction, favourable=favourable)
    raising, lowering = select_reasons((fact,), 5)
    stands = {"raising": raising, "lowering": lowering, "other": other_facts((fact,), 5)}
    assert {place for place, facts in stands.items() if facts} == {heading}


def test_a_fact_for_the_debtor_never_stands_among_those_against_though_it_rests_on_their_rows() -> None:
    given, fair = says("given", 2.0, HOUSE, TIE), says("fair", 0.3, HOUSE, direction="lowers")
    raising, lowering = select_reasons((given, fair), 5)
    assert (names(raising), lowering) == ([["given"]], ())


@pytest.mark.parametrize("weight", [2.0, -2.0])
def test_what_has_nothing_to_say_and_how_large_a_case_is_are_no_reasons(weight: float) -> None:
    nothing = says("nothing", weight, HOUSE, says_nothing=True)
    size = replace(says("size", weight, CAR, direction="either"), typology=("context",))
    assert select_reasons((nothing, size), 5) == ((), ())
    assert other_facts((nothing, size), 5) == ()


def test_what_has_too_few_rows_is_no_reason_and_lets_no_weaker_one_through() -> None:
    few, weak = says("few", 0.8, HOUSE, too_few=True), says("weak", 0.02, CAR)
    assert select_reasons((few, weak), 5) == ((), ())
    assert names(select_reasons((weak,), 5)[0]) == [["weak"]]


def test_a_fact_of_context_raises_a_risk_only_where_there_is_nothing_else() -> None:
    plain = replace(says("plain", 2.0), typology=("context",))
    assert names(select_reasons((plain, says("held", 0.3, HOUSE)), 5)[0]) == [["held"]]
    assert names(select_reasons((plain,), 5)[0]) == [["plain"]]


@pytest.mark.parametrize(
    ("weights", "worth"),
    [
        ([3.0, 0.06, 0.04], [3.0, 0.06]),
        ([0.4, 0.03, -0.021, 0.019], [0.4, 0.03, -0.021]),  # a twentieth of 0.4
        ([0.0], []),
    ],
)
def test_what_hardly_moves_the_score_is_not_worth_saying(weights: list[float], worth: list[float]) -> None:
    reasons = [says(str(weight), weight) for weight in weights]
    assert [reason.contribution for reason in above_threshold(reasons)] == worth
    assert above_threshold([says("unknown", 2.0, no_data=True)]) == []
