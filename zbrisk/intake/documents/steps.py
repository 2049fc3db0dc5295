"""What a ruling says that the court did, and what an answer says that was looked for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zbrisk.intake.cells.dates import read_day
from zbrisk.intake.cells.money import read_money
from zbrisk.intake.documents.places import DATE, Found, clauses, found

__all__ = ["Query", "Step", "find_queries", "find_steps"]

DID = "(?<!不能)(?<!未能)(?<!未)(?<!无法)(?<!能向本院)(?<!未向本院)(?<!法向本院)"
NO_ASSET = "(?!.{0,40}财产)"  # who is looked for is a person
ACTIONS = tuple((action, re.compile(form)) for action, form in (
    ("clue_checked", r"线索.{0,12}(?:核查|核实|查证)|(?:核查|核实|查证).{0,8}线索"),
    ("clue_received", rf"{DID}(?:提供|提交|举报).{{0,10}}线索"),
    ("report_verified", r"(?:核实|核查).{0,8}(?:申报|报告)|(?:申报|报告).{0,10}(?:核实|核查)"),
    ("report_order", r"报告财产令|(?:责令|要求|令).{0,50}(?:报告|申报).{0,4}财产"),
    ("report_received", r"(?<!未)(?<!未向本院)(?<!未如实)(?:申报|报告)(?:了|其|名下|无|部分|全部|财产|$)|逾期申报"),
    ("enforcement_notice", r"执行通知"),
    ("interview", r"约谈|谈话|听取.{0,12}意见"),
    ("panel_review", r"合议"),
    ("detention", r"拘留"),
    ("fine", r"罚款"),
    ("bounty", r"悬赏(?:公告|执行)?|执行悬赏"),
    ("search", r"搜查"),
    ("audit", r"审计"),
    ("criminal_referral", r"移送.{0,8}(?:公安|侦查)"),
    ("missing_person_search", rf"(?:查找|寻找|走访).{{0,30}}(?:未|无法).{{0,6}}(?:找到|联系){NO_ASSET}"
     r"|(?:协助|下落不明).{0,20}查找"),
    ("payment_out", r"(?:执行款|案款|款项)(?:(?!未|不|没有).){0,20}(?:发还|发放|支付给)"
     r"|(?:发还|发放).{0,20}(?:执行款|案款|申请执行人)"),
    ("auction_notice", r"拍卖公告"),
))  # fmt: skip
#: What a court may threaten, refuse or be asked for; the words before it say whether it did it.
MAY_BE_UNDONE = frozenset({
    "interview", "detention", "fine", "bounty", "search", "audit", "criminal_referral", "payment_out", "auction_notice",
})  # fmt: skip
MEANT = "(?:予以?|能|再|同意|要求|申请|采取|实施|决定|进行|发布|依法|司法)*"
UNDONE = re.compile(
    rf"(?:未|不|没有|无法|无需){MEANT}(?:[对向将][^，]{{0,8}})?{MEANT}$|(?:可以|应当|应予)[^，]{{0,14}}$"
    "|将(?:予|会|依法|视|对|被(?!执行))[^，]{0,12}$|(?:^|，)(?:如(?!下)|若|否则)"
)
ASKED = re.compile(r"(?<![据依应经])(?<![据依应经]申请人)(?<![据依应经]申请执行人)申请(?!执行人|人)[^，]{0,14}$")
REQUESTS = {"bounty": "bounty_request", "audit": "audit_request"}
PAPERS = ("report_order", "enforcement_notice")
#: Behind a day that is no day of the step: a term, or what else was done on it.
OTHERS = re.compile(
    r"(?:之|以)?前(?!往)|[届期]满|止|[^，、]{0,4}(?:立案|受理)|生效|到期|作出的|作出[^，、]{0,20}(?:判决|调解书|裁决)|[^，、]{0,12}向本院[^，、]{0,6}申请"
)
BEHIND = re.compile(r"[^，,。责令要限]{0,12}")  # between a step and its day: 执行通知书已于…送达, 执行款于…发还
SAME_DAY = re.compile(r"[ \u3000]*(?:同日|当日|当天)")
MEASURE_ENDS = re.compile(r"本院(?:经审查)?认为|裁定(?:如下)?[:：]")
CLASSES = tuple((code, re.compile(form)) for code, form in (
    ("pension", "养老"), ("housing_fund", "公积金"), ("e_wallet", "网络资金|支付宝|财付通|微信|网络账户|互联网"),
    ("wealth", "理财"), ("security", "证券|股票|基金"), ("vehicle", "车辆|机动车|汽车"),
    ("equity", "股权|对外投资|工商登记"), ("insurance", "保险|保单"), ("tax_refund", "退税"),
    ("receivable", "债权|应收"), ("demolition", "拆迁|征收|征迁|补偿"), ("ip", "知识产权|专利|商标"),
    ("ship", "船"), ("real_estate", "不动产|房产|房地产|房屋|土地"), ("deposit", "存款|银行账户|银行"),
))  # fmt: skip
CHANNELS = (("online", "网络查控"), ("registry", "登记"), ("bank", "银行"), ("onsite", "实地|现场|线下|走访|临柜"))
RESULTS = (
    ("pending", "尚未|待|未反馈|未回复"),
    ("failed", "失败|退回|异常|无法|未成功"),
    ("none", "^无|未|没有"),
    ("found", "有|查到|发现"),
)
BETWEEN = re.compile(r"\t|\||[ \u3000]{1,}")
NOTHING = ("—", "-", "/", "无", "")


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step that a ruling recites, and its day where it names one."""

    action: str
    day: dt.date | None
    said: Found


@dataclass(frozen=True, kw_only=True)
class Query:
    """A line of an answer: which kind of asset was looked for, when, how, and what was found."""

    asset_class: str
    day: dt.date
    channel: str
    result: str
    amount: Decimal | None
    said: Found


def find_steps(text: str, head: int) -> Iterator[Step]:
    """The steps that stand between the head and the court's reasons."""
    end = MEASURE_ENDS.search(text, head)
    before: dt.date | None = None  # the day of the clause before
    for clause in clauses(text, head, end.start() if end else len(text)):
        days = []
        for action, at in _actions(clause[0]):
            days.append(_day(clause[0], *at, before))
            yield Step(action=action, day=days[-1], said=found("step", clause, action))
        before = days[-1] if days else None


def _actions(clause: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """What was done, and where the words for it stand: the first action, and papers that went out with it."""
    first = True
    for action, form in ACTIONS:
        match = form.search(clause)
        done = _done(action, clause[: match.start()]) if match and (first or action in PAPERS) else ""
        if match and done:
            yield done, match.span()
            first = False
            clause = clause[: match.start()] + "\0" * len(match[0]) + clause[match.end() :]


def _done(action: str, before: str) -> str:
    """What an action is by the words before it: itself, somebody's request for it, or nothing that was done."""
    if action not in MAY_BE_UNDONE:
        return action
    if UNDONE.search(before):
        return ""
    return REQUESTS.get(action, "") if ASKED.search(before) else action


def _day(clause: str, start: int, end: int, before: dt.date | None) -> dt.date | None:
    """The day on which something was done: the last before it that is no other deed's, else one in or behind it."""
    named = [date for date in DATE.finditer(clause) if not OTHERS.match(clause, date.end())]
    own = [date for date in named if date.end() <= start and not clause.endswith(("至", "到"), 0, date.start())]
    behind = [
        date for date in named
        if date.start() >= start and BEHIND.fullmatch(clause, end if date.start() >= end else start, date.start())
    ]  # fmt: skip
    if not own and not behind:
        return before if SAME_DAY.match(clause) else None
    day: dt.date | None = read_day((own[-1:] or behind)[0][0]).value
    return day


def find_queries(text: str) -> Iterator[Query]:
    """The lines of an answer's table."""
    for line in re.finditer(r"[^\n]+", text):
        cells = [cell.strip() for cell in BETWEEN.split(line[0].strip()) if cell.strip()]
        days = [place for place, cell in enumerate(cells) if DATE.fullmatch(cell)]
        if len(days) != 1 or days[0] < 1 or days[0] + 1 >= len(cells):
            continue
        at = days[0]
        kind = next((code for cell in cells[:at] for code, form in CLASSES if form.search(cell)), None)
        result = next((code for code, form in RESULTS if re.search(form, cells[at + 1])), None)
        day = read_day(cells[at]).value
        if kind and result and day:
            how = cells[at - 1]
            channel = next((code for code, form in CHANNELS if re.search(form, how)), "other")
            rest = cells[at + 2] if at + 2 < len(cells) else ""
            amount = None if rest in NOTHING else read_money(rest).value
            said = found("query", line, kind)
            yield Query(asset_class=kind, day=day, channel=channel, result=result, amount=amount, said=said)
