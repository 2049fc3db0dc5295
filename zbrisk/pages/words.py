"""Figures in words that a reader without statistics takes rightly."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zbrisk.explaining.explanation import TargetRisk
from zbrisk.explaining.suspects import Suspicion
from zbrisk.pages.labels import load_labels

__all__ = ["Frequency", "RiskWords", "risk_words", "standing_words", "suspect_words"]

# Odds of the case over the odds of the average case: where a word ends and the next begins.
LEVELS = ((0.5, "较低"), (2.0, "中等"), (6.0, "较高"), (math.inf, "很高"))
ALMOST_ALL = 0.99


@dataclass(frozen=True, kw_only=True)
class Frequency:
    """A probability as a natural frequency: of `of` similar cases about `count` were confirmed."""

    count: int
    of: int
    words: str

    @classmethod
    def from_probability(cls, probability: float) -> Frequency:
        """Per 100 cases; per 1000 below one in a hundred."""
        of = 100 if probability >= 0.01 else 1000
        count = min(round(probability * of), of - 1)
        if count == 0:
            return cls(count=0, of=of, words=f"{of} 件类似案件中查实的不足 1 件")
        more = "以上" if probability > ALMOST_ALL else ""
        return cls(count=count, of=of, words=f"{of} 件类似案件中约有 {count} 件{more}查实")


@dataclass(frozen=True, kw_only=True)
class RiskWords:
    """How high a risk is: a word, `level` 0..3, and frequencies of the case and of the average."""

    word: str
    level: int
    frequency: Frequency
    average: str
    times: str


def risk_words(risk: TargetRisk) -> RiskWords:
    """Put one target's probability in words, against its base rate."""
    base = base_rate(risk)
    odds_ratio = _odds(risk.probability) / _odds(base)
    level = next(i for i, (bound, _) in enumerate(LEVELS) if odds_ratio < bound)
    return RiskWords(
        word=LEVELS[level][1],
        level=level,
        frequency=Frequency.from_probability(risk.probability),
        average=_average(base),
        times=_times(risk.probability / base),
    )


def base_rate(risk: TargetRisk) -> float:
    """What the probability is compared with."""
    rate = 1 / (1 + math.exp(-risk.base_score)) if risk.base_rate is None else risk.base_rate
    return min(max(rate, 1e-6), 1 - 1e-6)


def _odds(probability: float) -> float:
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return bounded / (1 - bounded)


def _average(base: float) -> str:
    of = next((n for n in (100, 1000, 10000) if base * n >= 1), 10000)
    return f"平均每 {of} 件约 {round(base * of)} 件" if base * of >= 0.5 else f"平均每 {of} 件不足 1 件"


def _times(ratio: float) -> str:
    if ratio >= 1.15:
        return f"约为平均水平的 {ratio:.1f} 倍" if ratio < 10 else f"约为平均水平的 {ratio:.0f} 倍"
    if ratio > 0.87:
        return "与平均水平相当"
    return f"约为平均水平的 {ratio:.0%}" if ratio >= 0.01 else "远低于平均水平"


def standing_words(standing: float | None) -> str:
    """`高于 97% 的案件`; nothing for a value that most cases reach."""
    if standing is None or standing < 0.5:
        return ""
    percent = math.floor(standing * 100 + 1e-9)
    return "高于 99% 以上的案件" if percent >= 99 else f"高于 {percent}% 的案件"


def suspect_words(suspicion: Suspicion | None, people: Mapping[str, Sequence[str]]) -> str:
    """Who is suspected of a sham suit: the side, and those of the case whom it concerns.

    Args:
        suspicion: None where no reason tells.
        people: By role, the case's parties as they may be read.
    """
    if suspicion is None:
        return "待查"
    named = "、".join(person for role in suspicion.roles for person in people.get(role, ()))
    others = "（见所列证据）" if suspicion.side == "agent" else "与所列证据中的相对人"
    who = named + others if suspicion.others else named
    side = load_labels().code("review_outcomes", "suspect_side", suspicion.side)
    return side + who if suspicion.side == "agent" else f"{side}：{who}" if who else side
