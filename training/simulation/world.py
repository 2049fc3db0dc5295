"""What may differ between two simulated prefectures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from training.simulation.style import Style

__all__ = ["CONCEALMENT_MIX", "LOOK_ALIKES", "SELECTION", "SHAM_MIX", "World"]

# How often a concealer takes up each scheme (weights; a scheme that a debtor has no means for is passed over).
CONCEALMENT_MIX: Mapping[str, float] = {
    "A1": 20, "A2": 8, "A3": 10, "A4": 7, "A5": 8, "A6": 2, "A7": 3, "A8": 18, "A9": 8,
    "A10": 3, "A11": 3, "A12": 3, "A13": 8, "A14": 3, "A15": 4, "A16": 3, "A17": 5, "A18": 4, "A19": 4, "A20": 3,
}  # fmt: skip

# What stands behind a sham debt or distribution (weights).
SHAM_MIX: Mapping[str, float] = {
    "S1": 35, "S2": 24, "S3": 12, "S4": 5, "S5": 6, "S6": 5, "S7": 6, "S8": 5, "S9": 4, "S10": 4,
    "S11": 4, "S12": 2,
}  # fmt: skip

# The share of honest cases, among those that could, whose life looks like the scheme.
LOOK_ALIKES: Mapping[str, float] = {
    "A1": 0.08, "A2": 0.06, "A3": 0.10, "A4": 0.06, "A5": 0.07, "A6": 0.012, "A7": 0.05, "A8": 0.08, "A9": 0.09,
    "A10": 0.05, "A11": 0.03, "A12": 0.04, "A13": 0.06, "A14": 0.05, "A15": 0.04, "A16": 0.04, "A17": 0.06, "A18": 0.05,
    "A19": 0.06, "A20": 0.05,
    "S1": 0.10, "S2": 0.05, "S3": 0.05, "S4": 0.015, "S5": 0.03, "S6": 0.02, "S7": 0.02, "S8": 0.05, "S9": 0.03,
    "S10": 0.05, "S11": 0.05, "S12": 0.03,
}  # fmt: skip

# Why a reviewed case was looked at (shares).
SELECTION: Mapping[str, float] = {"rule": 0.55, "tip": 0.15, "random": 0.20, "campaign": 0.10}


@dataclass(frozen=True, kw_only=True)
class World:
    """The parameters of one simulated prefecture; shares and chances are in 0..1, delays in days.

    Two worlds that differ only in `review_seed` have the same people, cases and schemes, but other reviews and labels.
    """

    cases: int = 20_000  # terminated rounds (first ones; a few restorations end terminated again)
    seed: int = 1
    review_seed: int | None = None  # None: follows from `seed`
    start: date = date(2018, 1, 1)  # the first terminations
    end: date = date(2025, 12, 31)  # the day of the export: nothing later is in the tables
    courts: int = 6
    style: Style = field(default_factory=Style)  # how people, courts and offices do what they do

    concealed_rate: float = 0.045
    sham_rate: float = 0.008
    concealment_mix: Mapping[str, float] = field(default_factory=lambda: dict(CONCEALMENT_MIX))
    sham_mix: Mapping[str, float] = field(default_factory=lambda: dict(SHAM_MIX))
    look_alikes: Mapping[str, float] = field(default_factory=lambda: dict(LOOK_ALIKES))
    more_schemes: float = 0.7  # mean number of further schemes of a concealer
    strength: float = 0.6  # mean strength of a scheme: how much is moved, how often, how near in time
    trace: float = 0.8  # chance that a deed leaves its trace in a register at all
    hidden: float = 0.15  # share of those traces that only a review brings to light
    drift: float = (
        0.4  # how far concealment moves from registers (A1, A3, A13) to cash and fronts (A5, A7, A18) by `end`
    )

    review_rate: float = 0.055  # share of terminated cases reviewed for concealed assets
    sham_review_rate: float = 0.022
    selection: Mapping[str, float] = field(default_factory=lambda: dict(SELECTION))
    rule_misses: float = 0.4  # share of rule hits that the office's own rule overlooks
    label_noise: float = 0.04  # share of decided labels that are wrong
    inconclusive: float = 0.06
    decision_days: tuple[int, int] = (60, 540)
    flows_obtained: float = 0.03  # share of debtors whose bank flows a court or the police obtained anyway

    unentered: float = 0.015  # share of the acts of courts that are done and never entered into their system
    gaps: float = 0.12  # share of (table, court) pairs that are missing or begin late
    corrections: float = 0.02  # share of rows whose first version was wrong
    ties_known: float = 0.85  # share of family ties that the civil registers hold

    def __post_init__(self) -> None:
        if self.cases < 50 or self.courts < 2 or self.end <= self.start.replace(year=self.start.year + 1):
            raise ValueError("A world needs at least 50 cases, 2 courts and more than one year.")
