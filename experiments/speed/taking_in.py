"""Taking in a ledger of many rows, as clerks write it: text or a workbook."""

from __future__ import annotations

import csv
import datetime as dt
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import accumulate, chain
from pathlib import Path

from openpyxl import Workbook

from experiments.speed.apart import apart
from experiments.speed.figure import Figure
from training.simulation.delivery.clerk import Clerk, Dirt
from training.simulation.delivery.lists import LISTS
from zbrisk.intake import intake
from zbrisk.intake.assembling.assemble import TABLES

__all__ = ["make_ledger", "taking_in"]

LAST = dt.datetime(2025, 12, 31)
DAYS = 3650  # of filing
COURTS = 10
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉力云飞雪梅春海燕波宁浩宇欣怡子涵梓轩雨泽晨曦嘉豪"
    "思远志鹏俊凯东升立新长青永康金凤少华德福正义家乐天成瑞祥中和凌峰晓光振兴淑珍玲"
)
TRADES = ("建材", "贸易", "纺织", "机械", "食品", "物流", "化工", "电子", "装饰", "餐饮")
BANKS = tuple(f"临越{name}银行股份有限公司{place}支行" for name in ("商业", "农村", "兴越") for place in "东南西北中")
CAUSES = ("民间借贷纠纷", "买卖合同纠纷", "金融借款合同纠纷", "机动车交通事故责任纠纷", "劳动争议")
ENDS = ("terminated_round", "terminated_round", "performed", "settled", "withdrawn")
REASONS = ("未发现可供执行的财产", "车辆查封未实际扣押", "财产暂不具备处置条件", "")


def taking_in(*, small: bool = False) -> list[Figure]:
    """A million rows as text and as a workbook, with two million names to link."""
    rows = 2_000 if small else 1_000_000
    return [_figure(rows, workbook=False, wanted="120 s, 2 GB"), _figure(rows, workbook=True, wanted="180 s, 3 GB")]


def make_ledger(folder: Path, *, rows: int, workbook: bool = False, seed: int = 1) -> Path:
    """Write a ledger of enforcement cases, `rows` and a header, into a new folder that a delivery may be."""
    chance = random.Random(seed)
    columns = LISTS["ledger"].columns
    headings = [column.words[0] for column in columns.values()]
    clerk = Clerk(chance, Dirt(twice=0))
    lines = (
        [clerk.write(column.form, case[name]) for name, column in columns.items()] for case in _cases(rows, chance)
    )
    place = folder / f"{LAST.date()}" / "法院_执行案件清单"
    place.parent.mkdir(parents=True)
    if workbook:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("清单")
        sheet.append(headings)
        for line in lines:
            sheet.append(line)
        book.save(place.with_suffix(".xlsx"))
    else:
        with place.with_suffix(".csv").open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(chain([headings], lines))
    return folder


def _cases(rows: int, chance: random.Random) -> Iterator[Mapping[str, object]]:
    """Cases, each with an applicant and one or two debtors; a fifth of the applicants are banks, who come again."""
    common = list(accumulate(1 / (place + 3) for place in range(len(SURNAMES))))

    def person() -> str:
        return chance.choices(SURNAMES, cum_weights=common)[0] + "".join(
            chance.choices(GIVEN, k=chance.choice((1, 2, 2)))
        )

    def firm() -> str:
        return f"临越市{''.join(chance.choices(GIVEN, k=2))}{chance.choice(TRADES)}有限公司"

    def somebody() -> str:
        return firm() if chance.random() < 0.2 else person()

    for serial in range(1, rows + 1):
        filed = LAST - dt.timedelta(days=chance.randrange(DAYS))
        closed = filed + dt.timedelta(days=chance.randrange(20, 200))
        court = serial % COURTS + 1
        claim = round(chance.lognormvariate(11, 1.2), 2)
        ended = closed <= LAST
        yield {
            "case_no": f"（{filed.year}）浙96{court:02}执{serial}号", "court": f"临越市第{court}区人民法院",
            "cause": chance.choice(CAUSES), "filed_date": filed,
            "applicant": [chance.choice(BANKS) if chance.random() < 0.2 else somebody()],
            "debtor": [somebody() for _ in range(1 + (chance.random() < 0.2))],
            "basis": f"（{filed.year - 1}）浙96{court:02}民初{serial}号", "claim_amount": claim,
            "realised_amount": round(claim * chance.random() ** 4, 2) if ended else 0,
            "close_mode": chance.choice(ENDS) if ended else None, "closed_date": closed if ended else None,
            "term_reason": chance.choice(REASONS) if ended else None,
        }  # fmt: skip


def _figure(rows: int, *, workbook: bool, wanted: str) -> Figure:
    with tempfile.TemporaryDirectory(prefix="zbrisk-speed-") as scratch:
        raw = make_ledger(Path(scratch) / "raw", rows=rows, workbook=workbook)
        found = apart(taken, raw, Path(scratch) / "tables")
    return Figure(
        what=f"Intake: {rows:,} rows of 12 columns, {'a workbook' if workbook else 'text'}",
        ours=f"{found['all']:.0f} s of a processor, {found['peak']:.2f} GiB",
        yardstick=f"read and staged {found['staged']:.0f} s, names linked {found['named']:.0f} s,"
        f" questions and books {found['written']:.0f} s",
        wanted=wanted,
    )


def taken(raw: Path, tables: Path) -> dict[str, float]:
    """Take a delivery in: seconds of a processor, of the process that reads workbooks too."""
    moments = [_processor()]
    intake(raw, tables, advance=lambda done, of: moments.append(_processor()), salt=b"nothing to protect")
    moments.append(_processor())
    named = TABLES.index("suits") + 3
    return {
        "all": moments[-1] - moments[0],
        "staged": moments[1] - moments[0],
        "named": moments[named] - moments[named - 1],
        "written": moments[-1] - moments[-2],
    }


def _processor() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
