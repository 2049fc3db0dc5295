"""Numbers in Chinese signs, as they stand on contracts and in solemn dates."""

from __future__ import annotations

__all__ = ["in_capitals", "in_figures"]

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")


def in_capitals(yuan: float) -> str:
    """A sum in the capitals that forbid adding a stroke: 壹拾贰万伍仟元整."""
    whole, cents = divmod(round(yuan * 100), 100)
    text, place = "", 0
    while whole:
        whole, group = divmod(whole, 10_000)
        if group:
            text = ("零" * (group < 1000 and whole > 0)) + _four(group) + GROUPS[place] + text
        elif text and not text.startswith("零"):
            text = "零" + text
        place += 1
    if not cents:
        return f"{text or '零'}元整"
    tenths, hundredths = divmod(cents, 10)
    parts = (f"{DIGITS[tenths]}角" if tenths else "零", f"{DIGITS[hundredths]}分" if hundredths else "")
    return f"{text or '零'}元{''.join(parts)}"


def in_figures(year: int) -> str:
    """A year, digit by digit: 二〇二四."""
    return str(year).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _four(group: int) -> str:
    """A number below ten thousand."""
    text = ""
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            text += DIGITS[digit] + PLACES[place]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")
