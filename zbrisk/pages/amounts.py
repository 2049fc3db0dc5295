"""Multiples of the claim in a sentence, with the amount in front: `44.92 万元（执行标的的 0.52 倍）`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zbrisk.explaining.reason import Feature
from zbrisk.explaining.reason_text import multiple
from zbrisk.pages.cells import yuan

__all__ = ["with_amounts"]

TIMES = re.compile(r"为(执行标的|本案标的|本案|标的)的 (\d[\d.]*) 倍")
PER_CLAIM = "_per_claim_amount__"


def with_amounts(sentence: str, features: Iterable[Feature], claim: object) -> str:
    """The sentence; where no figure of the reason has the multiple, the amount is a rounded one.

    Args:
        sentence: What a reason says, in Chinese.
        features: Those of the reason that moved the score.
        claim: The case's claim in yuan, if it is known.
    """
    if not isinstance(claim, int | float) or claim <= 0:
        return sentence
    known = {multiple(f.value, "zh"): f.value for f in features if PER_CLAIM in f.name and f.value is not None}

    def said(match: re.Match[str]) -> str:
        exact = known.get(match[2])
        rounded = float(f"{float(match[2]) * claim:.2g}")
        amount = f"约 {yuan(rounded)}" if exact is None else yuan(round(exact * claim, 2))
        return f" {amount}（{match[1]}的 {match[2]} 倍）"

    return TIMES.sub(said, sentence)
