"""A checkpoint's card: what its header says of the law and of the verdicts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zbrisk.docket.days import ALWAYS, NEVER, day_number
from zbrisk.signals.card import Text
from zbrisk.signals.window import Window

__all__ = ["ASPECTS", "PLACEHOLDER", "VERDICTS", "Checkpoint", "parse_checkpoint"]

VERDICTS = ("fail", "flag", "hint", "unknown", "pass", "not_applicable")  # the worst first: it decides
SEVERITIES = {"H": "影响实体权利", "M": "影响程序", "L": "瑕疵"}
ASPECTS: Mapping[int, Text] = {
    1: {"zh": "超期执行", "en": "overdue enforcement"},
    2: {"zh": "执行措施不符规定", "en": "unlawful measures"},
    3: {"zh": "未穷尽财产调查", "en": "inquiry not exhausted"},
    4: {"zh": "启动文书缺失", "en": "opening documents missing"},
    5: {"zh": "终本实质条件不符", "en": "substantive conditions not met"},
    6: {"zh": "终本程序不符规定", "en": "procedure of termination"},
    7: {"zh": "终本后管理缺失", "en": "neglect after termination"},
    8: {"zh": "惩戒措施不当", "en": "punishment omitted or improper"},
    9: {"zh": "案款、处置与分配不符规定", "en": "money, disposal and distribution"},
    10: {"zh": "信用惩戒（保护被执行人）", "en": "credit punishment (protects the debtor)"},
}
REQUIRED = ("rule", "label", "aspect", "severity", "basis", "verified", "in_force", "texts", "verify")
OPTIONAL = ("office_limit", "codes", "absence", "optional", "span", "at", "none", "needs")
RULE = re.compile(r"R-\d\d")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """The header of a checkpoint file; see features/checkpoints/README.md for each key.

    `first_day` and `last_day` bound the law's validity; `codes` maps a table to what its feed must record, or to the
    column of the rows that says so; a breach is that the tables in `absence` lack a row; `span` is what tables must
    cover; `none` is the verdict where there are no rows.
    """

    name: str
    rule: str
    label: Text
    aspect: int
    severity: str
    basis: str
    verified: bool
    office_limit: bool
    first_day: int
    last_day: int
    codes: Mapping[str, tuple[str, ...] | str]
    absence: tuple[str, ...]
    optional: tuple[str, ...]
    span: Window
    at: str | None
    none: str
    texts: Mapping[str, Text]
    verify: Text
    needs: Text | None

    @property
    def provable(self) -> bool:
        """Whether a breach is a violation, and no mere flag."""
        return self.verified and not self.office_limit


def parse_checkpoint(name: str, header: Mapping[str, Any]) -> Checkpoint:
    """A card from a parsed header.

    Raises:
        ValueError: Something is missing or not understood; the message says what.
    """
    for key in header:
        if key not in (*REQUIRED, *OPTIONAL):
            raise ValueError(f"The header has the unknown key {key!r}; known are {', '.join((*REQUIRED, *OPTIONAL))}.")
    for key in REQUIRED:
        if key not in header:
            raise ValueError(f"The header lacks `{key}`.")
    force = header["in_force"]
    card = Checkpoint(
        name=name,
        rule=str(header["rule"]),
        label=_text("label", header["label"]),
        aspect=header["aspect"],
        severity=str(header["severity"]),
        basis=str(header["basis"]),
        verified=header["verified"],
        office_limit=header.get("office_limit", False),
        first_day=_day(force, "from", ALWAYS),
        last_day=_day(force, "to", NEVER),
        codes={t: c if isinstance(c, str) else tuple(c) for t, c in header.get("codes", {}).items()},
        absence=tuple(header.get("absence", ())),
        optional=tuple(header.get("optional", ())),
        span=Window.parse(str(header.get("span", "filed to closed"))),
        at=header.get("at"),
        none=str(header.get("none", "not_applicable")),
        texts={verdict: _text(f"texts.{verdict}", text) for verdict, text in header["texts"].items()},
        verify=_text("verify", header["verify"]),
        needs=_text("needs", header["needs"]) if "needs" in header else None,
    )
    _check(card)
    return card


def _check(card: Checkpoint) -> None:
    if not RULE.fullmatch(card.rule):
        raise ValueError(f"The rule {card.rule!r} is unknown; write it as R-11.")
    if card.aspect not in ASPECTS:
        raise ValueError(f"The aspect {card.aspect!r} is unknown; use 1 to {len(ASPECTS)}.")
    if card.severity not in SEVERITIES:
        raise ValueError(f"The severity {card.severity!r} is unknown; use {', '.join(SEVERITIES)}.")
    for key in ("verified", "office_limit"):
        if not isinstance(getattr(card, key), bool):
            raise ValueError(f"`{key}` is true or false.")
    for verdict in (card.none, *card.texts):
        if verdict not in VERDICTS:
            raise ValueError(f"The verdict {verdict!r} is unknown; use {', '.join(VERDICTS)}.")
    if not {"fail", "flag", "hint", "unknown"} & set(card.texts):
        raise ValueError("`texts` says what a breach is: give `fail`, `flag` or `hint` (or `unknown` alone).")


def _day(force: Any, key: str, otherwise: int) -> int:
    if not isinstance(force, Mapping) or "from" not in force:
        raise ValueError("`in_force` is {from: 2016-12-01, to: null}.")
    value = force.get(key)
    if value is None:
        return otherwise
    if not isinstance(value, dt.date):
        raise ValueError(f"`in_force.{key}` is no date: {value!r}.")
    return day_number(value)


def _text(key: str, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(
        isinstance(value.get(k), str) and value[k].strip() for k in ("zh", "en")
    ):
        raise ValueError(f"`{key}` lacks a language: write `{key}: {{zh: ..., en: ...}}`.")
    return {"zh": value["zh"].strip(), "en": value["en"].strip()}
