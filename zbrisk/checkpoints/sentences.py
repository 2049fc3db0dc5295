"""A verdict as a sentence, with the days and sums of its row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from zbrisk.checkpoints.catalogue import CompiledCheckpoint
from zbrisk.checkpoints.header import PLACEHOLDER
from zbrisk.checkpoints.verdict import Verdict
from zbrisk.contract.labels import load_labels
from zbrisk.docket.days import to_date
from zbrisk.explaining.masking import mask_text
from zbrisk.signals.header import Text

__all__ = ["said"]

OTHERWISE: Mapping[str, Text] = {
    "pass": {"zh": "未见问题：{label}", "en": "nothing amiss: {label}"},
    "unknown": {"zh": "记录不足，不能判断：{label}", "en": "the record does not tell: {label}"},
    "not_applicable": {"zh": "不适用", "en": "does not apply"},
}
LACKING: Text = {"zh": "缺少数据，不能判断（{lacking}）", "en": "no data ({lacking})"}
OUR_OWN = frozenset({"bool", "code", "date", "int", "money", "ratio"})  # kinds whose values name nobody
NOT_KNOWN = {"zh": "（无记录）", "en": "(not recorded)"}


def said(checkpoint: CompiledCheckpoint, verdict: Verdict, language: str) -> str:
    """What a verdict says, in Chinese (`zh`) or English (`en`)."""
    if verdict.lacking:
        return LACKING[language].format(
            lacking="、".join(verdict.lacking) if language == "zh" else ", ".join(verdict.lacking)
        )
    written = checkpoint.header.none if verdict.row is None else verdict.row["verdict"]
    pieces, names, ours = _template(checkpoint, verdict.verdict, written, language)
    if not names:
        return pieces[0]
    sentence = list(pieces)
    for place, name in names:
        value = None if verdict.row is None else verdict.row.get(name)
        sentence[place] = str(verdict.count) if name == "n" else _written(checkpoint, name, value, language)
    return "".join(sentence) if ours else mask_text("".join(sentence))


@lru_cache(maxsize=4096)
def _template(
    checkpoint: CompiledCheckpoint, verdict: str, written: str | None, language: str
) -> tuple[tuple[str, ...], tuple[tuple[int, str], ...], bool]:
    """The text of a verdict in pieces, which of them are to be filled in, and whether no name of anybody's can come in.

    `written` is the verdict that the row itself gives.
    """
    texts: Mapping[str, Text] = dict(checkpoint.header.texts.items())
    label = checkpoint.header.label
    if verdict == "flag" and written is not None and written in texts:
        text = texts[written]  # a fail that became a flag says what the fail would have said
    else:
        text = texts.get(verdict) or OTHERWISE.get(verdict) or label
    pieces = tuple(PLACEHOLDER.split(text[language].replace("{label}", label[language])))
    names = tuple(enumerate(pieces))[1::2]
    return pieces, names, all(name == "n" or checkpoint.kinds[name] in OUR_OWN for _, name in names)


def _written(checkpoint: CompiledCheckpoint, name: str, value: Any, language: str) -> str:
    kind = checkpoint.kinds[name]
    if value is None:
        return NOT_KNOWN[language]
    if kind == "date":
        return _day(int(value))
    if kind == "money":
        return f"{value / 100:,.0f} 元" if language == "zh" else f"CNY {value / 100:,.0f}"
    if kind == "ratio":
        return f"{value:.0%}"
    return _label(checkpoint, name, str(value)) if language == "zh" else str(value)


@lru_cache(maxsize=65_536)
def _day(number: int) -> str:
    return str(to_date(number))


def _label(checkpoint: CompiledCheckpoint, name: str, code: str) -> str:
    labels = load_labels().codes
    places = (f"{table}.{name}" for table in checkpoint.tables)
    return next((labels[place][code] for place in places if code in labels.get(place, {})), code)
