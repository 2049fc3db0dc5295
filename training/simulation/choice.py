"""Who conceals assets, behind whose case a sham stands, and who only looks like it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from training.simulation.concealment import BURDENS, CONCEALMENTS, SHAM_SUITS, Scheme
from training.simulation.disputes import act_of
from training.simulation.ledger import Flags, Floats, Ints, Words
from training.simulation.look_alikes import HONEST_LIVES, Life
from training.simulation.stage import Act, Stage

__all__ = ["WAYS", "Truth", "able"]

Way = Scheme | Life

#: Every way of a scheme, and of a life that looks like one, by the name that a style knows it by.
WAYS = tuple(
    way.__name__ for book in (CONCEALMENTS, SHAM_SUITS, BURDENS, HONEST_LIVES) for ways in book.values() for way in ways
)

_ON_LOANS = ("S1", "S2", "S8", "S9", "S10", "S12")
_FROM_REGISTERS, _TO_FRONTS = ("A1", "A3", "A13"), ("A5", "A7", "A12", "A18")  # which schemes wane and wax with `drift`


@dataclass(kw_only=True)
class Truth:
    """What really happened: by principal for concealment, by terminated dispute for the rest."""

    conceals: Flags
    schemes: Mapping[str, Ints]  # typology -> principals
    sham: Words  # "" or the typology
    looks: list[pd.DataFrame] = field(default_factory=lambda: [_alike(np.zeros(0, dtype=np.int64), "")])

    @classmethod
    def decided(cls, stage: Stage) -> Truth:
        """People decide, by means, opportunity and temper."""
        conceals = _concealers(stage)
        return cls(conceals=conceals, schemes=_schemes(stage, np.flatnonzero(conceals)), sham=_shams(stage, conceals))

    def by_person(self) -> dict[int, list[str]]:
        """Each concealer's schemes."""
        schemes: dict[int, list[str]] = {}
        for typology, who in self.schemes.items():
            for person in who.tolist():
                schemes.setdefault(person, []).append(typology)
        return schemes

    def sham_suits(self, stage: Stage) -> None:
        """Act out the schemes that change or add disputes, and the honest suits that look like them."""
        self._play_shams(stage, SHAM_SUITS)

    def deeds(self, stage: Stage) -> None:
        """Act out everything else."""
        first = stage.disputes.first_terminated(stage.world.cases)
        for typology, ways in CONCEALMENTS.items():
            honest = np.flatnonzero(~self.conceals & able(stage, typology))
            self._mimic(stage, typology, np.sort(first[honest]))
            _play(stage, ways, act_of(stage, typology, np.sort(first[self.schemes[typology]]), guilty=True))
        self._play_shams(stage, BURDENS)

    def _play_shams(self, stage: Stage, book: Mapping[str, Sequence[Scheme]]) -> None:
        for typology, ways in book.items():
            self._mimic(stage, typology, np.flatnonzero(self.sham == ""))
            _play(stage, ways, act_of(stage, typology, np.flatnonzero(self.sham == typology), guilty=True))

    def _mimic(self, stage: Stage, typology: str, honest: Ints) -> None:
        share = stage.world.look_alikes.get(typology, 0.0)
        act: Act = act_of(stage, typology, honest[stage.yes(share, len(honest))], guilty=False)
        lives = HONEST_LIVES[typology]
        for nth, some in _parted(stage, lives, act):
            fitting = lives[nth](stage, some)
            self.looks.append(_alike(fitting.case, typology))


def _alike(case: Ints, typology: str) -> pd.DataFrame:
    """The cases that look like a scheme and are none: case, typology."""
    return pd.DataFrame({"case": case, "typology": np.full(len(case), typology, dtype=object)})


def _play(stage: Stage, ways: Sequence[Scheme], act: Act) -> None:
    """Each carries the scheme out in one of its ways."""
    for nth, some in _parted(stage, ways, act):
        ways[nth](stage, some)


def _parted(stage: Stage, ways: Sequence[Way], act: Act) -> Iterator[tuple[int, Act]]:
    """The ways that somebody takes, by position, and who."""
    taken = stage.way_of(_named(ways), len(act))
    for nth in np.unique(taken[taken >= 0]).tolist():
        yield nth, act.take(taken == nth)


def _named(ways: Sequence[Way]) -> list[str]:
    return [way.__name__ for way in ways]


def able(stage: Stage, typology: str) -> Flags:
    """Which principals have the means for a scheme."""
    people, companies, d = stage.people, stage.companies, stage.disputes
    if typology in ("A2", "A9"):
        return people.spouse >= 0
    if typology in ("A3", "A5", "A7", "A14"):
        return companies.of >= 0
    if typology == "A8":
        return ~companies.is_debtor
    if typology == "A20":
        return d.closed[d.first_terminated(stage.world.cases)] < stage.end - 150
    return np.ones(people.principals, dtype=bool)


def _concealers(stage: Stage) -> Flags:
    """The principals with the strongest urge, as many as make their cases make up the world's rate."""
    people, companies, d = stage.people, stage.companies, stage.disputes
    cases = np.bincount(d.principal[: stage.world.cases], minlength=people.principals)
    stakes = np.log(d.claim[d.first_terminated(stage.world.cases)])
    by_stakes, by_kin, by_company = stage.world.style.urge
    urge = (
        by_stakes * (stakes - stakes.mean()) / stakes.std()
        + by_kin * (people.kin >= 0).sum(axis=1)
        + by_company * (companies.of >= 0)
        + stage.rng.logistic(0, 1, people.principals)
    )
    wanted = round(stage.world.concealed_rate * stage.world.cases)
    conceals = np.zeros(people.principals, dtype=bool)
    for name in _existing(stage, CONCEALMENTS, stage.world.concealment_mix):
        conceals |= able(stage, name)
    order = np.argsort(np.where(conceals, -urge, np.inf))[: conceals.sum()]
    conceals[:] = False
    conceals[order[np.cumsum(cases[order]) <= wanted]] = True
    return conceals


def _schemes(stage: Stage, who: Ints) -> dict[str, Ints]:
    """One scheme or more for each concealer, among those that he has the means for."""
    d, mix = stage.disputes, stage.world.concealment_mix
    names = _existing(stage, CONCEALMENTS, mix)
    late = 2 * (d.closed[d.first_terminated(stage.world.cases)[who]] - stage.start) / (stage.end - stage.start) - 1
    liking: Floats = np.empty((len(who), len(names)))
    for column, name in enumerate(names):
        trend = stage.world.drift * ((name in _TO_FRONTS) - (name in _FROM_REGISTERS)) * late
        liking[:, column] = np.where(
            able(stage, name)[who], np.log(mix[name]) + trend + stage.rng.gumbel(0, 1, len(who)), -np.inf
        )
    place = np.argsort(np.argsort(-liking, axis=1), axis=1)
    count = 1 + stage.rng.poisson(stage.world.more_schemes, len(who))
    taken = (place < count[:, None]) & np.isfinite(liking)
    return {name: who[taken[:, names.index(name)]] if name in names else who[:0] for name in CONCEALMENTS}


def _existing(stage: Stage, book: Mapping[str, Sequence[Way]], mix: Mapping[str, float]) -> list[str]:
    """The schemes that the mix and the style know."""
    return [
        name for name, ways in book.items() if mix.get(name, 0) > 0 and stage.world.style.weights(_named(ways)).any()
    ]


def _shams(stage: Stage, conceals: Flags) -> Words:
    """Behind which cases a sham stands; likelier where the debtor conceals and has other creditors to hurt."""
    d, mix = stage.disputes, stage.world.sham_mix
    n = stage.world.cases
    principal, cause = d.principal[:n], d.cause[:n]
    loan, company = np.isin(cause, ("民间借贷纠纷", "小额借款合同纠纷")), stage.companies.is_debtor[principal]
    creditors = np.bincount(principal, minlength=stage.people.principals)[principal]
    urge = 1.2 * conceals[principal] + 0.5 * np.log(creditors)
    sham = np.full(n, "", dtype=object)
    names = _existing(stage, {**SHAM_SUITS, **BURDENS}, mix)
    if not names:
        return sham
    weights = np.array([mix[name] for name in names])
    counts = stage.rng.multinomial(round(stage.world.sham_rate * n), weights / weights.sum())
    for name, count in zip(names, counts, strict=True):
        fits = loan if name in _ON_LOANS else company if name in ("S3", "S11") else np.ones(n, dtype=bool)
        fits = fits & ~company if name == "S9" else fits
        pull = np.where(
            fits & (sham == ""), (0 if name in ("S2", "S9", "S10") else urge) + stage.rng.gumbel(0, 1, n), -np.inf
        )
        sham[np.argsort(-pull)[:count]] = name
    return sham
