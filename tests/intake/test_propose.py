from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import pytest

from zbrisk.intake.headers.find import Layout, find_layout
from zbrisk.intake.headers.mapping import HeadingMap
from zbrisk.intake.propose import propose
from zbrisk.intake.reading.raw_rows import RawRow
from zbrisk.intake.sheets import Sheet

KNOWN = {
    "案号": "（2024）浙9602执1号", "申请执行人": "王小明", "被执行人": "李雷", "立案日期": "2024-01-05",
    "结案方式": "终本",
    "账号": "6222000011112222", "户名": "王小明", "交易时间": "13:26:43", "收支标志": "支出", "反馈日期": "2025-12-01",
    "车牌号": "浙D12345", "卡口": "东门", "类型": "卡口过车", "过车时间": "2024-01-05 13:26:43",
    "姓名": "王小明", "身份证号": "339602196404053609", "住址": "和平路22号",
}  # fmt: skip


@dataclass(frozen=True)
class Rows:
    layout: Layout
    all: list[RawRow]

    def rows(self) -> Iterator[list[RawRow]]:
        yield self.all


def proposed(headings: Sequence[str], unknown: str, cell: str) -> tuple[str, list[str]]:
    """The kind of list, and what is proposed for its one unknown heading."""
    rows = [RawRow("", 1, [*headings, unknown])]
    rows += [RawRow("", number, [*(KNOWN[word] for word in headings), cell]) for number in (2, 3)]
    layout = find_layout(rows, HeadingMap())
    if layout.kind is None:
        return "", []
    return layout.kind.name, propose([cast(Sheet, Rows(layout, rows))])[layout.kind.name, unknown]


CASES = ("案号", "申请执行人", "被执行人", "立案日期", "结案方式")
BOOKINGS = ("账号", "户名", "交易时间", "收支标志", "反馈日期")


@pytest.mark.parametrize(
    ("headings", "unknown", "cell", "first"),
    [
        (CASES, "承办法院", "北城区人民法院", "court_name"),  # a known word within it, though 承办法官 looks more alike
        (CASES, "标的总额", "12.5万元", "claim_amount"),
        (BOOKINGS, "发生日期", "2024-01-05", "day"),  # until then 交易时间 was taken for the day
        (BOOKINGS, "借方交易额", "12.50", "debit"),  # and not 交易额: it says which of them
        (CASES[:4], "了结日", "2024-06-30", "closed_date"),
        (("案号", "被执行人", "结案方式", "申请执行人"), "进入程序之日", "2024-01-05", "filed_date"),  # which it needs
    ],
)
def test_the_likeliest_field_is_proposed_first(headings: Sequence[str], unknown: str, cell: str, first: str) -> None:
    assert proposed(headings, unknown, cell)[1][:1] == [first]


@pytest.mark.parametrize(("unknown", "cell"), [("附件", "见卷"), ("柜号", "A-1"), ("标的说明", "房屋")])
def test_nothing_is_proposed_for_what_the_list_does_not_say(unknown: str, cell: str) -> None:
    assert proposed(CASES, unknown, cell) == ("enforcement_cases", [])


def test_nothing_is_proposed_for_a_heading_whose_field_has_a_likelier_column() -> None:
    assert proposed(CASES, "收案日期", "2024-01-02") == ("enforcement_cases", [])


def test_what_the_list_needs_has_another_name() -> None:
    assert proposed(("案号", "申请执行人", "立案日期", "结案方式"), "老赖", "李雷")[1] == ["debtor"]


def test_a_short_list_is_known_where_an_unknown_heading_may_be_what_it_needs() -> None:
    assert proposed(("过车时间", "卡口", "类型"), "号牌", "浙D12345") == ("vehicle_sightings", ["plate"])
    assert proposed(("过车时间", "卡口", "类型"), "车身颜色", "蓝") == ("", [])
    assert proposed(("姓名", "住址", "案号"), "证件编号", "339602196404053609")[0] == "persons"
    assert proposed(("姓名", "住址", "案号"), "备考", "无") == ("", [])
