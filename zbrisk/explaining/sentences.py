"""A signal's reason as a sentence with the case's own values."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache

from zbrisk.compiler.compiled import CompiledSignal
from zbrisk.explaining.explanation import Bilingual
from zbrisk.signals.card import PLACEHOLDER
from zbrisk.signals.measure import Measure

__all__ = ["NO_DATA", "feature_units", "sentence"]

NO_DATA = Bilingual(zh="无数据", en="no data")  # of a signal that knows nothing; nothing found is another matter

UNKNOWN = {"zh": "（无数据）", "en": "(no data)"}
MULTIPLES = ("倍", "times")  # after a ratio: it is a number, and not per cent
ABSENT = {"zh": "未见“{}”的记录", "en": "nothing of the kind was found: {}"}


def sentence(signal: CompiledSignal, values: Mapping[str, float], *, absent: bool) -> Bilingual:
    """What the signal says of this case, in Chinese and English.

    Args:
        signal: The signal.
        values: Its features by name; NaN where there is no data.
        absent: Whether it has no rows, so that it speaks of an absence.
    """
    card, units = signal.card, feature_units(signal)

    def told(language: str) -> str:
        if absent and card.absent is None:
            return ABSENT[language].format(card.label[language])
        template = card.absent[language] if absent and card.absent else card.reason[language]

        def filled(match: re.Match[str]) -> str:
            feature = card.feature_of(match)
            multiple = template[match.end() :].lstrip().startswith(MULTIPLES)
            unit = "multiple" if units[feature] == "ratio" and multiple else units[feature]
            return _written(values.get(feature, math.nan), unit, language)

        return PLACEHOLDER.sub(filled, template)

    return Bilingual(zh=told("zh"), en=told("en"))


@lru_cache(maxsize=4096)
def feature_units(signal: CompiledSignal) -> dict[str, str]:
    """The unit of each feature: number, money (yuan), ratio, days, or flag."""
    return {name: _unit(measure, signal.kinds) for name, measure, _ in signal.card.features()}


def _unit(measure: Measure, kinds: Mapping[str, str]) -> str:
    if measure.per_measure is not None or measure.per_column is not None or measure.kind == "share":
        return "ratio"
    if measure.kind == "exists":
        return "flag"
    if measure.kind.startswith("days_since"):
        return "days"
    kind = kinds.get(measure.column or "", "")
    return kind if kind in ("money", "ratio") and measure.kind != "distinct" else "number"


def _written(value: float, unit: str, language: str) -> str:
    if math.isnan(value):
        return UNKNOWN[language]
    if unit == "money":
        return _money(value, language)
    if unit == "ratio":
        return f"{value:.0%}"
    if unit == "multiple":
        return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    if unit == "flag":
        return {"zh": ("否", "是"), "en": ("no", "yes")}[language][int(value)]
    return f"{value:.0f}" if value == round(value) else f"{value:.2f}"


def _money(yuan: float, language: str) -> str:
    if language == "en":
        return f"CNY {yuan:,.0f}"
    if abs(round(yuan / 1e4, 2)) >= 1e4:
        return f"{yuan / 1e8:.2f} 亿元"
    return f"{yuan / 1e4:.2f} 万元" if abs(round(yuan)) >= 1e4 else f"{yuan:.0f} 元"
