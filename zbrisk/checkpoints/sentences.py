"""A verdict as a sentence, with the days and sums of its row."""

from __future__ import annotations

import re
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
    template, names = _template(checkpoint, verdict.verdict, written, language)
    if not names:
        return template

    def filled(match: re.Match[str]) -> str:
        name = match[1]
        if name == "n":
            return str(verdict.count)
        return _written(checkpoint, name, None if verdict.row is None else verdict.row[name], language)

    sentence = PLACEHOLDER.sub(filled, template)
    return sentence if all(name == "n" or checkpoint.kinds[name] in OUR_OWN for name in names) else mask_text(sentence)


@lru_cache(maxsize=4096)
def _template(
    checkpoint: CompiledCheckpoint, verdict: str, written: str | None, language: str
) -> tuple[str, tuple[str, ...]]:
    """The text of a verdict, and what is to be filled in; `written` is the verdict that the row itself gives."""
    texts: Mapping[str, Text] = dict(checkpoint.header.texts.items())
    label = checkpoint.header.label
    if verdict == "flag" and written is not None and written in texts:
        text = texts[written]  # a fail that became a flag says what the fail would have said
    else:
        text = texts.get(verdict) or OTHERWISE.get(verdict) or label
    template = text[language].replace("{label}", label[language])
    return template, tuple(PLACEHOLDER.findall(template))


def _written(checkpoint: CompiledCheckpoint, name: str, value: Any, language: str) -> str:
    kind = checkpoint.kinds[name]
    if value is None:
        return NOT_KNOWN[language]
    if kind == "date":
        return str(to_date(int(value)))
    if kind == "money":
        return f"{value / 100:,.0f} 元" if language == "zh" else f"CNY {value / 100:,.0f}"
    if kind == "ratio":
        return f"{value:.0%}"
    return _label(checkpoint, name, str(value)) if language == "zh" else str(value)


def _label(checkpoint: CompiledCheckpoint, name: str, code: str) -> str:
    labels = load_labels().codes
    places = (f"{table}.{name}" for table in checkpoint.tables)
    return next((labels[place][code] for place in places if code in labels.get(place, {})), code)
