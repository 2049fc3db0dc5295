"""What differs between two prefectures beyond chance and numbers: the style in which people, courts and offices act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from training.simulation.ledger import Floats

__all__ = ["CUSTOMS", "Style"]

#: Ordinary acts whose base rate differs from place to place: what honest people, lenders and courts do.
CUSTOMS = (
    "house", "car", "policy", "securities", "kin house", "kin car", "sold", "mortgage", "lease", "co-owned",
    "wages before", "wages after", "kin wages", "journeys", "restricted journeys", "driving", "fines", "claims due",
    "side company", "company ends", "shares passed", "nominal price", "kin as representative", "shared telephone",
    "mediated", "kin lends", "busy lender", "paid in cash", "auction", "asset found", "seized",
    "fetched", "renewed", "listed as dishonest", "restored", "registry asked", "asked again", "reports", "neighbours",
)  # fmt: skip

_TABLES = (
    "income_records", "company_activity", "vehicle_sightings", "spending", "police_records", "receivables",
)  # fmt: skip
_COLUMNS = (
    "asset_events.price", "asset_events.counterparty_id", "assets.value", "vehicle_sightings.driver_id",
    "shareholdings.price", "income_records.employer_id", "company_activity.utility_kwh", "receivables.payee_id",
    "suits.cash_delivery_flag", "suits.hearing_count", "spending.amount", "property_queries.amount",
    "auction_bids.deposit_payer_id", "parties.phone_hash", "parties.address",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Style:
    """How things are done in a prefecture; the default knows every way of doing them, all alike.

    Shares and chances are in 0..1, times in days.

    Args:
        ways: How often each way of a scheme, or of a look-alike's life, is taken, against the others of the same
            typology; a way that is not named counts 1, and a scheme none of whose ways counts does not exist.
        customs: Factors on the base rates of ordinary acts (`CUSTOMS`); what is not named is usual.
        urge: What drives people to conceal: the stakes, relatives to turn to, a company of their own.
        friends: Share of a concealer's helpers who are friends, whom no civil register ties to him.
        honest_friends: The same among honest people whose lives look alike.
        friends_known: Share of friends that a telephone, an address, a job or a surety ties to the debtor.
        paid: What a concealer's helper pays for a thing, as a share of its value, from and to.
        market: What an honest taker pays.
        lead: Mean days by which a move comes before the suit.
        early: Share of the moves that come a year or more before the suit.
        after: Share of the moves that come after the summons has been served.
        lag: Mean days by which these come after it.
        parts: Into how many parts a sum is split, one a month.
        rules_known: Share of the simple rules that this office knows.
        overlooked: Share of the guilty whom reviewers refute where they see fewer than three traces.
        unnamed: Share of the outcomes that name no typology.
        absent: Tables that nobody delivers.
        blanks: Share of values that are missing, by table and column.
        delay: Factor on how long rows take to reach the office.
    """

    ways: Mapping[str, float] = field(default_factory=dict)
    customs: Mapping[str, float] = field(default_factory=dict)
    urge: tuple[float, float, float] = (0.35, 0.2, 0.6)
    friends: float = 0.15
    honest_friends: float = 0.15
    friends_known: float = 0.35
    paid: tuple[float, float] = (0.0, 0.75)
    market: tuple[float, float] = (0.35, 1.1)
    lead: float = 84.0
    early: float = 0.05
    after: float = 0.4
    lag: float = 27.0
    parts: int = 5
    rules_known: float = 1.0
    overlooked: float = 0.1
    unnamed: float = 0.05
    absent: frozenset[str] = frozenset()
    blanks: Mapping[str, float] = field(default_factory=dict)
    delay: float = 1.0

    def __post_init__(self) -> None:
        if unknown := set(self.customs) - set(CUSTOMS):
            raise ValueError(f"There is no custom named {sorted(unknown)[0]!r}. Those there are stand in CUSTOMS.")

    def weights(self, ways: Sequence[str]) -> Floats:
        """How often each of these ways is taken, against the others."""
        return np.array([self.ways.get(name, 1.0) for name in ways])

    @classmethod
    def drawn(cls, seed: int, ways: Iterable[str]) -> Style:
        """A style that nobody has chosen: the same seed and ways give the same one."""
        chance = np.random.default_rng([seed, 43])
        least, cheap = chance.uniform(0, 0.7), chance.uniform(0.3, 0.95)
        return cls(
            ways={name: float(np.exp(chance.normal())) if chance.random() < 0.6 else 0.0 for name in sorted(ways)},
            customs={name: float(np.exp(chance.normal(0, 0.6))) for name in CUSTOMS},
            urge=tuple(chance.uniform((-0.1, -0.05, -0.2), (0.8, 0.35, 1.2)).tolist()),
            friends=chance.uniform(0, 0.6),
            honest_friends=chance.uniform(0, 0.6),
            friends_known=chance.uniform(0, 0.7),
            paid=(min(least, cheap), max(least, cheap)),
            market=(chance.uniform(0.3, 0.85), chance.uniform(1.0, 1.2)),
            lead=float(84 * np.exp(chance.normal(0, 0.6))),
            early=chance.uniform(0, 0.35),
            after=chance.uniform(0.1, 0.75),
            lag=float(27 * np.exp(chance.normal(0, 0.7))),
            parts=int(chance.integers(1, 12)),
            rules_known=chance.uniform(0.4, 1.0),
            overlooked=chance.uniform(0, 0.35),
            unnamed=chance.uniform(0, 0.5),
            absent=frozenset(name for name in _TABLES if chance.random() < 0.08),
            blanks={name: chance.uniform(0.05, 0.6) for name in _COLUMNS if chance.random() < 0.25},
            delay=float(np.exp(chance.normal(0, 0.6))),
        )
