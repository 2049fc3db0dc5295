"""One clerk's hand: days, sums, numbers and names as they come to be written, and what goes wrong with them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from training.simulation.delivery.capitals import in_capitals, in_figures

__all__ = ["TIDY", "WORDS", "Clerk", "Dirt"]

T = TypeVar("T")
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
BETWEEN = ("、", "；", "，", ",", " ", "/")
DAYS: Sequence[Callable[[dt.date], str]] = (
    dt.date.isoformat,
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: str((day - dt.date(1899, 12, 30)).days),
    lambda day: f"{in_figures(day.year)}年{day.month}月{day.day}日",
)
NO_DAYS = ("2023-02-30", "2024-13-05", "1900-01-00", "不详", "5月3日", "44")
SUMS: Sequence[Callable[[float], str]] = (
    lambda yuan: f"{yuan:.2f}",
    lambda yuan: f"{yuan:,.2f}",
    lambda yuan: f"￥{yuan:,.2f}",
    lambda yuan: f"{yuan:.2f}元",
    lambda yuan: f"{yuan:.2f}".translate(FULL_WIDTH),
    lambda yuan: in_capitals(yuan),
    lambda yuan: f"{yuan / 10_000:.6f}".rstrip("0").rstrip(".") + "万元",
)
NO_SUMS = ("见判决书", "#VALUE!", "12.3.4", "约")
BRACKETS = (("（", "）"), ("(", ")"), ("〔", "〕"), ("[", "]"))
WORDS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "close_mode": {
        "terminated_round": ("终结本次执行程序", "终本", "终结本次执行"), "performed": ("执行完毕", "全部执行完毕"),
        "settled": ("执行和解", "和解"), "terminated": ("终结执行",), "withdrawn": ("撤回申请", "撤销申请"),
        "rejected": ("驳回申请",), "other": ("其他",),
    },
    "end_kind": {
        "judgment": ("判决", "判决结案"), "mediation": ("调解", "调解结案"), "withdrawn": ("撤诉", "准予撤诉"),
        "award": ("裁决", "仲裁裁决"), "deed": ("公证", "出具执行证书"),
    },
    "asset_class": {
        "real_estate": ("不动产", "房产"), "vehicle": ("车辆", "机动车"), "insurance": ("保险",), "security": ("证券",),
        "wealth": ("理财",), "e_wallet": ("网络资金",), "housing_fund": ("公积金",), "ip": ("知识产权",),
        "other": ("其他",), "deposit": ("存款",), "equity": ("股权",),
    },
    "event": {
        "seize": ("查封", "冻结"), "renew": ("续封", "续冻"), "dispose": ("处置", "拍卖"), "detain": ("实际扣押",),
        "lift": ("解封", "解除查封"), "release": ("解封", "解除查封"),
    },
    "measure": {
        "restrict_consumption": ("限制消费", "限高"), "dishonest_list": ("失信被执行人", "失信"),
        "exit_ban": ("限制出境",),
    },
    "status": {"active": ("存续", "在业"), "revoked": ("吊销",), "deregistered": ("注销",)},
    "income": {
        "social_security": ("养老保险", "医疗保险"), "housing_fund": ("公积金", "住房公积金"), "wage_tax": ("个税",),
        "pension": ("养老金发放",),
    },
    "sighting": {
        "camera": ("卡口", "过车"), "parking": ("停车",), "violation": ("违章",), "toll": ("收费站", "ETC"),
        "inspection": ("年检",), "insurance": ("投保",),
    },
    "petition": {
        "hotline_12345": ("12345热线",), "procuratorate_12309": ("12309",), "centre": ("综治中心",), "grid": ("网格",),
    },
    "direction": {"in": ("贷",), "out": ("借",)},
    "money": {
        "transfer": ("转账", "网银转账"), "card": ("刷卡", "POS消费"), "cash": ("现金", "ATM取款"),
        "wallet": ("快捷支付",), "other": ("其他",),
    },
    "rank": {"1": ("首封", ""), "2": ("轮候2", "轮候第二顺位"), "3": ("轮候3", "第三顺位")},
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Dirt:
    """How often what goes wrong: shares of cells, of names, of numbers, of rows, of statements.

    Attributes:
        spellings: Cells that are not in the file's usual spelling; they mean the same.
        masked: Names in ledgers of which a sign is left out, as courts publish them.
        damaged_ids: Identity numbers that were masked, or that a spreadsheet spoilt.
        spoilt: Days, sums and case numbers that nobody can read.
        twice: Rows that stand twice.
        lost_pages: Bank statements in which some bookings are missing.
    """

    spellings: float = 0.35
    masked: float = 0.03
    damaged_ids: float = 0.29
    spoilt: float = 0.004
    twice: float = 0.01
    lost_pages: float = 0.02


#: Every cell in one spelling and nothing wrong: what is lost on the way to tables then, no clerk is to blame for.
TIDY = Dirt(spellings=0, masked=0, damaged_ids=0, spoilt=0, twice=0, lost_pages=0)


class Clerk:
    """Writes the cells of one file; `chance` decides its usual spellings, and where it leaves them."""

    def __init__(self, chance: random.Random, dirt: Dirt) -> None:
        self._chance, self._dirt = chance, dirt
        self._day, self._sum = chance.choice(DAYS[:5]), chance.choice(SUMS[:5])
        self._bracket = chance.choice(BRACKETS)
        self._between = chance.choice(BETWEEN)

    def write(self, form: str, value: object) -> str:
        """A cell of a form: a method of this class, or a list of words."""
        if value is None:
            return ""
        if form in WORDS:
            return self._chance.choice(WORDS[form][str(value)])
        written: str = getattr(self, form)(value)
        return written

    def text(self, value: object) -> str:
        """As it is."""
        return str(value)

    def day(self, value: dt.datetime) -> str:
        """A day."""
        if self._happens("spoilt"):
            return self._chance.choice(NO_DAYS)
        return self._spelt(self._day, DAYS)(value.date())

    def system_day(self, value: dt.datetime) -> str:
        """A day as a bank's system prints it."""
        return f"{value:%Y%m%d}"

    def month(self, value: dt.date) -> str:
        """A month."""
        return f"{value:%Y-%m}" if self._happens("spellings") else f"{value:%Y%m}"

    def moment(self, value: dt.datetime) -> str:
        """A day and a time."""
        return f"{value:%Y-%m-%d %H:%M:%S}" if self._happens("spellings") else f"{value:%Y/%m/%d %H:%M:%S}"

    def clock(self, value: dt.datetime) -> str:
        """The time of a day."""
        return f"{value:%H%M%S}"

    def sum(self, value: float) -> str:
        """A sum of money in yuan."""
        return self._chance.choice(NO_SUMS) if self._happens("spoilt") else self._spelt(self._sum, SUMS)(float(value))

    def plain_sum(self, value: float) -> str:
        """A sum of money as a bank's system prints it."""
        return f"{value:.2f}"

    def ten_thousands(self, value: float) -> str:
        """A sum below a heading that says 万元."""
        return f"{value / 10_000:.6f}"

    def number(self, value: str) -> str:
        """A case number; one that is spoilt lost its year."""
        opens, closes = self._spelt(self._bracket, BRACKETS)
        text = value.replace("（", opens).replace("）", closes)
        if self._happens("spoilt"):
            return text[6:]
        if not self._happens("spellings"):
            return text
        return self._chance.choice((text.removesuffix("号"), text.translate(FULL_WIDTH), f" {text}", f"{text}\u3000"))

    def name(self, value: str) -> str:
        """One name; a person's of two signs may have a blank between them."""
        return f"{value[0]}\u3000{value[1]}" if len(value) == 2 and self._happens("spellings") else value

    def names(self, values: list[str]) -> str:
        """Several names in one cell."""
        written = [self._masked(value) if self._happens("masked") else value for value in values]
        if len(written) == 1:
            return self.name(written[0])
        text = self._spelt(self._between, BETWEEN).join(written)
        return f"{text}等{len(written)}人" if self._happens("spellings") else text

    def resident(self, value: str) -> str:
        """An identity number."""
        if self._happens("damaged_ids"):
            return self._chance.choice((
                f"{value[:6]}********{value[-4:]}", f"{value[:14]}****", f"{value[:15]}000",
                f"{float(value[:17]) * 10:.5E}", "",
            ))  # fmt: skip
        if not self._happens("spellings"):
            return value
        return self._chance.choice((value.lower(), value.translate(FULL_WIDTH), f"'{value}", f"{value} "))

    def flag(self, value: bool) -> str:
        """Yes or no."""
        return "是" if value else "否"

    def _happens(self, what: str) -> bool:
        share: float = getattr(self._dirt, what)
        return self._chance.random() < share

    def _spelt(self, usual: T, all_ways: Sequence[T]) -> T:
        return self._chance.choice(all_ways) if self._happens("spellings") else usual

    def _masked(self, name: str) -> str:
        """A person's surname alone; names of organisations are published."""
        return name if len(name) > 3 else name[0] + self._chance.choice(("某", "某某", "*" * (len(name) - 1)))
