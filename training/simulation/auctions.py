"""Judicial auctions: what is sold, who bids, and who gets what from the proceeds."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.simulation.disputes import plan_sale
from training.simulation.ledger import NEVER, NOBODY, Flags, Floats, Ints
from training.simulation.papers import Papers
from training.simulation.stage import Stage

__all__ = ["write_auctions"]


def write_auctions(stage: Stage) -> None:
    """Sell what the disputes' plans say is sold, and distribute the proceeds."""
    d = stage.disputes
    honest = np.flatnonzero(
        (d.outcome == "terminated_round") & (d.auction_on == NEVER) & stage.yes(stage.usual("auction", 0.05), len(d))
    )
    plan_sale(stage, honest, stage.between(d.filed[honest] + 60, d.closed[honest] - 5))
    case = np.flatnonzero(d.auction_on != NEVER)
    n = len(case)
    value = stage.money(800_000, 0.6, n)
    asset, county = d.auction_asset[case], d.county[case]
    stage.ledger.add(
        "assets", asset_id=asset, asset_class="real_estate", value=value, encumbered=np.round(value * 0.4),
        _county=county,
    )  # fmt: skip
    for event, day in (
        ("own_start", d.suit[case] - stage.days(700, 4000, n)),
        ("seize", d.filed[case] + 10),
        ("dispose", d.auction_on[case] + 5),
    ):
        stage.ledger.add(
            "asset_events", asset_id=asset, event=event, event_date=day, holder_id=d.debtor[case],
            seize_rank=1.0 if event == "seize" else np.nan, case_id=NOBODY if event == "own_start" else case,
            until_date=day + 1095 if event == "seize" else NEVER, _county=county,
        )  # fmt: skip
    papers = Papers(stage)
    appraised, complete = papers.appraised(case, d.auction_on[case] - 85), papers.read(case, "r44_notice_complete")
    failed = stage.yes(0.35, n)
    _auction(
        stage,
        case[failed],
        asset[failed],
        value[failed],
        d.auction_on[case[failed]] - 45,
        1,
        np.zeros(int(failed.sum()), dtype=bool),
        appraised_date=appraised[failed],
        complete_flag=complete[failed],
    )
    final, auction = _auction(
        stage, case, asset, value, d.auction_on[case], np.where(failed, 2, 1), np.ones(n, dtype=bool),
        appraised_date=appraised, complete_flag=complete,
    )  # fmt: skip
    _distribute(stage, case, auction, final)


def _auction(
    stage: Stage, case: Ints, asset: Ints, value: Floats, ends: Ints, turn: Any, sold: Flags, **papers: Any
) -> tuple[Floats, Ints]:
    """One round: notice, start, bids, end; a planned buyer bids alone or nearly so."""
    d = stage.disputes
    n = len(case)
    auction = stage.mint("auction", n)
    start = np.round(value * np.where(np.asarray(turn) == 2, 0.56, 0.7))
    planned = d.buyer[case] >= 0
    bids = np.where(sold, np.where(planned, stage.days(1, 3, n), stage.days(1, 8, n)), 0)
    winner = np.where(planned, d.buyer[case], stage.one_of(stage.people.outsiders, n))
    final = np.where(sold, np.round(start * (1 + 0.03 * bids * stage.uniform(0.5, 1.5, n))), np.nan)
    ts = ends * 86_400 + 36_000
    marks: dict[str, Any] = {
        "_case": np.where(d.auction_scheme[case] == "", NOBODY, case), "_typology": d.auction_scheme[case],
        "_part": "deed", "_county": d.county[case],
    }  # fmt: skip
    stage.ledger.add(
        "auctions", auction_id=auction, case_id=case, asset_id=asset,
        round=np.broadcast_to(np.asarray(turn, dtype=float), n).copy(), published_date=ends - stage.days(16, 40, n),
        start_ts=ts - 86_400, end_ts=ts, appraisal=value, start_price=start, deposit=np.round(start * 0.1),
        final_price=final, result=np.where(sold, "sold", "unsold").astype(object),
        winner_id=np.where(sold, winner, NOBODY), lease_disclosed_flag=stage.yes(0.1, n).astype(float),
        **papers, **marks,
    )  # fmt: skip
    row = np.repeat(np.arange(n), bids)
    number = np.arange(len(row)) - np.repeat(np.cumsum(bids) - bids, bids) + 1
    last = number == bids[row]
    bidder = np.where(last, winner[row], stage.one_of(stage.people.outsiders, len(row)))
    payer = np.where(last & (d.deposit_payer[case[row]] >= 0), d.deposit_payer[case[row]], bidder)
    stage.ledger.add(
        "auction_bids", auction_id=auction[row], bid_no=number.astype(float), bidder_id=bidder, deposit_payer_id=payer,
        ts=ts[row] - (bids[row] - number + 1) * 600,
        price=np.where(last, final[row], np.round(start[row] * (1 + 0.02 * number))),
        _case=np.where(last, marks["_case"][row], NOBODY), _typology=marks["_typology"][row], _part="deed",
        _county=marks["_county"][row],
    )  # fmt: skip
    return final, auction


def _distribute(stage: Stage, case: Ints, auction: Ints, final: Floats) -> None:
    """Costs, wages and mortgage first, the applicant and those who entered late share the rest."""
    d = stage.disputes
    planned = d.auction_on[case] + stage.days(20, 70, len(case))
    paid_on = np.where(stage.yes(0.85, len(case)), planned + stage.days(5, 40, len(case)), NEVER)
    by_case = {int(c): i for i, c in enumerate(case)}
    late = np.flatnonzero(d.late >= 0)
    of_late = np.array([by_case[int(c)] for c in d.late[late]], dtype=np.int64)
    bank = stage.one_of(stage.people.outsiders, len(case))
    one = np.arange(len(case))
    wage = d.cause[late] == "追索劳动报酬纠纷"
    mortgaged = one[stage.yes(0.4, len(case))]
    of_scheme = {"_case": d.root[late], "_typology": d.scheme[late], "_part": "deed"}
    for rows, party, rank, claim, marks in (
        (mortgaged, bank[mortgaged], "mortgage", 0.5 * final[mortgaged], {}),
        (one, d.applicant[case], "common", d.claim[case], {}),
        (of_late, d.applicant[late], np.where(wage, "wage", "common").astype(object), d.claim[late], of_scheme),
    ):
        quota = np.round(np.minimum(claim, final[rows] * stage.uniform(0.05, 0.4, len(rows))))
        stage.ledger.add(
            "distributions", case_id=case[rows], auction_id=auction[rows], party_id=party, rank=rank, claim=claim,
            planned=quota, paid=np.where(paid_on[rows] == NEVER, np.nan, quota), planned_date=planned[rows],
            paid_date=paid_on[rows], _county=d.county[case[rows]], **marks,
        )  # fmt: skip
