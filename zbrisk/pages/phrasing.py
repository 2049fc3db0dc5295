"""Figures in words that a reader without statistics takes rightly."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zbrisk.bundle.levels import HIGH, LEVELS, level_beside
from zbrisk.contract.labels import load_labels
from zbrisk.explaining.explanation import TargetRisk
from zbrisk.explaining.suspects import Suspicion

__all__ = ["RiskWords", "percentile_words", "risk_words", "suspect_words"]


PLAIN = ("不列理由", "有线索，可在更高等级之后核查", "线索较多，建议优先核查", "线索最强，建议最先核查")
"""By level; how often such cases were confirmed stands in the appendix."""


@dataclass(frozen=True, kw_only=True)
class RiskWords:
    """How high a risk is: a word, `level` 0..3 and what it rests on. No figure stands for the case itself.

    `plain` says what the level asks of a reader; what it rests on is for the appendix.
    """

    word: str
    level: int
    basis: str

    @property
    def plain(self) -> str:
        """What to do with a case of the level."""
        return PLAIN[self.level]

    @property
    def high(self) -> bool:
        """Whether a page may name whom the clue concerns."""
        return self.level >= HIGH

    @property
    def low(self) -> bool:
        """Whether there is nothing to argue: one line is enough."""
        return self.level == 0


def risk_words(risk: TargetRisk) -> RiskWords:
    """One target's level in words."""
    level = level_beside(risk.probability, _base_rate(risk)) if risk.level is None else LEVELS.index(risk.level)
    return RiskWords(word=LEVELS[level], level=level, basis=risk.basis.zh)


def _base_rate(risk: TargetRisk) -> float:
    """What a probability is compared with where no level was given."""
    return 1 / (1 + math.exp(-risk.base_score)) if risk.base_rate is None else risk.base_rate


def percentile_words(percentile: float | None) -> str:
    """`高于 97% 的案件`; nothing for a value that most cases reach."""
    if percentile is None or percentile < 0.5:
        return ""
    percent = math.floor(percentile * 100 + 1e-9)
    return "高于 99% 以上的案件" if percent >= 99 else f"高于 {percent}% 的案件"


def suspect_words(suspicion: Suspicion | None, people: Mapping[str, Sequence[str]]) -> str:
    """Whom a clue of a sham suit asks to verify: the side, and those of the case whom it concerns.

    Args:
        suspicion: None where no reason tells.
        people: By role, the case's parties as they may be read.
    """
    if suspicion is None:
        return "待查"
    named = "、".join(person for role in suspicion.roles for person in people.get(role, ()))
    others = "（见所列证据）" if suspicion.side == "agent" else "，以及证据中所列的另一方"
    who = named + others if suspicion.others else named
    side = load_labels().code("review_outcomes", "suspect_side", suspicion.side)
    return side + who if suspicion.side == "agent" else f"{side}：{who}" if who else side
