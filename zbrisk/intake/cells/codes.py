"""Words that stand for a code of the contract: 终结本次执行程序 is `terminated_round`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

from zbrisk.intake.cells.cell import EMPTY, Cell, is_nothing, plain, refused

__all__ = ["code_words", "read_code"]


@cache
def code_words() -> Mapping[str, Mapping[str, str]]:
    """By list of codes, which code each word stands for; from codes.yaml."""
    document = yaml.safe_load(resources.files("zbrisk.intake.cells").joinpath("codes.yaml").read_text(encoding="utf-8"))
    return {
        name: {plain(str(word)): code for code, words in codes.items() for word in words}
        for name, codes in document.items()
    }


def read_code(text: str, codes: Mapping[str, str]) -> Cell:
    """The code of a word; an unknown word is refused, never guessed."""
    bare = plain(text)
    if is_nothing(bare) and bare not in codes:
        return EMPTY
    code = codes.get(bare)
    return refused("unknown_code") if code is None else Cell(code)
