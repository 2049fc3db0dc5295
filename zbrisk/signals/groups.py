"""Rows split by the codes in their columns: the key `by` of a signal's header.

A signal `by` role and kind is measured once for each combination of a role and a kind that its header lists. The
features are settled before any data is seen, and each combination has words, rows and a place among the reasons of its
own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

__all__ = ["ByColumn", "Code", "combinations", "filled", "label_of", "parse_by"]

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
BILINGUAL = {"zh", "en"}
MOST = 500  # combinations of one signal


@dataclass(frozen=True, kw_only=True)
class Code:
    """A code of the rows, in words; `typology` where it is the trace of another than the signal's."""

    code: str
    label: Mapping[str, str]
    typology: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ByColumn:
    """A column of the rows, and the codes by which they are split; rows with any other code are left out."""

    column: str
    codes: tuple[Code, ...] = field(default=())


def combinations(by: tuple[ByColumn, ...]) -> tuple[tuple[Code, ...], ...]:
    """All combinations of codes, in the order in which their features stand."""
    return tuple(product(*(column.codes for column in by)))


def label_of(label: Mapping[str, str], codes: Sequence[Code]) -> dict[str, str]:
    """A signal's label with those of the codes."""
    zh = "·".join(code.label["zh"] for code in codes)
    en = ", ".join(code.label["en"] for code in codes)
    return {"zh": f"{label['zh']}：{zh}", "en": f"{label['en']}: {en}"}


def filled(text: Mapping[str, str], labels: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """A text with the labels of codes in place of their columns' names in braces."""
    words = dict(text)
    for language in words:
        for column, label in labels.items():
            words[language] = words[language].replace(f"{{{column}}}", label[language])
    return words | {"en": words["en"][:1].upper() + words["en"][1:]}


def parse_by(value: Any) -> tuple[ByColumn, ...]:
    """What stands under `by`: from a column to its codes, from a code to its label (and its typology).

    Raises:
        ValueError: It is not understood; the message says what to write.
    """
    if not isinstance(value, Mapping) or not value:
        raise ValueError("`by` names columns and their codes: `by: {role: {kin: {zh: 亲属, en: kin}}}`.")
    by = tuple(ByColumn(column=str(column), codes=_codes(str(column), codes)) for column, codes in value.items())
    if len(combinations(by)) > MOST:
        raise ValueError(f"`by` makes {len(combinations(by))} combinations, more than {MOST}; split the signal.")
    return by


def _codes(column: str, codes: Any) -> tuple[Code, ...]:
    if not NAME.fullmatch(column) or not isinstance(codes, Mapping) or not codes:
        raise ValueError(f"`by` lists no codes of {column!r}: write `{column}: {{kin: {{zh: 亲属, en: kin}}}}`.")
    return tuple(_code(str(code), words) for code, words in codes.items())


def _code(code: str, words: Any) -> Code:
    if not NAME.fullmatch(code):
        raise ValueError(f"The code {code!r} of `by` is no name: use lower-case letters, digits and underscores.")
    if not isinstance(words, Mapping) or not set(words) <= BILINGUAL | {"typology"}:
        raise ValueError(f"The code {code} of `by` has no label: write `{code}: {{zh: ..., en: ...}}`.")
    label = {language: str(words.get(language, "")).strip() for language in ("zh", "en")}
    if not all(label.values()) or any(mark in text for text in label.values() for mark in "{}[]"):
        raise ValueError(f"The code {code} of `by` needs a label in both languages, without braces or brackets.")
    typology = words.get("typology", [])
    listed = typology if isinstance(typology, list) else [typology]
    return Code(code=code, label=label, typology=tuple(str(each) for each in listed))
