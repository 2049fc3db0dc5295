"""Chinese numerals, small and capital: 二〇二四, 十二, 壹拾贰万伍仟."""

from __future__ import annotations

import re

__all__ = ["DIGITS", "UNITS", "digit_by_digit", "whole_number"]

DIGITS = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "○": 0, "两": 2, "俩": 2, "弍": 2, "貳": 2, "参": 3, "叄": 3, "仨": 3, "陸": 6,
}  # fmt: skip
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TENS = {"廿": 20, "卅": 30}
GREAT = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
FORM = re.compile(f"[{''.join((*DIGITS, *UNITS, *TENS, *GREAT))}]{{1,40}}")


def digit_by_digit(text: str) -> int | None:
    """A number written as its digits, as years are: 二〇二四."""
    if not text or any(letter not in DIGITS for letter in text):
        return None
    return int("".join(str(DIGITS[letter]) for letter in text))


def whole_number(text: str) -> int | None:
    """A number written with its units: 十二, 壹拾贰万伍仟, 一亿零三. None where it is not well formed."""
    if not FORM.fullmatch(text):
        return None
    total = section = digit = 0
    last_great, last_unit = 10**12, 10**4
    for letter in text:
        if letter in DIGITS:
            if digit:  # two digits beside each other are a year, no amount
                return None
            digit = DIGITS[letter]
        elif letter in UNITS:
            unit = UNITS[letter]
            if unit >= last_unit:
                return None
            section += (digit or (1 if unit == 10 else 0)) * unit
            digit, last_unit = 0, unit
        elif letter in TENS:
            section, digit, last_unit = section + TENS[letter], 0, 10
        else:
            great = GREAT[letter]
            if great >= last_great or section + digit == 0:
                return None
            total += (section + digit) * great
            section, digit, last_great, last_unit = 0, 0, great, 10**4
    return total + section + digit
