"""What everybody owns in an ordinary way: houses, cars, policies; bought, mortgaged, sold, let, inherited."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.simulation.ledger import NEVER, NOBODY, Floats, Ints
from training.simulation.stage import Stage

__all__ = ["Belongings"]


@dataclass(kw_only=True)
class Belongings:
    """The principals' own house and car (or their debtor company's), NOBODY where there is none, and until when."""

    house: Ints
    car: Ints
    house_until: Ints
    car_until: Ints

    @classmethod
    def acquired(cls, stage: Stage) -> Belongings:
        """Write down the possessions of principals and their kin."""
        people, companies = stage.people, stage.companies
        n = people.principals
        who = np.arange(n)
        holder = np.where(companies.is_debtor, companies.of, who)
        house, house_until = _possess(stage, "real_estate", holder, who, stage.usual("house", 0.36), 900_000)
        car, car_until = _possess(stage, "vehicle", holder, who, stage.usual("car", 0.48), 90_000)
        _possess(stage, "insurance", who, who, stage.usual("policy", 0.10), 15_000)
        _possess(stage, "security", who, who, stage.usual("securities", 0.04), 30_000)
        for column in range(people.kin.shape[1]):
            has = np.flatnonzero(people.kin[:, column] >= 0)
            kin = people.kin[has, column]
            houses = stage.usual("kin house", 0.25 if column else 0.10)
            cars = stage.usual("kin car", 0.20 if column else 0.12)
            _possess(stage, "real_estate", kin, has, houses, 800_000)
            _possess(stage, "vehicle", kin, has, cars, 80_000)
        return cls(house=house, car=car, house_until=house_until, car_until=car_until)


def _possess(
    stage: Stage, asset_class: str, holder: Ints, near: Ints, chance: float, median: float
) -> tuple[Ints, Ints]:
    """Some holders own such a thing; returns each one's asset and the day of its sale."""
    n = len(holder)
    asset, until = np.full(n, NOBODY, dtype=np.int64), np.full(n, 10**8, dtype=np.int64)
    has = np.flatnonzero(stage.yes(chance, n))
    asset[has] = stage.mint("asset", len(has))
    county, since = (
        stage.people.county[near[has]],
        stage.start + 700 - np.abs(stage.rng.gamma(1.6, 1100, len(has))).astype(int),
    )
    value = stage.money(median, 0.6, len(has))
    stage.ledger.add("assets", asset_id=asset[has], asset_class=asset_class, value=value, _county=county)
    stage.ledger.add(
        "asset_events", asset_id=asset[has], event="own_start", event_date=since, holder_id=holder[has], share=1.0,
        price=np.round(value * stage.uniform(0.5, 1.0, len(has)), -2), _county=county,
    )  # fmt: skip
    sold = stage.yes(stage.usual("sold", 0.22), len(has))
    day = since[sold] + stage.days(200, 3500, int(sold.sum()))
    until[has[sold]] = day
    _sell(stage, asset[has][sold], holder[has][sold], day, value[sold], county[sold])
    if asset_class == "real_estate":
        _burden(stage, asset[has], holder[has], since, value, county)
    return asset, until


def _sell(stage: Stage, asset: Ints, holder: Ints, day: Ints, value: Floats, county: Ints) -> None:
    n = len(asset)
    stage.ledger.add(
        "asset_events", asset_id=asset, event=stage.one_of(("transfer", "transfer", "transfer", "gift", "own_end"), n),
        event_date=day, holder_id=holder, counterparty_id=stage.one_of(stage.people.outsiders, n), share=1.0,
        price=np.where(stage.yes(0.12, n), np.nan, np.round(value * stage.uniform(0.6, 1.1, n), -2)), _county=county,
    )  # fmt: skip


def _burden(stage: Stage, asset: Ints, holder: Ints, since: Ints, value: Floats, county: Ints) -> None:
    for event, chance, low, high in (
        ("mortgage", stage.usual("mortgage", 0.3), 0, 900),
        ("release", 0.08, 900, 3000),
        ("lease", stage.usual("lease", 0.04), 100, 3000),
        ("co_own", stage.usual("co-owned", 0.12), 0, 1),
    ):
        some = stage.yes(chance, len(asset))
        k = int(some.sum())
        day = since[some] + stage.days(low, high, k)
        stage.ledger.add(
            "asset_events", asset_id=asset[some], event=event, event_date=day, holder_id=holder[some],
            counterparty_id=stage.one_of(stage.people.outsiders, k),
            until_date=day + 365 * 3 if event == "lease" else NEVER,
            price=np.round(value[some] * (0.02 if event == "lease" else 0.5), -2),
            share=0.5 if event == "co_own" else np.nan, _county=county[some],
        )  # fmt: skip
