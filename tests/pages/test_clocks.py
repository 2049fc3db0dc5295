"""Which acts start the clock of revocation: the debtor's own, and no others."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.support.explanation import AS_OF, made_up_explanation, row
from zbrisk.contract import load_contract
from zbrisk.explaining.party_aliases import PartyAliases
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


def said(event: str, holder: str, counterparty: str, *, held: tuple[Holding, ...] = (HOUSE,)) -> list[str]:
    """What is said of revocation where this is the only act in evidence."""
    act = row(
        "asset_events", "event_id", "E1", DAY, event=event, event_date=DAY, asset_id="house",
        holder_id=holder, counterparty_id=counterparty,
    )  # fmt: skip
    case = replace(CASE, surroundings=Surroundings(holdings=held))
    lines = clocks(case, [act], Cells(cast=PartyAliases.of(case, CONTRACT), as_of=AS_OF))
    return [line for line in lines if "撤销权" in line]


@pytest.mark.parametrize("event", ["transfer", "gift", "mortgage"])
def test_what_the_debtor_did_can_be_revoked_for_five_years(event: str) -> None:
    (line,) = said(event, DEBTOR, OTHER)
    assert "被执行人 2024-03-05 的行为起五年，至 2029-03-05" in line and "债权人知道" in line


@pytest.mark.parametrize("event", ["transfer", "gift", "mortgage", "own_start"])
def test_what_somebody_else_did_cannot(event: str) -> None:
    assert said(event, OTHER, DEBTOR) == []


@pytest.mark.parametrize(("holder", "counterparty"), [(OTHER, DEBTOR), (DEBTOR, OTHER)])
def test_somebody_entered_beside_a_debtor_who_owned_it_already_is_his_act(holder: str, counterparty: str) -> None:
    assert len(said("co_own", holder, counterparty)) == 1
    bought_together = replace(HOUSE, since=DAY)
    assert said("co_own", holder, counterparty, held=(bought_together,)) == []
