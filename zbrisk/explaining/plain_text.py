"""Text as a search must see it, and as a person may see it: nothing hides between or behind its letters."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["PlainText", "visible"]


# How a letter is written for HTML, for a link and in JSON, perhaps written so a second time
ESCAPED = re.compile(
    r"&#[xX][0-9A-Fa-f]{1,6};?|&#[0-9]{1,7};?|&[A-Za-z]{2,8};|(?:%[0-9A-Fa-f]{2})+|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}"
)
TIMES_ESCAPED = 3
Letter = tuple[str, int, int]  # and from where to where it was written


@dataclass(frozen=True)
class PlainText:
    """A text in plain letters, with the way back: letter `i` of `plain` was written from `starts[i]` to `ends[i]`.

    Full-width, circled and other forms of a letter or digit are the letter or digit (NFKC), escapes are what they stand
    for, and what takes no room, such as a soft hyphen, is left out. So a number is found however it was written, and
    masked where it stands.
    """

    text: str
    plain: str
    starts: tuple[int, ...] | range
    ends: tuple[int, ...] | range

    @classmethod
    def of(cls, text: str) -> PlainText:
        """The plain form of `text`, in time that grows with its length."""
        escaped = ESCAPED.search(text)
        if text.isascii() and not escaped:
            return cls(text, text, range(len(text)), range(1, len(text) + 1))
        letters = [(letter, i, i + 1) for i, letter in enumerate(text)]
        for _ in range(TIMES_ESCAPED if escaped else 0):
            letters = list(_unescaped(letters))
        plain = [(each, start, end) for letter, start, end in letters for each in _plain(letter)]
        parts, starts, ends = zip(*plain, strict=True) if plain else ((), (), ())
        return cls(text, "".join(parts), starts, ends)

    @staticmethod
    def letters(text: str) -> str:
        """The plain form alone, where nobody asks for the way back."""
        if text.isascii() or ESCAPED.search(text):
            return PlainText.of(text).plain
        return "".join(map(_plain, text))

    def replaced(self, found: Iterable[tuple[int, int]], stand_in: Callable[[str], str]) -> PlainText:
        """The text with places of `plain` (from, to) replaced, which rise and do not overlap."""
        parts, end = [], 0
        for start, stop in found:
            first, last = self.starts[start], self.ends[stop - 1]
            if first < end:  # two plain letters of one written one
                continue
            parts += [self.text[end:first], stand_in(self.plain[start:stop])]
            end = last
        return PlainText.of("".join([*parts, self.text[end:]])) if parts else self


def _unescaped(letters: list[Letter]) -> Iterator[Letter]:
    """The letters, each escape among them as what it stands for."""
    place = 0
    for escape in ESCAPED.finditer("".join(letter for letter, _, _ in letters)):
        yield from letters[place : escape.start()]
        end = escape.start()
        for letter, written in _meant(escape.group()):
            start, end = end, end + written
            yield letter, letters[start][1], letters[end - 1][2]
        place = escape.end()
    yield from letters[place:]


def _meant(escape: str) -> list[tuple[str, int]]:
    """The letters that an escape stands for, and how many letters each was written with."""
    if escape[0] == "%":
        text = bytes.fromhex(escape.replace("%", "")).decode(errors="surrogateescape")
        return [(letter, 3 * len(letter.encode(errors="surrogateescape"))) for letter in text]
    letter = html.unescape(escape) if escape[0] == "&" else chr(int(escape[2:], 16))
    return [(letter, len(escape))] if len(letter) == 1 else [(each, 1) for each in escape]


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
