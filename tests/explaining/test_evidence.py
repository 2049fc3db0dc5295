from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from tests.support.signals import CONTRACT, KINDS, TEXT, signal
from zbrisk.engines.engine import Engine
from zbrisk.explaining.evidence import (
    END,
    FIELD,
    MAX_NAMED_ROWS,
    EvidenceRows,
    Part,
    find_evidence,
    names_in,
    reference_tables_of,
)

COLUMNS = ("_moment", "day", "_evidence", "_place", "_total")
WINDOWS = ("_in0", "_at0", "_of0", "_in1", "_at1", "_of1")


class Told:
    """An engine that has found these rows."""

    dialect = "sqlite"

    def __init__(self, *rows: tuple[Any, ...]) -> None:
        self.rows = rows

    def fetch_rows(self, sql: str) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
        return (*COLUMNS, *WINDOWS), self.rows


def found(
    *rows: tuple[Any, ...], parties: dict[int, list[int]] | None = None, ts: bool = False, **header: Any
) -> dict[int, EvidenceRows]:
    one = signal(at="day", **header)
    one = replace(one, kinds=KINDS | {"day": "ts"}) if ts else one
    return {moment: of[Part()] for moment, of in find_evidence(one, cast(Engine, Told(*rows)), parties).items()}


def ev(*names: str) -> str:
    """How the compiler writes the rows behind a row, from `table:key`."""
    return "".join(name.replace(":", FIELD) + END for name in names)


@pytest.mark.parametrize("text", [None, "", END])
def test_no_rows_have_no_names(text: str | None) -> None:
    assert names_in(text) == []


def test_names_are_sorted_and_each_once() -> None:
    assert names_in(ev("suits:2", "cases:9|2024-01-01", "suits:2")) == [("cases", "9|2024-01-01"), ("suits", "2")]


def test_own_tables_stand_before_the_roads_to_them_and_new_events_before_old() -> None:
    behind = found(
        (0, 19_000, ev("petitions:old", "cases:C1"), 2, 7),
        (0, 19_100, ev("petitions:new", "cases:C1"), 1, 7),
    )
    assert behind[0].names == [("petitions", "new"), ("petitions", "old"), ("cases", "C1")]
    assert (behind[0].days, behind[0].total) == ([19_100, 19_000], 7)


def test_a_register_s_row_is_named_only_where_nothing_says_what_happened() -> None:
    assert reference_tables_of(CONTRACT) == {"accounts", "assets"}
    happened = (0, 1, ev("assets:F1", "petitions:a"), 1, 1)
    alone = (1, 1, ev("assets:F1"), 1, 1)
    engine = cast(Engine, Told(happened, alone))
    behind = find_evidence(signal(at="day"), engine, reference_tables=reference_tables_of(CONTRACT))
    assert {moment: of[Part()].names for moment, of in behind.items()} == {
        0: [("petitions", "a")],
        1: [("assets", "F1")],
    }


def test_moments_are_kept_apart() -> None:
    behind = found((3, 1, ev("petitions:a"), 1, 1), (1, 2, ev("petitions:b"), 1, 1))
    assert {moment: rows.names for moment, rows in behind.items()} == {3: [("petitions", "a")], 1: [("petitions", "b")]}


def test_events_without_a_day_have_none_on_the_timeline() -> None:
    assert found((0, None, ev("petitions:a"), 1, 1))[0].days == []


def test_a_time_is_on_its_day() -> None:
    late, early = 86_400 * 19_000 + 86_399, -1
    behind = found((0, late, "", 1, 2), (0, early, "", 2, 2), ts=True)
    assert behind[0].days == [19_000, -1]


ROWS_OF_TWO = ((5, 10, ev("petitions:a"), 1, 2), (6, 20, ev("petitions:b", "petitions:a"), 1, 3))


def test_a_case_of_two_parties_is_proved_by_the_rows_of_the_one_that_has_more() -> None:
    behind = found(*ROWS_OF_TWO, parties={5: [0, 1], 6: [1]})
    assert (behind[0].names, behind[0].total) == ([("petitions", "a")], 2)
    assert (behind[1].names, behind[1].total, behind[1].days) == ([("petitions", "a"), ("petitions", "b")], 3, [20])


def test_where_the_values_of_parties_are_added_up_so_are_their_rows() -> None:
    behind = found(*ROWS_OF_TWO, parties={5: [1], 6: [1]}, of="party", through="applicants", across="sum")
    assert (behind[1].total, behind[1].days) == (5, [20, 10])


def test_the_values_are_those_of_the_party_whose_rows_they_are() -> None:
    one = signal(at="day")
    features: list[dict[str, float]] = [{}] * 5 + [{"seen__count__all": 2.0}, {"seen__count__all": 3.0}]
    behind = find_evidence(one, cast(Engine, Told(*ROWS_OF_TWO)), {5: [0, 1], 6: [1]}, features=features)
    assert [behind[case][Part()].values["seen__count__all"] for case in (0, 1)] == [2.0, 3.0]


def test_of_several_windows_only_the_rows_of_the_one_that_is_asked_for_count() -> None:
    one = signal(at="day", windows=["90d", "all"])
    rows = (
        (0, 30, ev("petitions:new"), 1, 3, 1, 1, 1, 1, 1, 3),
        (0, 20, ev("petitions:old"), 2, 3, 0, 1, 2, 1, 2, 3),
    )
    behind = find_evidence(one, cast(Engine, Told(*rows)), parts=[Part("90d"), Part("all")])[0]
    newer, every = behind[Part("90d")], behind[Part("all")]
    assert (newer.names, newer.days, newer.total) == ([("petitions", "new")], [30], 1)
    assert (every.lines, every.days, every.total) == (2, [30, 20], 3)
    nowhere = [(0, 20, ev("petitions:old"), 1, 1, 0, 1, 1, 1, 1, 1)]
    assert find_evidence(one, cast(Engine, Told(*nowhere)), parts=[Part("90d")]) == {}


def test_one_row_stands_for_each_event_of_the_table_that_tells_them_apart() -> None:
    seizure, first, second = "asset_events:E1", "vehicle_sightings:S1", "vehicle_sightings:S2"
    behind = found((0, 2, ev(seizure, second), 1, 2), (0, 1, ev(seizure, first), 2, 2))[0]
    assert behind.events == (("vehicle_sightings", "S2"), ("vehicle_sightings", "S1"))
    assert behind.others == (("asset_events", "E1"),)


def test_of_equals_the_table_with_the_events_day_stands_for_them() -> None:
    rows = [(0, 2, ev("case_parties:1", "cases:1"), 1, 2), (0, 1, ev("case_parties:2", "cases:2"), 2, 2)]
    behind = find_evidence(signal(at="day"), cast(Engine, Told(*rows)), dated=["cases"])[0][Part()]
    assert behind.events == (("cases", "1"), ("cases", "2"))


def test_many_events_leave_room_for_what_ties_them_to_the_case() -> None:
    rows = [(0, 99 - i, ev(f"vehicle_sightings:S{i:02d}", "asset_events:E1"), i + 1, 40) for i in range(40)]
    behind = found(*rows)[0]
    assert (len(behind.events), behind.others) == (19, (("asset_events", "E1"),))
    assert (len(behind.days), behind.total, len(behind.first)) == (40, 40, 20)


def test_an_event_takes_a_row_that_no_other_has_taken() -> None:
    behind = found((0, 2, ev("petitions:a", "petitions:b"), 1, 2), (0, 1, ev("petitions:a", "petitions:c"), 2, 2))[0]
    assert (behind.events, behind.others) == ((("petitions", "a"), ("petitions", "c")), (("petitions", "b"),))


def test_so_many_names_are_kept() -> None:
    behind = found((0, 1, ev(*(f"petitions:{i:03d}" for i in range(MAX_NAMED_ROWS + 10))), 1, 1))
    assert len(behind[0].names) == MAX_NAMED_ROWS


def test_the_rows_of_a_signal_by_codes_are_told_apart() -> None:
    by = {"role": {"debtor": TEXT, "kin": TEXT}}
    whole = signal(at="day", by=by)

    class ByRole(Told):
        def fetch_rows(self, sql: str) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
            return ("_moment", "role", "day", "_evidence", "_place", "_total"), self.rows

    engine = ByRole(
        (0, "debtor", 19_000, ev("petitions:a"), 2, 2),
        (0, "debtor", 19_100, ev("petitions:b"), 1, 2),
        (0, "kin", 18_000, ev("petitions:c"), 1, 1),
        (0, "friend", 17_000, ev("petitions:d"), 1, 1),
        (1, "kin", 18_500, ev("petitions:e"), 1, 1),
    )
    debtor, kin = (find_evidence(group, cast(Engine, engine)) for group in whole.groups)
    assert {moment: (of[Part()].names, of[Part()].total) for moment, of in debtor.items()} == {
        0: ([("petitions", "b"), ("petitions", "a")], 2)
    }
    assert {moment: of[Part()].names for moment, of in kin.items()} == {
        0: [("petitions", "c")],
        1: [("petitions", "e")],
    }


class ByDays(Told):
    """Rows with their days from the service of the suit."""

    def fetch_rows(self, sql: str) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
        return ("_moment", "day", "days_from_service", "_evidence", "_place", "_total"), self.rows


def nearest(*days: int | None, total: int | None = None) -> EvidenceRows:
    """The rows nearest to the service among rows that are so many days from it, the newest first."""
    one = signal(at="day", measures=["count", "nearest(days_from_service)"])
    rows = [
        (0, 100 + (day or 0), day, ev(f"petitions:{place}"), place, total or len(days))
        for place, day in enumerate(days, start=1)
    ]
    part = Part("all", "nearest_days_from_service")
    return find_evidence(one, cast(Engine, ByDays(*rows)), parts=[part])[0][part]


def test_the_rows_that_attain_a_measure_are_those_of_its_day() -> None:
    behind = nearest(200, 7, 7, -9)
    assert behind.names == [("petitions", "2"), ("petitions", "3")]
    assert (behind.days, behind.lines, behind.total, behind.among) == ([107, 107], 2, 2, 4)


@pytest.mark.parametrize(
    ("days", "total"),
    [
        pytest.param((7, 200), 60, id="more rows than are at hand, so that nobody knows the nearest"),
        pytest.param((None, None), 2, id="no row has the days"),
        pytest.param((7, 7), 2, id="every row attains it"),
    ],
)
def test_all_rows_are_meant_where_none_can_be_picked(days: tuple[int | None, ...], total: int) -> None:
    behind = nearest(*days, total=total)
    assert (behind.lines, behind.total, behind.among) == (2, total, 0)
