"""Each condition by a case that meets it and one that does not; hardship orders work and raises no risk."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from tests.support.story import AS_OF, CONTRACT, Rows, event, owns, person, query, row, told, wage, whole
from zbrisk.compiler.compile_relation import compile_relation
from zbrisk.compiler.views import open_namespace
from zbrisk.contract.labels import Bilingual
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.errors import DataError, SignalError
from zbrisk.selection.campaign import Campaign
from zbrisk.selection.campaign_conditions import condition
from zbrisk.signals.catalogue import read_views
from zbrisk.signals.signal_file import SignalFile

READ = ("cases", "parties", "case_parties", "suits", "assets", "asset_events", "property_queries", "auctions")
READ += ("credit_measures", "income_records")
SEIZED = event("thing", "seize", "2022-07-01", case_id="E")
RESTORED = row("cases", case_id="R", case_no="R", case_kind="restoration", filed_date="2023-05-01", parent_case_id="E")


def docket(*parts: Rows) -> Docket:
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in READ}
    for table, columns in whole(told(row("cases", case_id="E", cause="民间借贷纠纷", court_code="浙9602"), *parts)):
        tables[table].append(columns)
    return open_docket(tables, contract=CONTRACT)


def campaign(**cases: Any) -> Campaign:
    return Campaign(name="test", label=Bilingual(zh="测试", en="test"), cases=cases)


def inside(found: Docket, as_of: str = AS_OF, **cases: Any) -> bool:
    return campaign(**cases).moments(found, as_of)["case_id"].tolist() == ["E"]


@pytest.fixture(scope="module")
def rich() -> Docket:
    """Case E with something of everything."""
    return docket(
        person("A", hardship="disabled"),
        owns("thing", asset_class="vehicle"),
        SEIZED,
        query("deposit", "found"),
        row("auctions", auction_id="U", case_id="E", asset_id="thing", published_date="2022-08-01"),
        row("credit_measures", case_id="E", party_id="D", kind="dishonest_list", published_date="2022-08-01"),
        wage("2023-01-01", 5_000),
    )


@pytest.fixture(scope="module")
def poor() -> Docket:
    """Case E with nothing beside it but a restoration."""
    return docket(RESTORED)


DAY = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("name", "met", "unmet"),
    [
        ("cause", ("民间借贷纠纷", "劳动争议"), ("劳动争议",)),
        ("cause", {"prefix": ("民间",)}, {"prefix": ("借贷",)}),
        ("cause", {"contains": ("借贷",), "any": ("劳动争议",)}, {"contains": ("'%",)}),
        ("court", ("浙96",), ("浙9603", "9602")),
        ("amount", {"from": 100_000, "to": 100_000}, {"from": 100_000.01}),
        ("filed", {"from": DAY("2022-06-01"), "to": DAY("2022-06-01")}, {"to": DAY("2022-05-31")}),
        ("filed", {"to": DAY("2030-01-01")}, {"from": DAY("2030-01-01")}),
        ("terminated", {"over": "1y"}, {"over": "3y"}),
        ("terminated", {"over": "13m"}, {"over": "14m"}),
        ("terminated", {"over": "396d"}, {"over": "397d"}),
        ("terminated", {"from": DAY("2022-12-01")}, {"from": DAY("2022-12-02")}),
        ("debtor_kind", ("person",), ("company",)),
    ],
)
def test_what_the_case_itself_says(rich: Docket, name: str, met: Any, unmet: Any) -> None:
    assert inside(rich, **{name: met})
    assert not inside(rich, **{name: unmet})


@pytest.mark.parametrize(
    ("name", "met", "unmet"),
    [
        ("assets_at_termination", True, ("equity",)),
        ("assets_at_termination", ("vehicle",), False),
        ("assets_at_termination", ("deposit",), ("real_estate",)),
        ("seized", ("vehicle",), ("real_estate",)),
        ("auctioned", True, False),
        ("punished", ("dishonest_list",), ("exit_ban",)),
        ("income", ("social_security",), ("pension",)),
        ("applicant_hardship", ("disabled",), ("elderly",)),
        ("restored", False, True),
    ],
)
def test_what_other_tables_say(rich: Docket, poor: Docket, name: str, met: Any, unmet: Any) -> None:
    assert inside(rich, **{name: met})
    assert not inside(rich, **{name: unmet})
    assert not inside(poor, **{name: met})


def test_all_conditions_have_to_hold(rich: Docket) -> None:
    assert inside(rich, auctioned=True, terminated={"over": "1y"})
    assert not inside(rich, auctioned=True, terminated={"over": "3y"})


def test_assets_lost_before_or_gained_after_the_termination_do_not_count() -> None:
    sold = owns("a") + event("a", "transfer", "2022-11-30", "D", "X")
    late = owns("b", since="2022-12-02")
    assert not inside(docket(sold, late), assets_at_termination=True)
    assert inside(docket(owns("a") + event("a", "transfer", "2022-12-02", "D", "X")), assets_at_termination=True)


def test_nothing_known_on_the_day_counts() -> None:
    late = docket(row("auctions", auction_id="U", case_id="E", asset_id="x", published_date="2023-12-31"))
    assert not inside(late, as_of="2023-12-31", auctioned=True)
    assert inside(late, as_of="2024-01-01", auctioned=True)


def test_a_missing_table_is_no_answer() -> None:
    tables = {name: rows for name, rows in _tables().items() if name != "auctions"}
    with pytest.raises(DataError, match="auctions") as refusal:
        campaign(auctioned=True).moments(open_docket(tables, contract=CONTRACT), AS_OF)
    assert "no data is not a no" in refusal.value.cure


def _tables() -> dict[str, list[dict[str, Any]]]:
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in READ}
    for table, columns in whole([]):
        tables[table].append(columns)
    return tables


def test_priority_marks_and_leaves_nobody_out(rich: Docket, poor: Docket) -> None:
    hardship = Campaign(name="t", label=Bilingual(zh="", en=""), priority={"applicant_hardship": ("disabled",)})
    assert hardship.moments(rich, AS_OF)["priority"].tolist() == [True]
    assert hardship.moments(poor, AS_OF)["priority"].tolist() == [False]


def test_hardship_orders_work_and_raises_no_risk() -> None:
    day = pd.Timestamp(AS_OF)
    ranked = pd.DataFrame(
        {
            "case_id": ["a", "b", "c", "a", "b"],
            "as_of": day,
            "target": ["concealed_assets"] * 3 + ["sham_litigation"] * 2,
            "score": [3.0, 2.0, 1.0, 2.0, 1.0],
            "probability": [0.3, 0.2, 0.1, 0.2, 0.1],
            "rank": [1, 2, 3, 1, 2],
            "reasons": ["[]"] * 5,
        }
    )
    moments = pd.DataFrame({"case_id": ["a", "b", "c"], "as_of": day, "priority": [False, True, False]})
    worked = campaign().clues(ranked, moments)
    assert worked["case_id"].tolist() == ["b", "a", "c", "b", "a"]
    assert worked["priority"].tolist() == [True, False, False, True, False]
    back = worked.drop(columns="priority").sort_values(["target", "rank"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(back, ranked)


def test_targets_and_checkpoints() -> None:
    every = campaign()
    assert every.wants_target("sham_litigation") and every.wants_checkpoint("R-18", 2)
    some = Campaign(
        name="t",
        label=Bilingual(zh="", en=""),
        targets=("concealed_assets",),
        rules=frozenset({"R-18"}),
        aspects=frozenset({"7"}),
    )
    assert [some.wants_target(t) for t in ("concealed_assets", "sham_litigation")] == [True, False]
    assert [some.wants_checkpoint(*c) for c in (("R-18", 2), ("R-21", 7), ("R-17", 5))] == [True, True, False]


@pytest.mark.parametrize("purpose", ["signal", "checkpoint", "linking"])
def test_hardship_orders_work_and_can_be_read_by_nothing_else(purpose: str) -> None:
    sql = f"select this_case.case_id from this_case where {condition('applicant_hardship', ('disabled',), 0)}"
    file = SignalFile(name="risk", path="risk", header={}, sql=sql)
    with pytest.raises(SignalError, match="hardship is restricted"):
        compile_relation(file, open_namespace(CONTRACT, read_views(), purpose=purpose))
