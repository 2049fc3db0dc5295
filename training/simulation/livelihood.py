"""How everybody lives: wages, a company's months, journeys, fines, driving; the noise that schemes hide in."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.simulation.assets import Belongings
from training.simulation.ledger import NEVER, Floats, Ints
from training.simulation.stage import Act, Stage, either, month_after

__all__ = ["business_months", "drive", "live", "month_rows", "pay_wages", "report_months"]

MIN_WAGE = 2_000.0  # a month, in yuan
_SEEN_BY = {"camera": 60, "parking": 15, "violation": 8, "toll": 12, "inspection": 3, "insurance": 2}
_PLACES = tuple(f"卡口{n:03d}" for n in range(1, 240))


def live(stage: Stage, belongings: Belongings) -> None:
    """Write down everybody's ordinary months, journeys and fines."""
    first = stage.disputes.first_terminated(stage.world.cases)
    _earn(stage, first)
    business_months(stage, first)
    _spend(stage, first)
    _offend(stage)
    _drive(stage, belongings)
    _expect(stage, first)


def _earn(stage: Stage, first: Ints) -> None:
    people, d = stage.people, stage.disputes
    who = np.arange(people.principals)
    filed = d.filed[first]
    before = stage.yes(stage.usual("wages before", 0.30), len(who))
    after = stage.yes(stage.usual("wages after", 0.10), len(who))
    pay_wages(
        stage,
        who[before],
        filed[before] - stage.days(300, 700, int(before.sum())),
        stage.days(4, 15, int(before.sum())),
        1.9,
    )
    pay_wages(
        stage,
        who[after],
        filed[after] + stage.days(0, 200, int(after.sum())),
        stage.days(3, 16, int(after.sum())),
        1.15,
    )
    old = np.flatnonzero(people.birth_year[: len(who)] < stage.world.end.year - 58)
    pay_wages(stage, old, filed[old] - stage.days(0, 300, len(old)), stage.days(6, 24, len(old)), 1.2, kind="pension")
    for column, chance in ((0, 0.25), (5, 0.15), (1, 0.15), (3, 0.10)):
        near = who[(people.kin[:, column] >= 0) & stage.yes(stage.usual("kin wages", chance), len(who))]
        pay_wages(
            stage,
            people.kin[near, column],
            filed[near] - stage.days(100, 600, len(near)),
            stage.days(3, 12, len(near)),
            1.8,
        )


def month_rows(since: Ints, months: Ints) -> tuple[Ints, Ints]:
    """For each span its months: the position of the span, and each month's first day."""
    which = np.repeat(np.arange(len(months)), months)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(months) - months, months)
    return which, month_after(since[which], nth)


def pay_wages(
    stage: Stage,
    who: Ints,
    since: Ints,
    months: Ints,
    times: float,
    *,
    kind: str = "social_security",
    employer: Any = None,
) -> None:
    """Contribution months of these persons, on a base of about `times` the minimum wage."""
    n = len(who)
    county = stage.people.county[who]
    base = MIN_WAGE * times * np.exp(0.3 * stage.rng.standard_normal(n))
    boss = stage.one_of(stage.employers, n) if employer is None else employer
    which, month = month_rows(since, months)
    also = (
        np.where(stage.yes(0.25, n), "housing_fund", kind).astype(object)
        if kind == "social_security"
        else np.full(n, kind, dtype=object)
    )
    pay = np.round(base * stage.uniform(0.95, 1.05, n), -1)[which]
    stage.ledger.add(
        "income_records", party_id=who[which], month=month, kind=also[which],
        employer_id=boss[which] if kind != "pension" else -1, base=pay, paid=np.round(pay * 0.24, 2),
        _county=county[which],
    )  # fmt: skip


def business_months(stage: Stage, first: Ints) -> None:
    """The months of the principals' companies; most dwindle around the suit, those of the schemes on their day."""
    companies, d = stage.companies, stage.disputes
    who = np.flatnonzero(companies.of >= 0)
    suit = d.suit[first[who]]
    sooner = suit + stage.days(-500, 500, len(who))
    never = stage.yes(0.35, len(who))
    shrinks = np.where(companies.shrinks_on[who] != NEVER, companies.shrinks_on[who], np.where(never, 10**7, sooner))
    report_months(
        stage, companies.of[who], suit - 400, stage.days(16, 34, len(who)), companies.turnover[who],
        companies.staff[who], shrinks, stage.people.county[who],
    )  # fmt: skip


def report_months(
    stage: Stage,
    company: Ints,
    since: Ints,
    months: Ints,
    turnover: Floats,
    staff: Ints,
    shrinks: Ints,
    county: Ints,
    **marks: Any,
) -> None:
    """Invoices, taxes and staff of each month; from `shrinks` on they fade away."""
    which, month = month_rows(since, months)
    faded = np.exp(-np.maximum(month - shrinks[which], 0) / 120.0)
    out = turnover[which] * faded * np.exp(0.35 * stage.rng.standard_normal(len(which)))
    people = np.round(staff[which] * np.sqrt(faded))
    stage.ledger.add(
        "company_activity", party_id=company[which], month=month, invoiced_out=np.round(out, 2),
        invoiced_in=np.round(out * stage.uniform(0.4, 0.9, len(which)), 2), tax_paid=np.round(out * 0.015, 2),
        insured_count=people, utility_kwh=np.round(out / 40 * stage.uniform(0.7, 1.3, len(which))),
        _county=county[which], **{name: value[which] for name, value in marks.items()},
    )  # fmt: skip


SPENDING = {
    "flight": 900.0,
    "g_train": 300.0,
    "d_train": 120.0,
    "hotel": 600.0,
    "tour": 2500.0,
    "insurance": 4000.0,
    "school": 9000.0,
    "golf": 1500.0,
}


def _spend(stage: Stage, first: Ints) -> None:
    d, people = stage.disputes, stage.people
    n = int(2.0 * people.principals * stage.world.style.customs.get("journeys", 1.0))
    who = stage.rng.integers(0, people.principals, n)
    day = d.filed[first[who]] + stage.days(-900, 60, n)
    kind = stage.one_of(list(SPENDING), n, (20, 35, 25, 12, 2, 3, 2, 1))
    _journey(stage, who, day, kind)
    n = int(people.principals / 6 * stage.world.style.customs.get("restricted journeys", 1.0))
    who = stage.rng.integers(0, people.principals, n)
    _journey(
        stage,
        who,
        d.filed[first[who]] + stage.days(60, 900, n),
        stage.one_of(("g_train", "d_train", "flight", "hotel"), n, (3, 5, 1, 2)),
    )


def _journey(stage: Stage, who: Ints, day: Ints, kind: Any) -> None:
    n = len(who)
    seat = either(np.isin(kind, ("g_train", "d_train")), "二等座", either(kind == "flight", "经济舱"))
    stage.ledger.add(
        "spending", party_id=who, kind=kind, seat=seat, spent_date=day,
        amount=stage.money(np.array([SPENDING[k] for k in kind]), 0.5, n),
        document=np.where(stage.yes(0.03, n), "passport", "id_card").astype(object), _county=stage.people.county[who],
    )  # fmt: skip


def _offend(stage: Stage) -> None:
    n = int(stage.people.principals / 3 * stage.world.style.customs.get("fines", 1.0))
    who = stage.rng.integers(0, stage.people.principals, n)
    stage.ledger.add(
        "police_records", party_id=who,
        kind=stage.one_of(("traffic", "gambling", "lending_offence", "other"), n, (80, 12, 2, 6)),
        event_date=stage.start + stage.days(-700, stage.end - stage.start, n), amount=stage.money(400, 0.8, n),
        _county=stage.people.county[who],
    )  # fmt: skip


def drive(stage: Stage, act: Act, car: Ints, day: Ints, driver: Ints, *, hidden: float | None = None) -> None:
    """A car is seen on the road."""
    n = len(act)
    stage.leave(
        act, "vehicle_sightings", hidden=hidden, asset_id=car, ts=day * 86_400 + stage.days(6 * 3600, 23 * 3600, n),
        place=stage.one_of(_PLACES, n),
        kind=stage.one_of(list(_SEEN_BY), n, list(_SEEN_BY.values())),
        driver_id=driver,
    )  # fmt: skip


def _drive(stage: Stage, belongings: Belongings) -> None:
    """Ordinary cars are seen now and then until they are sold, and a few of them after it, or after their seizure."""
    who = np.flatnonzero(belongings.car >= 0)
    seen = who[
        np.repeat(np.arange(len(who)), stage.rng.poisson(3.5 * stage.world.style.customs.get("driving", 1.0), len(who)))
    ]
    day = stage.start + stage.days(-300, stage.end - stage.start, len(seen))
    ghost = stage.yes(0.06, len(seen))
    seen, day = seen[(day < belongings.car_until[seen]) | ghost], day[(day < belongings.car_until[seen]) | ghost]
    n = len(seen)
    stage.ledger.add(
        "vehicle_sightings", asset_id=belongings.car[seen], ts=day * 86_400 + stage.days(6 * 3600, 23 * 3600, n),
        place=stage.one_of(_PLACES, n),
        kind=stage.one_of(list(_SEEN_BY), n, list(_SEEN_BY.values())),
        driver_id=np.where(stage.yes(0.35, n), seen, -1), _county=stage.people.county[seen],
    )  # fmt: skip


def _expect(stage: Stage, first: Ints) -> None:
    """Money that is owed to debtors: compensation for a house, project sums, judgments."""
    n = int(stage.people.principals / 30 * stage.world.style.customs.get("claims due", 1.0))
    who = stage.rng.integers(0, stage.people.principals, n)
    agreed = stage.disputes.filed[first[who]] + stage.days(-900, 400, n)
    stage.ledger.add(
        "receivables", creditor_id=who, obligor=stage.one_of(OBLIGORS, n),
        kind=stage.one_of(("demolition", "project", "dividend", "judgment", "tax_refund", "rent"), n),
        amount=stage.money(60_000, 1.0, n), agreed_date=agreed, due_date=agreed + stage.days(30, 500, n),
        paid_date=np.where(stage.yes(0.7, n), agreed + stage.days(30, 500, n), NEVER), payee_id=who,
        _county=stage.people.county[who],
    )  # fmt: skip


OBLIGORS = ("澜州市房屋征收办", "东溪镇人民政府", "澜州交通投资公司", "西陵开发区管委会", "云川建设集团")


__all__ += ["MIN_WAGE", "OBLIGORS", "SPENDING"]
