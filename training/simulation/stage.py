"""The stage on which people act: the world's parameters, its chance, its ledger, and the verbs that leave traces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np

from training.simulation.ledger import NEVER, NOBODY, Flags, Floats, Ints, Ledger, Words
from training.simulation.society import Companies, Disputes, People
from training.simulation.style import CUSTOMS
from training.simulation.world import World

__all__ = ["Act", "Stage", "day_number"]


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


@dataclass(frozen=True, kw_only=True)
class Act:
    """People who do the same thing, one position each: the guilty, or the honest who only look like them.

    `person` is the human being behind the debtor: the debtor, or a debtor company's controller. `kin` is a relative (a
    friend where there is none), `company` the debtor company or one that the person controls. Days are day numbers.
    """

    typology: str
    guilty: bool
    case: Ints  # the dispute's number
    debtor: Ints
    person: Ints
    kin: Ints
    spouse: Ints
    company: Ints
    county: Ints
    claim: Floats
    suit: Ints
    served: Ints
    filed: Ints
    closed: Ints
    strength: Floats
    row: Ints  # where each stands in the act that these were taken from

    def __len__(self) -> int:
        return len(self.case)

    def take(self, which: Any) -> Act:
        """Some of them: by mask, or by positions, which may come again."""
        arrays = {
            f.name: getattr(self, f.name)[which] for f in fields(self) if f.name not in ("typology", "guilty", "row")
        }
        return replace(self, **arrays, row=np.arange(len(self))[which])


class Stage:
    """Everything that acting needs. `people`, `companies` and `disputes` come on one after another."""

    people: People
    companies: Companies
    disputes: Disputes

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = np.random.default_rng([world.seed, 17])
        self.ledger = Ledger()
        self.start = day_number(world.start)
        self.end = day_number(world.end)
        self.violations: list[
            tuple[str, Ints]
        ] = []  # the checkpoint of a duty that the court did not do, and the cases
        self.traces: Ints = np.zeros(
            world.cases, dtype=np.int64
        )  # how many rows of a scheme each case's registers show
        self.joint: Ints = np.zeros(0, dtype=np.int64)  # enforcement cases with a second debtor
        self.employers: Ints = np.zeros(0, dtype=np.int64)
        self.accounts: dict[int, int] = {}  # who has which account
        self.counts: dict[str, int] = defaultdict(int)
        self.settled: dict[str, int] = {}  # the counts before the reviews: ids up to them do not depend on the reviews
        self.restored: list[tuple[Ints, Ints]] = []  # restorations, and the cases that they restore

    # chance

    def days(self, low: int, high: int, n: int) -> Ints:
        """Whole days in [low, high)."""
        return self.rng.integers(low, high, n)

    def uniform(self, low: float, high: float, n: int) -> Floats:
        """Numbers in [low, high)."""
        return self.rng.uniform(low, high, n)

    def yes(self, chance: float | Floats, n: int) -> Flags:
        """Flags that are true with the given chance."""
        return np.asarray(self.rng.random(n) < chance)

    def one_of(self, choices: Sequence[str] | Ints, n: int, weights: Sequence[float] | None = None) -> Any:
        """One of the choices for each; words come as objects."""
        pool = np.asarray(choices, dtype=None if isinstance(choices, np.ndarray) else object)
        chances = None if weights is None else np.asarray(weights, dtype=float) / np.sum(weights)
        return self.rng.choice(pool, n, p=chances)

    def money(self, median: float | Floats, spread: float, n: int) -> Floats:
        """Log-normal sums in whole hundreds of yuan."""
        return np.round(median * np.exp(spread * self.rng.standard_normal(n)) / 100).clip(1) * 100

    def usual(self, custom: str, chance: float) -> float:
        """How often an ordinary act is done in this style, where it is usually done with the chance given."""
        if custom not in CUSTOMS:
            raise KeyError(f"{custom} is not among the customs of a style")
        return min(0.95, chance * self.world.style.customs.get(custom, 1.0))

    def way_of(self, names: Sequence[str], n: int) -> Ints:
        """Which of several ways each takes, as a position in the names; -1 where the style knows none of them."""
        weights = self.world.style.weights(names)
        return self.rng.choice(len(names), n, p=weights / weights.sum()) if weights.any() else np.full(n, -1)

    # new things

    def mint(self, kind: str, n: int) -> Ints:
        """Numbers for n new parties, cases, assets, accounts, auctions, addresses or phones."""
        first = self.counts[kind]
        self.counts[kind] = first + n
        return np.arange(first, first + n)

    # traces

    def some(self, act: Act, chance: float | Floats) -> Act:
        """Those for whom it happens; with the guilty it also has to leave a trace."""
        return act.take(self.yes(chance * (self.world.trace if act.guilty else 1.0), len(act)))

    def monthly(self, act: Act) -> tuple[Act, Ints]:
        """Each of them in as many parts as the style splits a sum into, and which month's part each is."""
        parts = self.world.style.parts
        return act.take(np.repeat(np.arange(len(act)), parts)), np.tile(np.arange(parts), len(act))

    def often(self, act: Act, low: int, high: int) -> Act:
        """Each of them several times, the stronger the oftener."""
        times = (
            np.round(low + (high - low) * act.strength * self.uniform(0.6, 1.4, len(act))).astype(int).clip(low, high)
        )
        return act.take(np.repeat(np.arange(len(act)), times))

    def leave(self, act: Act, table: str, *, hidden: float | None = None, part: str = "deed", **columns: Any) -> None:
        """Write rows that the act made. Those of the guilty are marked, and a share of them is `hidden`."""
        if not len(act):
            return
        share = self.world.hidden if hidden is None else hidden
        marks: dict[str, Any] = {"_county": act.county}
        if act.guilty:
            unseen = self.yes(share, len(act)) if part == "deed" else np.zeros(len(act), dtype=bool)
            marks |= {"_case": act.case, "_typology": act.typology, "_part": part, "_hidden": unseen}
            np.add.at(self.traces, act.case[~unseen], int(part == "deed" and table != "transactions"))
        self.ledger.add(table, **{name: _long(value, len(act)) for name, value in columns.items()}, **marks)

    def own(
        self, act: Act, asset_class: str, holder: Ints, since: Ints, value: Floats, *, part: str = "context",
        county: Ints | None = None,
    ) -> Ints:  # fmt: skip
        """Someone comes to own something new, at home or in the county given; returns the assets."""
        asset = self.mint("asset", len(act))
        guess = np.round(value * np.exp(0.35 * self.rng.standard_normal(len(act))), -2)  # a register's estimate
        self.ledger.add(
            "assets", asset_id=asset, asset_class=_long(asset_class, len(act)), value=guess,
            _county=act.county if county is None else county,
        )  # fmt: skip
        self.leave(
            act, "asset_events", part=part, asset_id=asset, event="own_start", event_date=since, holder_id=holder,
            share=1.0, price=np.round(value * self.uniform(0.6, 1.0, len(act)), -2),
        )  # fmt: skip
        return asset

    def transfer(
        self, act: Act, asset: Ints, giver: Ints, taker: Ints, day: Ints, price: Any, event: Any = "transfer"
    ) -> None:
        """An asset changes hands in the register."""
        self.leave(
            act, "asset_events", asset_id=asset, event=event, event_date=day,
            holder_id=giver, counterparty_id=taker, price=price, share=1.0,
        )  # fmt: skip

    def tie(self, act: Act, other: Ints) -> None:
        """Mark the registered tie between the person and the other as something that the scheme used."""
        if act.guilty:
            self.people.used.append((act.typology, act.case, act.person, other))

    def around_suit(self, act: Act) -> Ints:
        """A day when a debtor moves: mostly shortly before the suit, or in the weeks after service."""
        n, style = len(act), self.world.style
        before = act.suit - self.rng.gamma(1.2, style.lead / 1.2, n).astype(int).clip(1, 365 + int(2 * style.lead))
        before -= np.where(self.yes(style.early, n), self.days(365, 1100, n), 0)
        after = act.served + self.rng.gamma(1.1, style.lag / 1.1, n).astype(int).clip(1, 200)
        day: Ints = np.where(self.yes(style.after, n), np.minimum(after, act.filed + 30), before)
        return day

    def between(self, low: Ints, high: Ints) -> Ints:
        """A day in [low, high], low where the span is empty."""
        day: Ints = (low + self.rng.random(len(low)) * np.maximum(high - low, 0)).astype(np.int64)
        return day


def either(mask: Flags, word: Any, other: Any = None) -> Words:
    """A word where the mask holds, another (or none) elsewhere."""
    return np.asarray(np.where(mask, np.asarray(word, dtype=object), np.asarray(other, dtype=object)), dtype=object)


def _long(value: Any, n: int) -> Any:
    if isinstance(value, np.ndarray):
        return value
    return np.full(n, value, dtype=object if value is None or isinstance(value, str) else None)


def month_after(day: Ints, months: Ints) -> Ints:
    """The first day of the month that many months after."""
    return (day.astype("datetime64[D]").astype("datetime64[M]") + months).astype("datetime64[D]").astype(np.int64)


__all__ += ["NEVER", "NOBODY", "Flags", "Floats", "Ints", "Words", "either", "month_after"]
