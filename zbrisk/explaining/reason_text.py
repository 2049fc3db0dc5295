"""A signal's reason as a sentence with the case's own values, about one window and the rows in it."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from zbrisk.compiler.compiled import CompiledSignal
from zbrisk.contract.labels import Bilingual
from zbrisk.explaining.english import with_singulars
from zbrisk.signals.header import BUILT_IN, PLACEHOLDER, SignalHeader
from zbrisk.signals.measure import Measure
from zbrisk.signals.window import ALL, Window

__all__ = ["NO_DATA", "UNITS", "Picked", "feature_units", "figures_always_shown", "multiple", "sentence"]

NO_DATA = Bilingual(zh="无数据", en="no data")  # of a signal that knows nothing; nothing found is another matter

LANGUAGES = ("zh", "en")
UNKNOWN = {"zh": "（无数据）", "en": "(no data)"}
SOME = {"zh": "若干", "en": "some"}  # rows that nobody has looked for
UNITS = ("倍", "times", "年", "years")  # after a ratio: it is a number, and not per cent
ABSENT = {"zh": "未见“{}”的记录", "en": "nothing of the kind was found: {}"}
CONCERNING = {
    "zh": "与“{}”有关的记录 {{rows}} 项",
    "en": "{{rows}} records concerning: {}",
}  # where figures are unknown
PICKED = {
    "zh": "{0}，{1}的 {{rows}} 项（共 {2} 项）[，在 {{last_day}}]",
    "en": "{0}: {{rows}} of {2} records, {1}[, on {{last_day}}]",
}  # the rows of one day
COLON = {"zh": "：", "en": ": "}
IN_WORDS = "words"  # the unit of what is built in
PART = re.compile(r"\[([^\[\]]*)\]")  # said only where its figures are known and not 0


class Picked(NamedTuple):
    """The measure by whose day the shown rows were chosen, and among how many."""

    measure: Measure
    among: int


def sentence(
    signal: CompiledSignal,
    values: Mapping[str, float],
    *,
    absent: bool,
    window: Window | None = None,
    rows: int | None = None,
    last_day: dt.date | None = None,
    picked: Picked | None = None,
) -> Bilingual:
    """What the signal says of this case, in Chinese and English.

    Args:
        signal: The signal.
        values: Its features by name; NaN where there is no data.
        absent: Whether it has no rows, so that it speaks of an absence.
        window: What the sentence is about; None for the first window of each measure.
        rows: How many rows there are in the window, and the day of the newest; None where nobody has looked.
        last_day: See `rows`.
        picked: What these rows are chosen by, where they are not all in the window.
    """
    header = signal.header
    if absent and header.absent is None:
        return Bilingual(**{language: words.format(header.label[language]) for language, words in ABSENT.items()})
    text = header.absent if absent and header.absent else _reason(signal, values, window, picked)
    about = window or header.windows[0]
    count = rows if rows is not None else _counted(signal, values, about)
    day = last_day.isoformat() if last_day else ""
    filled = {
        language: _Figures(
            signal, values, window, language, built_in={
                "window": about.phrase(language), "rows": str(count) if count or rows == 0 else SOME[language],
                "last_day": day,
            },
        ).filled_in(text[language])
        for language in LANGUAGES
    }  # fmt: skip
    begins_with_window = "{window}" in text["en"][:8]
    english = filled["en"][:1].upper() + filled["en"][1:] if begins_with_window else filled["en"]
    return Bilingual(zh=filled["zh"], en=with_singulars(english))


@dataclass(frozen=True)
class _Figures:
    """The figures of one case for the placeholders of one signal's texts."""

    signal: CompiledSignal
    values: Mapping[str, float]
    window: Window | None
    language: str
    built_in: Mapping[str, str]

    def filled_in(self, text: str) -> str:
        """The text with its figures, without the parts in brackets whose figures are not known."""
        parts = _parts(self.signal, text, self.window)
        said = "".join([words for words, figures in parts if all(map(self._is_known, figures))])
        pieces = _pieces(self.signal, said, self.window)
        return "".join([piece if isinstance(piece, str) else self._written(piece) for piece in pieces])

    def _written(self, figure: _Figure) -> str:
        if figure.unit == IN_WORDS:
            return self.built_in[figure.name]
        return _written(self.values.get(figure.name, math.nan), figure.unit, self.language)

    def _is_known(self, figure: _Figure) -> bool:
        return bool(self.built_in[figure.name]) if figure.unit == IN_WORDS else _is_something(self.values, figure.name)


class _Figure(NamedTuple):
    """What a placeholder shows: a feature and its unit, or a word that is built in."""

    name: str
    unit: str


@lru_cache(maxsize=16384)
def _parts(signal: CompiledSignal, text: str, window: Window | None) -> tuple[tuple[str, tuple[_Figure, ...]], ...]:
    """The parts of a text, with the figures that must be known where a part stands in brackets."""
    pieces = PART.split(text)  # every second one stood in brackets
    return tuple(
        (words, tuple(_figure(signal, each, window) for each in PLACEHOLDER.finditer(words)) if place % 2 else ())
        for place, words in enumerate(pieces)
    )


@lru_cache(maxsize=16384)
def _pieces(signal: CompiledSignal, text: str, window: Window | None) -> tuple[str | _Figure, ...]:
    """The words of a text without brackets, and the figures between them."""
    pieces: list[str | _Figure] = []
    end = 0
    for each in PLACEHOLDER.finditer(text):
        pieces += [text[end : each.start()], _figure(signal, each, window)]
        end = each.end()
    return (*pieces, text[end:])


def _figure(signal: CompiledSignal, placeholder: re.Match[str], window: Window | None) -> _Figure:
    if placeholder["name"] in BUILT_IN:
        return _Figure(placeholder["name"], IN_WORDS)
    feature = signal.header.feature_of(placeholder, window)
    unit = feature_units(signal)[feature]
    if unit == "ratio" and placeholder.string[placeholder.end() :].lstrip().startswith(UNITS):
        unit = "multiple"
    return _Figure(feature, unit)


def _reason(
    signal: CompiledSignal, values: Mapping[str, float], window: Window | None, picked: Picked | None
) -> Mapping[str, str]:
    """The header's reason, with the name of its window; where it has no figures for it, how many records there are.

    Of picked rows it says by which measure, for the header's figures are of all rows.
    """
    header = signal.header
    if window is None:
        return header.reason
    text: Mapping[str, str] = header.reason
    if picked:
        text = _of_picked(header, picked)
    elif not _is_said(signal, values, window):
        text = {language: words.format(header.label[language]) for language, words in CONCERNING.items()}
    if header.windows == (ALL,):
        return text
    named = {language: "{window}" in words for language, words in text.items()}
    return {
        language: words if named[language] else "{window}" + COLON[language] + words for language, words in text.items()
    }


def _of_picked(header: SignalHeader, picked: Picked) -> Mapping[str, str]:
    measure, among = picked
    named = {"zh": _subject(header), "en": header.label["en"]}
    return {
        language: words.format(named[language], measure.picked(language), among) for language, words in PICKED.items()
    }


def _subject(header: SignalHeader) -> str:
    """The header's own words before their number, and its label where other figures stand there."""
    subject, counted, _ = header.reason["zh"].partition("{rows}")
    return subject.rstrip() if counted and subject.strip() and not set("{[") & set(subject) else header.label["zh"]


def _is_said(signal: CompiledSignal, values: Mapping[str, float], window: Window) -> bool:
    """Whether the sentence can be about the window: its figures are taken over it, those always shown are known."""
    return window in signal.header.sentence_windows and not any(
        math.isnan(values.get(name, math.nan)) for name, _ in figures_always_shown(signal, window)
    )


@lru_cache(maxsize=4096)
def figures_always_shown(signal: CompiledSignal, window: Window) -> tuple[tuple[str, str], ...]:
    """The figures that the sentence shows of the window wherever they are known or not: feature, kind of measure."""
    header = signal.header
    if window not in header.sentence_windows:
        return ()
    kinds = {name: measure.kind for name, measure, _ in header.features()}
    text = {language: PART.sub("", words) for language, words in header.reason.items()}
    features = (header.feature_of(each, window) for each in header.placeholders(text))
    return tuple((name, kinds[name]) for name in dict.fromkeys(features))


def _is_something(values: Mapping[str, float], feature: str) -> bool:
    value = values.get(feature, math.nan)
    return not math.isnan(value) and value != 0


def _counted(signal: CompiledSignal, values: Mapping[str, float], window: Window) -> int:
    """The rows of a window where the signal counts them; 0 where it does not."""
    counts = (values[n] for n, m, w in signal.header.features() if m.name == "count" and w == window and n in values)
    return next((int(count) for count in counts if not math.isnan(count)), 0)


@lru_cache(maxsize=4096)
def feature_units(signal: CompiledSignal) -> dict[str, str]:
    """The unit of each feature: number, money (yuan), ratio, days, or flag."""
    return {name: _unit(measure, signal.kinds) for name, measure, _ in signal.header.features()}


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
        return (
            f"{value:.0%}" if value == 0 or abs(value) >= 0.005 else {"zh": "不足 1%", "en": "less than 1%"}[language]
        )
    if unit == "multiple":
        return multiple(value, language)
    if unit == "flag":
        return {"zh": ("否", "是"), "en": ("no", "yes")}[language][int(value)]
    return f"{value:.0f}" if value == round(value) else f"{value:.2f}"


def multiple(value: float, language: str) -> str:
    """How many times, as sentences write it."""
    if 0 < value < 0.005:
        return {"zh": "不足 0.01", "en": "less than 0.01"}[language]
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _money(yuan: float, language: str) -> str:
    if language == "en":
        return f"CNY {yuan:,.0f}"
    if abs(round(yuan / 1e4, 2)) >= 1e4:
        return f"{yuan / 1e8:.2f} 亿元"
    return f"{yuan / 1e4:.2f} 万元" if abs(round(yuan)) >= 1e4 else f"{yuan:.0f} 元"
