"""Names in a cell: one or several, with the marks that clerks put between and behind them."""

from __future__ import annotations

import re

from zbrisk.intake.cells.cell import EMPTY, NOTHING, Cell, is_nothing, plain, refused

__all__ = ["is_masked", "is_organisation", "read_name", "read_names"]

ORGANISATION = re.compile(
    "(?:公司|银行|支行|分行|合作社|信用社|联社|委员会|管委会|办事处|事务所|服务部|经营部|营业部|工作室|商行|工厂|集团|中心|学校"
    "|医院|超市|饭店|宾馆|酒店|协会|基金会|商店|合伙企业|独资企业|政府|法院|检察院|幼儿园|厂|店|局|行|社|院|队|站|部)$"
)
BETWEEN = re.compile(r"[、;,/|\n]+")
BLANK = re.compile(r"[\s\u3000]+")
AND_OTHERS = re.compile(r"\s*等\s*(?:(?P<count>\d{1,3}|[二两三四五六七八九十])\s*[人名]?)?$")
FORMULA = re.compile(r"[=@+\-|%]")
NUMBER = re.compile(r"\d{5,}")
LETTER = re.compile(r"[^\W\d_]")
MASKED = re.compile(r"某|[*＊×]|XX|某")
NOTE = re.compile(  # only behind a name: 绍兴(男装)有限公司 is another firm than 绍兴(女装)有限公司
    r"\((?:[男女](?=[),、;\d])|已?死亡|已故|曾用名|又名|别名|身份证|公民身份|法定代表人|法人代表|负责人|执行事务合伙人)[^()]{0,60}\)"
    r"(?=[\s、;,/|等]|$)"
)
USUAL = re.compile(r"[\u4e00-\u9fff]{2,30}")
COUNTS = {**dict(zip("二三四五六七八九十", range(2, 11), strict=True)), "两": 2}
LONGEST_CELL, LONGEST_NAME, MOST = 4000, 60, 200
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def read_name(text: str) -> Cell:
    """One name; several in the cell are refused."""
    found = read_names(text)
    if found.value is None:
        return found
    return Cell(found.value[0], found.rule) if len(found.value) == 1 else refused("several_names")


def read_names(text: str) -> Cell:
    """The names of a cell, each once and in order; pieces of one letter are one name (杨　哲)."""
    if USUAL.fullmatch(text) and "等" not in text and text not in NOTHING:
        return Cell((text,))
    bare = plain(text)
    if is_nothing(bare):
        return EMPTY
    if FORMULA.match(bare):
        return refused("formula_in_name")
    if len(bare) > LONGEST_CELL:
        return refused("overlong_name")
    noted, notes = NOTE.subn("", bare)
    named, count = _without_others(noted)
    names = tuple(dict.fromkeys(name for part in BETWEEN.split(named) for name in _names(part)))
    reason = next((reason for name in names if (reason := _doubt(name))), "" if 0 < len(names) <= MOST else "no_name")
    if reason:
        return refused(reason)
    if count is not None and count > len(names):
        return Cell(names, "not_all_named")
    return Cell(names, "several_names_in_cell" if len(names) > 1 else "note_left_out" if notes else "")


def is_organisation(name: str) -> bool:
    """Whether a name ends as those of organisations do; a person's has at most four letters, or a dot between."""
    return len(name) > 4 and ORGANISATION.search(name) is not None


def is_masked(name: str) -> bool:
    """Whether letters were hidden on purpose, as courts publish names: 王某, 李*."""
    return MASKED.search(name) is not None


def _without_others(text: str) -> tuple[str, int | None]:
    """The text before 等3人, and the number; a name may end in 等 as little as in a number."""
    match = AND_OTHERS.search(text)
    if match is None or not match.start():
        return text, None
    count = match["count"]
    number = None if count is None else int(count) if count.isdigit() else COUNTS[count]
    return text[: match.start()], number


def _names(part: str) -> list[str]:
    """The names between two marks: blanks part them, but not the letters of one name nor Latin words."""
    pieces = [piece for piece in BLANK.split(part) if piece]
    names: list[str] = []
    single = False  # whether the last name is being glued of pieces of one letter
    for piece in pieces:
        latin = bool(names) and not HAN.search(piece) and not HAN.search(names[-1])
        glue = len(piece) == 1 and single and len(names[-1]) < 4
        if latin:
            names[-1] += f" {piece}"
        elif glue:
            names[-1] += piece
        else:
            names.append(piece)
        single = len(piece) == 1
    return names


def _doubt(name: str) -> str:
    if FORMULA.match(name):
        return "formula_in_name"
    if len(name) > LONGEST_NAME:
        return "overlong_name"
    if NUMBER.search(name):
        return "number_in_name"
    return "" if LETTER.search(name) and ":" not in name else "no_name"
