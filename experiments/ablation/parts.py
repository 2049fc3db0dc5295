"""What is left out, or all that is there: sets of signals with a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zbrisk.compiler.compiled import CompiledSignal, Program

__all__ = ["FEEDS", "FIRST_DEPLOYMENT", "Part", "parts_of"]

#: What an office can often supply at first, with the parties that all of it speaks of.
FIRST_DEPLOYMENT = frozenset({
    "cases", "parties", "case_parties", "enforcement_actions", "property_queries", "auctions", "credit_measures",
    "companies", "shareholdings", "company_officers", "petitions", "review_outcomes",
})  # fmt: skip

#: What it may ask for next; the tables of a feed come together.
FEEDS: Mapping[str, frozenset[str]] = {
    "suits and agents": frozenset({"suits", "case_agents"}),
    "asset registers": frozenset({"assets", "asset_events"}),
    "family ties": frozenset({"party_relations"}),
    "suits and family ties": frozenset({"suits", "case_agents", "party_relations"}),
    "asset registers and family ties": frozenset({"assets", "asset_events", "party_relations"}),
    "bank flows": frozenset({"accounts", "transactions"}),
    "insured incomes": frozenset({"income_records"}),
    "auction bids": frozenset({"auction_bids"}),
    "vehicle sightings": frozenset({"vehicle_sightings", "assets", "asset_events"}),
    "spending": frozenset({"spending"}),
    "receivables": frozenset({"receivables"}),
    "company activity": frozenset({"company_activity"}),
    "police records": frozenset({"police_records"}),
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """A question: how good is the order with these signals only?"""

    kind: str
    name: str
    kept: frozenset[str]


def parts_of(program: Program, target: str) -> list[Part]:
    """Every way to leave out something of what a target's model learns from, and every first deployment."""
    signals = [signal for signal in program.signals if target in signal.header.targets]
    every = frozenset(signal.name for signal in signals)
    parts = [Part(kind="all", name="everything", kept=every)]
    for kind, members in (
        ("family", _families(signals)),
        ("typology", _typologies(signals)),
        ("table", _tables(signals)),
    ):
        parts += [Part(kind=kind, name=name, kept=every - members[name]) for name in members]
    first = FIRST_DEPLOYMENT
    parts.append(Part(kind="first", name="first deployment", kept=_with(signals, first)))
    parts += [Part(kind="first", name=f"and {name}", kept=_with(signals, first | more)) for name, more in FEEDS.items()]
    return [part for part in parts if part.kept and (part.kept != every or part.kind == "all")]


def _families(signals: Iterable[CompiledSignal]) -> dict[str, frozenset[str]]:
    return _by((signal.family, signal.name) for signal in signals)


def _typologies(signals: Iterable[CompiledSignal]) -> dict[str, frozenset[str]]:
    found = _by((typology, signal.name) for signal in signals for typology in signal.header.typology)
    return dict(sorted(found.items(), key=lambda item: (item[0][0], int(item[0][1:]) if item[0][1:].isdigit() else 0)))


def _tables(signals: Iterable[CompiledSignal]) -> dict[str, frozenset[str]]:
    """The signals that have no data where a table is missing."""
    return dict(sorted(_by((table, signal.name) for signal in signals for table in signal.tables).items()))


def _with(signals: Iterable[CompiledSignal], tables: frozenset[str]) -> frozenset[str]:
    return frozenset(signal.name for signal in signals if tables.issuperset(signal.tables))


def _by(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, signal in pairs:
        found.setdefault(name, set()).add(signal)
    return {name: frozenset(signals) for name, signals in found.items()}
