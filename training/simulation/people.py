"""Persons and their households: whom a debtor is married to, descends from, and could hide things with."""

from __future__ import annotations

import numpy as np

from training.simulation.ledger import NEVER, NOBODY, Flags, Ints
from training.simulation.society import People
from training.simulation.stage import Stage

__all__ = ["born", "write_people", "write_relations"]

_KIN = ("spouse", "father", "mother", "sibling", "sister", "child", "daughter", "in_law")
_TIES = ("spouse", "parent_child", "parent_child", "sibling", "sibling", "parent_child", "parent_child", "in_law")
_ALIVE = (0.74, 0.40, 0.48, 0.45, 0.25, 0.45, 0.20, 0.35)  # how often a principal has such a relative
_YEARS_OLDER = (0, 26, 24, 3, -3, -26, -28, 25)
_SAME_HOME = (0.92, 0.25, 0.25, 0.02, 0.02, 0.60, 0.55, 0.10)
HARDSHIPS = ("low_income", "disabled", "migrant_worker", "elderly")


def born(stage: Stage, principals: int, outsiders: int) -> People:
    """Principals with their households, and outsiders without."""
    birth = np.clip(stage.rng.normal(1977, 10, principals), 1948, 2000).astype(np.int64)
    county = stage.rng.integers(0, stage.world.courts, principals)
    first = stage.mint("party", principals)
    address, phone = stage.mint("address", principals), stage.mint("phone", principals)
    births, counties, addresses, phones = [birth], [county], [address], [phone]
    kin = np.full((principals, len(_KIN)), NOBODY, dtype=np.int64)
    for column, (alive, older, same) in enumerate(zip(_ALIVE, _YEARS_OLDER, _SAME_HOME, strict=True)):
        who = np.flatnonzero(stage.yes(alive, principals) & (birth - older <= stage.world.start.year - 16))
        kin[who, column] = stage.mint("party", len(who))
        births.append(birth[who] - older + stage.days(-3, 4, len(who)))
        counties.append(np.where(stage.yes(0.9, len(who)), county[who], stage.days(0, stage.world.courts, len(who))))
        addresses.append(np.where(stage.yes(same, len(who)), address[who], stage.mint("address", len(who))))
        phones.append(stage.mint("phone", len(who)))
    others = stage.mint("party", outsiders)
    births.append(np.clip(stage.rng.normal(1976, 11, outsiders), 1945, 2002).astype(np.int64))
    counties.append(stage.rng.integers(0, stage.world.courts, outsiders))
    addresses.append(stage.mint("address", outsiders))
    phones.append(stage.mint("phone", outsiders))
    wedding = _new_year(np.maximum(birth + stage.days(22, 33, principals), 1972)) + stage.days(0, 365, principals)
    wedding = np.minimum(wedding, stage.start - stage.days(365, 2000, principals))
    n = sum(map(len, births))
    hardship = stage.one_of(HARDSHIPS, n, (4, 2, 3, 3))
    hardship[~stage.yes(0.06, n)] = None
    return People(
        principals=len(first), birth_year=np.concatenate(births), county=np.concatenate(counties),
        address=np.concatenate(addresses), phone=np.concatenate(phones), kin=kin,
        married_on=np.where(kin[:, 0] >= 0, wedding, NEVER),
        divorced_on=np.full(principals, NEVER, dtype=np.int64), friend=stage.one_of(others, principals),
        outsiders=others, hardship=hardship,
    )  # fmt: skip


def write_people(stage: Stage) -> None:
    """Write the persons down as parties."""
    people = stage.people
    n = len(people.birth_year)
    aged = people.birth_year < stage.world.end.year - 62
    died = np.where(aged & stage.yes(0.06, n), stage.start + stage.days(0, stage.end - stage.start, n), NEVER)
    stage.ledger.add(
        "parties", party_id=np.arange(n), party_kind="person", birth_year=people.birth_year.astype(float),
        death_date=died, address=people.address, phone_hash=people.phone, hardship=people.hardship,
        _county=people.county,
    )  # fmt: skip


def write_relations(stage: Stage) -> None:
    """Write the ties of the households down, as marriages and divorces have left them, and some chance neighbours."""
    people = stage.people
    for column, relation in enumerate(_TIES):
        who = np.flatnonzero(people.kin[:, column] >= 0)
        relative = people.kin[who, column]
        since = people.married_on[who] if relation in ("spouse", "in_law") else _younger_born(people, who, relative)
        since = np.where(since == NEVER, _younger_born(people, who, relative), since)
        ended = people.divorced_on[who] if relation == "spouse" else np.full(len(who), NEVER)
        since = np.where(ended == NEVER, since, np.minimum(since, ended - 365))  # nobody divorces before the wedding
        _tie(stage, who, relative, relation, since, ended)
    _tie_between(stage, 1, 2, "spouse")
    _tie_between(stage, 0, 5, "parent_child")
    _tie_between(stage, 0, 7, "parent_child")
    known = np.flatnonzero(stage.yes(stage.world.style.friends_known, people.principals))
    kinds = stage.one_of(("same_address", "same_phone", "employment", "guarantor"), len(known), (1, 2, 3, 2))
    _tie(stage, known, people.friend[known], kinds, stage.start - stage.days(0, 2000, len(known)), None)
    n = int(people.principals / 20 * stage.world.style.customs.get("neighbours", 1.0))
    pair = stage.one_of(people.outsiders, 2 * n).reshape(2, n)
    apart = pair[0] != pair[1]
    kinds = stage.one_of(("same_address", "same_phone", "employment", "guarantor"), n, (4, 2, 3, 3))
    _tie(stage, pair[0][apart], pair[1][apart], kinds[apart], stage.start - stage.days(0, 2000, n)[apart], None)


def _tie_between(stage: Stage, one: int, other: int, relation: str) -> None:
    kin = stage.people.kin
    both = np.flatnonzero((kin[:, one] >= 0) & (kin[:, other] >= 0))
    a, b = kin[both, one], kin[both, other]
    _tie(stage, a, b, relation, _younger_born(stage.people, a, b), None)


def _tie(stage: Stage, a: Ints, b: Ints, relation: object, since: Ints, ended: Ints | None) -> None:
    """One row a pair; registers lack some of them, and a review may find those."""
    n = len(a)
    in_register: Flags = stage.yes(stage.world.ties_known, n)
    swap = stage.yes(0.5, n)
    stage.ledger.add(
        "party_relations", party_a=np.where(swap, b, a), party_b=np.where(swap, a, b), relation=relation,
        start_date=since, end_date=NEVER if ended is None else ended,
        confidence=np.round(stage.uniform(0.9, 1.0, n), 2), _hidden=~in_register, _county=stage.people.county[a],
    )  # fmt: skip


def _younger_born(people: People, a: Ints, b: Ints) -> Ints:
    year = np.maximum(people.birth_year[a], people.birth_year[b])
    return _new_year(year) + (a * 37 + b) % 365


def _new_year(year: Ints) -> Ints:
    return (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
