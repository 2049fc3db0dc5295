"""Which acts start the clock of revocation: the debtor's own, and no others."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.support.explanation import AS_OF, made_up_explanation, row
from zbrisk.contract import load_contract
from zbrisk.explaining.explanation import Explanation
from zbrisk.explaining.party_aliases import PartyAliases
from zbrisk.explaining.reason import EvidenceRow
from zbrisk.explaining.surroundings import Holding, Surroundings
from zbrisk.pages.cells import Cells
from zbrisk.pages.clocks import clocks

CONTRACT = load_contract()
CASE = made_up_explanation()
DEBTOR = next(str(party["party_id"]) for party in CASE.parties if party.get("role") == "debtor")
OTHER, DAY = "P-other", dt.date(2024, 3, 5)
HOUSE = Holding(
    holder_id=DEBTOR, asset_id="house", asset_class="real_estate", value=1e6, since=dt.date(2014, 5, 1), until=None
)


def act_of(event: str, holder: str, counterparty: str, day: dt.date = DAY, ident: str = "E1") -> EvidenceRow:
    """One act with a car."""
    return row(
        "asset_events", "event_id", ident, day, event=event, event_date=day, asset_id="house", asset_class="vehicle",
        holder_id=holder, counterparty_id=counterparty,
    )  # fmt: skip


def cells_of(case: Explanation) -> Cells:
    return Cells(cast=PartyAliases.of(case, CONTRACT), as_of=AS_OF)


def said_of(acts: list[EvidenceRow], held: tuple[Holding, ...] = (HOUSE,)) -> list[str]:
    """What is said of revocation where these are the acts in evidence."""
    case = replace(CASE, surroundings=Surroundings(holdings=held))
    return [line for line in clocks(case, acts, cells_of(case)) if "撤销权" in line]


def said(event: str, holder: str, counterparty: str, *, held: tuple[Holding, ...] = (HOUSE,)) -> list[str]:
    """The same of one act."""
    return said_of([act_of(event, holder, counterparty)], held)


@pytest.mark.parametrize("event", ["transfer", "gift", "mortgage"])
def test_what_the_debtor_did_can_be_revoked_for_five_years(event: str) -> None:
    (line,) = said(event, DEBTOR, OTHER)
    assert "被执行人 2024-03-05 " in line and "五年至 2029-03-05；" in line and "债权人知道" in line


def test_acts_of_more_than_five_years_ago_are_counted_beside_the_one_that_still_runs() -> None:
    days = (dt.date(2018, 8, 2), dt.date(2019, 9, 17), dt.date(2021, 12, 8))
    acts = [act_of("transfer", DEBTOR, OTHER, day, ident) for ident, day in zip("ABC", days, strict=True)]
    (line,) = said_of(acts)
    assert "2021-12-08 车辆转让，五年至 2026-12-08（余 16 天）；更早的 2 项已逾五年" in line
    assert said_of(acts[:2]) == []


def test_a_case_says_when_the_years_of_queries_have_ended() -> None:
    ended = replace(CASE, case={**CASE.case, "closed_date": dt.date(2021, 5, 6)}, surroundings=Surroundings(queries=()))
    assert "终本后五年查询期已于 2026-05-06 届满" in clocks(ended, [], cells_of(ended))


def test_a_period_that_ends_soon_says_what_is_left() -> None:
    soon = replace(
        CASE, case={**CASE.case, "closed_date": dt.date(2021, 11, 22)}, surroundings=Surroundings(queries=())
    )
    assert any("五年期至 2026-11-22（评估日当天届满）" in line for line in clocks(soon, [], cells_of(soon)))


@pytest.mark.parametrize("event", ["transfer", "gift", "mortgage", "own_start"])
def test_what_somebody_else_did_cannot(event: str) -> None:
    assert said(event, OTHER, DEBTOR) == []


@pytest.mark.parametrize(("holder", "counterparty"), [(OTHER, DEBTOR), (DEBTOR, OTHER)])
def test_somebody_entered_beside_a_debtor_who_owned_it_already_is_his_act(holder: str, counterparty: str) -> None:
    assert len(said("co_own", holder, counterparty)) == 1
    bought_together = replace(HOUSE, since=DAY)
    assert said("co_own", holder, counterparty, held=(bought_together,)) == []
