"""Lists as courts send them: a heading and a row of each, and a delivery of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

LEDGER = ("案号", "申请执行人", "被执行人", "立案日期", "结案日期", "结案方式", "执行标的", "执行依据", "案由")
CASE = (
    "（2024）浙9602执1号", "王小明", "李雷", "2024-01-05", "2024-06-30", "终本", "12.5万元",
    "（2023）浙9602民初8号", "民间借贷纠纷",
)  # fmt: skip
SUITS = ("案号", "原告", "被告", "案由", "立案日期", "结案日期", "结案方式", "借款本金（万元）")
SUIT = ("（2023）浙9602民初8号", "王小明", "李雷", "民间借贷纠纷", "2023-03-01", "2023-05-01", "判决", "12.0000")
MEASURES = ("执行案号", "被执行人", "惩戒类型", "发布时间", "屏蔽日期")
MEASURE = ("（2024）浙9602执1号", "李雷", "限制消费", "2024-02-01", "")
SEIZURES = ("执行案号", "财产类型", "财产编号", "权利人", "查封开始", "查封到期", "类型", "轮候")
SEIZURE = ("（2024）浙9602执1号", "车辆", "浙Q·12345", "李雷", "2024-02-01", "2026-01-31", "查封", "首封")
STATEMENTS = (
    "账号",
    "户名",
    "反馈日期",
    "交易日期",
    "交易时间",
    "借贷标志",
    "借方",
    "贷方",
    "交易金额",
    "余额",
    "对方户名",
    "对方账号",
    "摘要",
)
STATEMENT = (
    "0001111",
    "李雷",
    "2025-03-01",
    "2024-01-05",
    "080501",
    "贷",
    "",
    "",
    "50",
    "150",
    "韩梅梅",
    "0002222",
    "货款",
)

Rows = Sequence[Sequence[object]]
Deliver = Callable[..., Path]


def as_csv(rows: Rows, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """Rows as a system that never quotes would write them."""
    return "".join(separator.join(map(str, row)) + "\r\n" for row in rows).encode(encoding)


def changed(row: Sequence[str], headings: Sequence[str], **said: str) -> tuple[str, ...]:
    """A row with other cells, by heading."""
    return tuple(said.get(heading, cell) for heading, cell in zip(headings, row, strict=True))
