"""Text as a search must see it, and as a person may see it: nothing hides between or behind its letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["PlainText", "visible"]


@dataclass(frozen=True)
class PlainText:
    """A text in plain letters, with the way back: letter `i` of `plain` came from place `origin[i]` of `text`.

    Full-width, circled and other forms of a letter or digit are the letter or digit (NFKC); what takes no room, such as
    a soft hyphen, is left out. So a number is found however it was written, and masked where it stands.
    """

    text: str
    plain: str
    origin: tuple[int, ...] | range

    @classmethod
    def of(cls, text: str) -> PlainText:
        """The plain form of `text`, in time that grows with its length."""
        if text.isascii():
            return cls(text, text, range(len(text)))
        letters = [(plain, i) for i, letter in enumerate(text) for plain in _plain(letter)]
        return cls(text, "".join(plain for plain, _ in letters), tuple(i for _, i in letters))

    def replaced(self, found: Iterable[tuple[int, int]], stand_in: Callable[[str], str]) -> PlainText:
        """The text with places of `plain` (from, to) replaced, which rise and do not overlap."""
        parts, end = [], 0
        for start, stop in found:
            first, last = self.origin[start], self.origin[stop - 1] + 1
            if first < end:  # two plain letters of one written one
                continue
            parts += [self.text[end:first], stand_in(self.plain[start:stop])]
            end = last
        return PlainText.of("".join([*parts, self.text[end:]])) if parts else self


@lru_cache(maxsize=1 << 16)
def _plain(letter: str) -> str:
    if unicodedata.category(letter) in ("Cf", "Cc", "Mn", "Me") and letter not in "\t\n\r":
        return ""
    digit = unicodedata.digit(letter, None)
    return unicodedata.normalize("NFKC", letter) if digit is None else str(digit)


def visible(text: str) -> str:
    """A text in which no letter acts: terminal codes, changes of direction and what takes no room show as `⟨U+202E⟩`.

    Line ends and tabs stay. Pages and terminals show every text this way, so that a case number cannot read
    differently from what it is.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter if _harmless(letter) else f"⟨U+{ord(letter):04X}⟩" for letter in text)


@lru_cache(maxsize=1 << 16)
def _harmless(letter: str) -> bool:
    return letter in "\t\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
