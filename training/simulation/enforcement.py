"""What the court does in an enforcement case: notices, queries, seizures, restrictions, restorations."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.simulation.assets import Belongings
from training.simulation.ledger import NEVER, Ints
from training.simulation.papers import Papers
from training.simulation.stage import Stage, either

__all__ = ["enforce", "restore"]

# action: how often it is done in a terminated round, counted from filing or closing, days from, days to
_ACTIONS: dict[str, tuple[float, str, int, int]] = {
    "enforcement_notice": (0.985, "filed", 1, 10), "report_order": (0.98, "filed", 1, 10),
    "report_received": (0.30, "filed", 10, 40), "report_verified": (0.18, "filed", 30, 60),
    "missing_person_search": (0.08, "filed", 40, 90), "search": (0.05, "filed", 30, 80),
    "fine": (0.03, "filed", 40, 90), "detention": (0.05, "filed", 40, 90), "audit": (0.01, "filed", 40, 90),
    "bounty": (0.02, "filed", 40, 90), "clue_received": (0.06, "filed", 20, 90),
    "clue_checked": (0.04, "filed", 40, 99), "interview": (0.96, "closed", -14, -1),
    "panel_review": (0.96, "closed", -7, 0), "ruling_issued": (1.0, "closed", 0, 1),
    "ruling_served": (0.96, "closed", 1, 25), "restore_request": (0.06, "closed", 60, 900),
}  # fmt: skip
_DUTIES = {
    "enforcement_notice": "r01_notice_issued",
    "report_order": "r02_report_ordered",
    "interview": "r13_applicant_interviewed",
    "panel_review": "r14_panel_or_consent",
    "ruling_served": "r16_ruling_served",
}
_READ = {"report_received": "r04_report_covers_a_year", "ruling_issued": "r15_ruling_complete"}
_ONLINE = ("deposit", "e_wallet", "vehicle", "real_estate", "security")
_OFFLINE = {
    "equity": 0.35,
    "insurance": 0.22,
    "housing_fund": 0.30,
    "pension": 0.22,
    "wealth": 0.2,
    "receivable": 0.04,
    "demolition": 0.04,
    "tax_refund": 0.04,
}


def enforce(stage: Stage, belongings: Belongings) -> None:
    """Write down the court's work on every enforcement."""
    d = stage.disputes
    terminated = np.flatnonzero(d.outcome == "terminated_round")
    stage.violations.append(("r11_three_months", terminated[d.closed[terminated] - d.filed[terminated] < 90]))
    _act(stage, terminated)
    _close_others(stage, np.flatnonzero((d.outcome != "terminated_round") & (d.outcome != "")))
    _query(stage, terminated, belongings)
    _seize(stage, terminated, belongings)
    _restrict(stage, terminated)
    restored = terminated[stage.yes(stage.usual("restored", 0.10), len(terminated))]
    restore(stage, restored, d.closed[restored] + stage.days(100, 1200, len(restored)))


def _act(stage: Stage, case: Ints) -> None:
    d = stage.disputes
    papers = Papers(stage)
    for action, (chance, moment, low, high) in _ACTIONS.items():
        chance = stage.usual("reports", chance) if action.startswith("report_re") else chance
        done = stage.yes(chance, len(case))
        if action in _DUTIES:
            stage.violations.append((_DUTIES[action], case[~done]))
        who = case[done & ~stage.yes(stage.world.unentered, len(case))]
        start = d.filed[who] if moment == "filed" else d.closed[who]
        day = start + stage.days(low, high, len(who))
        day = np.minimum(day, d.closed[who] - 1) if moment == "filed" else day
        result = (
            stage.one_of(("申报无财产", "申报部分财产", "逾期申报"), len(who), (6, 3, 1))
            if action == "report_received"
            else None
        )
        party = d.debtor[who] if action != "interview" else d.applicant[who]
        if action == "enforcement_notice":
            papers.noticed[who] = day
        if action == "report_order":
            day, party = papers.ordered(case[done], who, day)
        stage.ledger.add(
            "enforcement_actions", case_id=who, party_id=party, action=action, action_date=day, result=result,
            complete_flag=papers.read(who, _READ[action]) if action in _READ else np.nan, _county=d.county[who],
        )  # fmt: skip


def _joint(stage: Stage, case: Ints) -> Ints:
    """Those of the cases with a second debtor; nobody is restricted but the first."""
    return np.intersect1d(stage.joint, case)


def _close_others(stage: Stage, case: Ints) -> None:
    d = stage.disputes
    paid = case[np.isin(d.outcome[case], ("performed", "settled"))]
    for action, who, day in (
        ("enforcement_notice", case, d.filed[case] + 5),
        ("report_order", case, d.filed[case] + 5),
        ("performed", paid, d.closed[paid] - 2),
        ("payment_out", paid, d.closed[paid] - 1),
    ):
        stage.ledger.add(
            "enforcement_actions", case_id=who, party_id=d.debtor[who], action=action, action_date=day,
            _county=d.county[who],
        )  # fmt: skip


def _query(stage: Stage, case: Ints, belongings: Belongings) -> None:
    """Two rounds of on-line queries, some classes at their registries, and half-yearly repetitions afterwards."""
    d = stage.disputes
    n = len(case)
    first, second = d.filed[case] + stage.days(2, 25, n), d.closed[case] - stage.days(2, 60, n)
    for asset_class in _ONLINE:
        _ask(stage, case, asset_class, "online", first, 0.97, belongings)
        _ask(stage, case, asset_class, "online", second, 0.70, belongings)
        for half_year in range(1, 5):
            day = d.closed[case] + 182 * half_year + stage.days(-10, 45, n)
            _ask(stage, case, asset_class, "online", day, stage.usual("asked again", 0.45) * 0.8**half_year, belongings)
    for asset_class, chance in _OFFLINE.items():
        chance = stage.usual("registry asked", chance)
        _ask(stage, case, asset_class, "registry", first + stage.days(5, 60, n), chance, belongings)


def _ask(
    stage: Stage, case: Ints, asset_class: str, channel: str, day: Ints, chance: float, belongings: Belongings
) -> None:
    d = stage.disputes
    asked = stage.yes(chance, len(case)) & (day <= stage.end)
    who, day = case[asked], day[asked]
    n, p = len(who), d.principal[who]
    if asset_class in ("real_estate", "vehicle"):
        thing, until = (
            (belongings.house, belongings.house_until)
            if asset_class == "real_estate"
            else (belongings.car, belongings.car_until)
        )
        there = (thing[p] >= 0) & (until[p] > day) & stage.yes(0.9, n)
    else:
        often = {"deposit": 0.25, "e_wallet": 0.10, "equity": 0.12, "housing_fund": 0.10}.get(asset_class, 0.03)
        there = stage.yes(stage.usual("asset found", often), n)
    result = np.where(there, "found", np.where(stage.yes(0.015, n), "failed", "none")).astype(object)
    amount = np.where(
        there & (asset_class in ("deposit", "e_wallet", "housing_fund", "insurance")), stage.money(1500, 1.3, n), np.nan
    )
    stage.ledger.add(
        "property_queries", case_id=who, party_id=d.debtor[who], asset_class=asset_class, channel=channel,
        query_date=day, result=result, amount=amount, _county=d.county[who],
    )  # fmt: skip


def _seize(stage: Stage, case: Ints, belongings: Belongings) -> None:
    d = stage.disputes
    p = d.principal[case]
    for thing, until, chance, years in (
        (belongings.house, belongings.house_until, 0.65, 3),
        (belongings.car, belongings.car_until, 0.6, 2),
    ):
        day = d.filed[case] + stage.days(8, 60, len(case))
        seized = (thing[p] >= 0) & (until[p] > day) & stage.yes(stage.usual("seized", chance), len(case))
        who, on = case[seized], day[seized]
        _mark(stage, who, thing[p][seized], "seize", on, until=on + 365 * years)
        later = stage.yes(stage.usual("renewed", 0.25), len(who))
        _mark(
            stage,
            who[later],
            thing[p][seized][later],
            "renew",
            on[later] + 365 * years - 20,
            until=on[later] + 730 * years,
        )
        if years == 2:
            held = stage.yes(stage.usual("fetched", 0.3), len(who))
            _mark(stage, who[held], thing[p][seized][held], "detain", on[held] + stage.days(5, 90, int(held.sum())))


def _mark(stage: Stage, case: Ints, asset: Ints, event: str, day: Ints, until: Any = NEVER) -> None:
    d = stage.disputes
    stage.ledger.add(
        "asset_events", asset_id=asset, event=event, event_date=day, holder_id=d.debtor[case], case_id=case,
        until_date=until,
        seize_rank=stage.one_of(np.array([1, 1, 1, 2, 3]), len(case)).astype(float) if event == "seize" else np.nan,
        _county=d.county[case],
    )  # fmt: skip


def _restrict(stage: Stage, case: Ints) -> None:
    d = stage.disputes
    for kind, chance, ground in (
        ("restrict_consumption", 0.97, "未按执行通知履行"),
        ("dishonest_list", stage.usual("listed as dishonest", 0.42), "有履行能力而拒不履行"),
        ("exit_ban", 0.01, "未履行"),
    ):
        done = stage.yes(chance, len(case))
        if kind == "restrict_consumption":
            stage.violations.append(("r05_consumption_restricted", np.union1d(case[~done], _joint(stage, case))))
        who = case[done]
        day = d.filed[who] + stage.days(8, 60, len(who))
        if kind == "restrict_consumption":
            stage.violations.append(("r05_consumption_restricted", who[day > d.closed[who]]))
        removed = np.where(stage.yes(0.12, len(who)), day + stage.days(200, 1500, len(who)), NEVER)
        stage.ledger.add(
            "credit_measures", case_id=who, party_id=d.debtor[who], kind=kind, ground=ground, decided_date=day,
            published_date=day + stage.days(0, 4, len(who)),
            until_date=day + 730 if kind == "dishonest_list" else NEVER, removed_date=removed, _county=d.county[who],
        )  # fmt: skip


def restore(stage: Stage, case: Ints, day: Ints, **marks: Any) -> Ints:
    """Take terminated cases up again from that day; returns the new cases' numbers."""
    d = stage.disputes
    restored = stage.mint("case", len(case))
    stage.restored.append((restored, case))
    n = len(case)
    mode = stage.one_of(("performed", "settled", "terminated_round", "terminated"), n, (60, 12, 18, 10))
    realised = np.where(mode == "performed", d.claim[case], d.claim[case] * stage.rng.beta(1, 4, n))
    stage.ledger.add(
        "cases", case_id=restored, case_kind="restoration", cause=d.cause[case], filed_date=day,
        closed_date=day + stage.days(30, 180, n), close_mode=mode,
        term_reason=either(mode == "terminated_round", "未发现可供执行的财产"), basis_case_id=d.suit_case(case),
        parent_case_id=case, claim_amount=d.claim[case], realised_amount=np.round(realised), _county=d.county[case],
        **marks,
    )  # fmt: skip
    for party, role in ((d.applicant, "applicant"), (d.debtor, "debtor")):
        stage.ledger.add(
            "case_parties", case_id=restored, party_id=party[case], role=role, _county=d.county[case], **marks
        )
    for action in ("restored", "enforcement_notice"):
        stage.ledger.add(
            "enforcement_actions", case_id=restored if action != "restored" else case, party_id=d.debtor[case],
            action=action, action_date=day + stage.days(0, 10, n), _county=d.county[case], **marks,
        )  # fmt: skip
    return restored
