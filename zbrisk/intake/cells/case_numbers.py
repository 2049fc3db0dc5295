"""Case numbers of courts, of arbitration commissions and of notaries, in one spelling, with their parts.

Courts number by 法〔2015〕137号: （2024）浙0602执1234号; before 2016 as （2012）曲中法执字第66号. A number with 之一 is
a ruling of the case without it. A year that lost its brackets is still the year; a number without one is several cases'
number, and the day of filing does not say which: what came in December is filed in January.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from zbrisk.intake.cells.cell import EMPTY, Cell, is_nothing, plain, refused
from zbrisk.intake.cells.numerals import digit_by_digit

__all__ = ["KIND_OF", "USUAL", "CaseNumber", "find_case_numbers", "parsed", "read_case_number", "read_case_numbers"]

OPEN, CLOSE = r"[(\[〔【]", r"[)\]〕】]"
GAP = r"[ \u3000]{0,2}"  # in a text; a cell's blanks are gone before
YEAR = rf"{OPEN}(?P<year>\d{{4}}|[〇○零一二三四五六七八九]{{4}}){CLOSE}{GAP}"
PROVINCES = "京津沪渝冀晋内蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川黔贵云藏陕甘青宁新兵军"  # 贵 is a plate's, but is written
KINDS = {
    "suit": (
        "民初", "民终", "民再", "民申", "民监", "民特", "民催", "民撤", "民抗", "民提", "商初", "商终", "商再", "商提",
        "知初", "知终", "知民初", "知民终", *(f"民{number}{end}" for number in "一二三四五六" for end in ("初", "终")),
    ),
    "payment_order": ("民督",),
    "restoration": ("执恢",),
    "preservation": ("执保", "财保"),
    "objection": ("执异", "执复", "执监", "执协", "执他", "执申"),
    "enforcement": ("执", "执民", "执商", "执仲", "执刑"),  # before 2016 some said what they enforced
    "bankruptcy": ("民破", "破申", "破终", "破监", "破"),
    "criminal": ("刑初", "刑终", "刑更", "刑再", "刑申", "刑监", "刑抗"),
    "other": (
        "执前调", "诉前调", "民诉前调", "民辖", "民辖终", "民辖监", "民他", "司救执", "司救民", "司惩", "司惩复",
        "行初", "行终", "行审", "行非", "行再", "行申", "行监", "行赔初", "行赔终", "知行终", "委赔", "清申", "强清",
        "行保", "证保",
    ),
}  # fmt: skip
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}
TYPE = "|".join(sorted(KIND_OF, key=len, reverse=True))
SERIAL = r"(?P<serial>\d{1,8})"
MORE = r"(?P<more>-\d{1,8}|(?:[、,]\d{1,8}){0,200})"
TAIL = r"号?(?P<part>之[一二三四五六七八九十]{1,3})?"
USUAL = re.compile(rf"[（(\[〔【](\d{{4}})[）)\]〕】]([{PROVINCES}]\d{{0,4}})({TYPE})([1-9]\d{{0,7}})号?", re.ASCII)
UNBRACKETED = re.compile(
    rf"(?<![\d(\[〔【])(?!{OPEN}\d{{4}}{CLOSE}){OPEN}?((?:19|20)\d{{2}})年?{CLOSE}?(?=[{PROVINCES}]\d)", re.ASCII
)
WITHOUT_YEAR = re.compile(rf"(?:{OPEN}{CLOSE})?(?:最高法|[{PROVINCES}]\d{{0,4}})(?:{TYPE})\d")
MODERN = re.compile(rf"{YEAR}(?P<court>最高法|[{PROVINCES}]\d{{0,4}}){GAP}(?P<type>{TYPE}){GAP}{SERIAL}{MORE}{TAIL}")
OLD = re.compile(  # a notary's 证执字 is no court's 执字
    rf"{YEAR}(?P<court>[一-龥]{{1,6}}?)(?<!证)(?P<type>{TYPE})字第?{SERIAL}{MORE}{TAIL}"
)
AWARD = re.compile(rf"(?P<place>[一-龥]{{1,8}}?)(?P<body>劳人仲案|劳仲案|仲裁|仲案|仲)字?{YEAR}第?{SERIAL}号?")
AWARD_TAIL = re.compile(rf"{YEAR}(?P<place>[一-龥]{{1,8}}?)(?P<body>劳人仲案|劳仲案|仲裁|仲案|仲)字?第?{SERIAL}号?")
DEED = re.compile(rf"{YEAR}(?P<place>[一-龥]{{1,8}}?)证(?P<body>[一-龥]{{0,4}}?)字第?{SERIAL}号?")
FORMS = (MODERN, OLD, AWARD, AWARD_TAIL, DEED)
PAPER = re.compile(r"(?:民事|刑事|执行|行政|仲裁)?(?:判决|调解|裁定|裁决|决定)书?|支付令|执行证书|债权文书")
BETWEEN = re.compile("[、,;/和及与]+")
LONGEST, MOST = 400, 200


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """One number.

    Attributes:
        text: In the spelling of courts.
        year: In which it was given.
        court: The 法院代字, or the place that names itself.
        kind: As of `cases.case_kind`.
        serial: Its last part.
        coded: Whether the court has a code, so that no two cases share the number.
    """

    text: str
    year: int
    court: str
    kind: str
    serial: int
    coded: bool


def read_case_number(text: str) -> Cell:
    """One case number; several in the cell are refused."""
    if usual := USUAL.fullmatch(text):
        return Cell(_usual(usual))
    found = read_case_numbers(text)
    if found.value is None:
        return found
    return Cell(found.value[0], found.rule) if len(found.value) == 1 else refused("several_case_numbers")


def read_case_numbers(text: str) -> Cell:
    """All case numbers of a cell that holds nothing else."""
    if usual := USUAL.fullmatch(text):
        return Cell((_usual(usual),))
    whole = "".join(plain(text).split())
    if is_nothing(whole):
        return EMPTY
    if len(whole) > LONGEST:
        return refused("case_number_damaged")
    if usual := USUAL.fullmatch(whole):
        return Cell((_usual(usual),))
    bracketed, count = UNBRACKETED.subn(r"(\1)", whole)
    return _all_of(bracketed, "year_without_brackets" if count else "")


def _all_of(whole: str, rule: str) -> Cell:
    numbers: list[str] = []
    place = 0
    while place < len(whole):
        match = next((m for form in FORMS if (m := form.match(whole, place))), None)
        if match is None:
            return refused("case_number_without_year" if WITHOUT_YEAR.match(whole, place) else "case_number_damaged")
        found = [] if _is_of_a_ruling(match) else [number.text for number in _numbers(match)]
        numbers += found
        paper = PAPER.match(whole, match.end())
        place = paper.end() if paper else match.end()
        between = BETWEEN.match(whole, place)
        if not found or (place < len(whole) and between is None):
            return refused("case_number_damaged")
        place = between.end() if between else place
    return Cell(tuple(dict.fromkeys(numbers)), rule)


def _is_of_a_ruling(match: re.Match[str]) -> bool:
    """Whether it may be one of several numbers of a series: in a list 66-1 and 66-2 are not said to be one case."""
    more = match.groupdict().get("more") or ""
    return more.startswith("-") and len(_numbers(match)) == 1


def find_case_numbers(text: str) -> tuple[str, ...]:
    """The numbers of courts that stand anywhere in a text."""
    whole = "".join(plain(text).split())
    found = (number for form in (MODERN, OLD) for match in form.finditer(whole) for number in _numbers(match))
    return tuple(dict.fromkeys(number.text for number in found))


@lru_cache(maxsize=1 << 16)
def parsed(text: str) -> CaseNumber | None:
    """The parts of a number in the spelling that this module gives."""
    if usual := USUAL.fullmatch(text):
        year, court, kind, serial = usual.groups()
        return CaseNumber(_usual(usual), int(year), court, KIND_OF[kind], int(serial), True)
    bare = text.replace("（", "(").replace("）", ")")
    match = next((m for form in FORMS if (m := form.fullmatch(bare))), None)
    return next(iter(_numbers(match)), None) if match else None


def _usual(match: re.Match[str]) -> str:
    return f"（{match[1]}）{match[2]}{match[3]}{match[4]}号"


def _numbers(match: re.Match[str]) -> list[CaseNumber]:
    parts = match.groupdict()
    year = int(parts["year"]) if parts["year"].isascii() else digit_by_digit(parts["year"]) or 0
    serials = _serials(int(parts["serial"]), parts.get("more") or "")
    return [_number(match.re, parts, year, serial) for serial in serials]


def _number(form: re.Pattern[str], parts: dict[str, str], year: int, serial: int) -> CaseNumber:
    if form is MODERN:
        text = f"（{year}）{parts['court']}{parts['type']}{serial}号"
        return CaseNumber(text, year, parts["court"], KIND_OF[parts["type"]], serial, True)
    if form is OLD:
        text = f"（{year}）{parts['court']}{parts['type']}字第{serial}号"
        return CaseNumber(text, year, parts["court"], KIND_OF[parts["type"]], serial, False)
    if form is DEED:
        text = f"（{year}）{parts['place']}证{parts['body']}字第{serial}号"
        return CaseNumber(text, year, parts["place"], "notarised_debt", serial, False)
    text = f"{parts['place']}{parts['body']}字（{year}）第{serial}号"
    return CaseNumber(text, year, parts["place"], "arbitration", serial, False)


def _serials(first: int, more: str) -> list[int]:
    """All serials of a joined list (30063、30062) or a range (123-130); none of a range that runs backwards.

    889-1 can be no range, nor 889-891 cut short: it is the first ruling of 889, as 之一 is today.
    """
    if not more:
        return [first]
    if more.startswith("-"):
        last = int(more[1:])
        if last <= first % 10 and last < first:
            return [first]
        return list(range(first, last + 1)) if first < last < first + MOST else []
    return [first, *(int(number) for number in re.split("[、,]", more[1:]))]
