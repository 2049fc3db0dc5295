"""References to law as people read them: how each was verified, in words in place of marks."""

from __future__ import annotations

import re

__all__ = ["law_words"]

MARK = re.compile(r"\s?\[([LWK])\]")
WORDS = {
    "L": {"zh": "（条文已核对）", "en": " (text read)"},
    "W": {"zh": "（仅见摘录）", "en": " (read in an excerpt)"},
    "K": {"zh": "（凭记忆，未核对）", "en": " (from memory)"},
}


def law_words(law: str, language: str = "zh") -> str:
    """The reference with `[L]`, `[W]` and `[K]`, which the authors of zbrisk's own signals put behind it, in words."""
    return MARK.sub(lambda mark: WORDS[mark[1]][language], law)
