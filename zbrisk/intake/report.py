"""The page that says what came, what of it can be used, and what to ask of whom; for reviewers, in Chinese.

It shows counts, headings, codes and the names of files: no cell of a list, so that nobody is named on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from zbrisk.contract import load_contract
from zbrisk.explaining.masking import mask_text
from zbrisk.intake.assembling.versions import CHANGED, CLOSED_LATER, NEW, REPEAT
from zbrisk.intake.headers.find import Role
from zbrisk.intake.headers.kinds import list_kinds
from zbrisk.intake.reading.sniffing import Kind
from zbrisk.intake.reasons import reasons
from zbrisk.intake.staging import QUARANTINED
from zbrisk.pages.report import Report, ReportTable, Section, to_html

if TYPE_CHECKING:
    from zbrisk.intake.outcome import Outcome
    from zbrisk.intake.reconciliation import Account

__all__ = ["write_report"]

TOP = 10
RULES = {
    "first": "首次出现", "reviewed": "人工核对", "chain": "同一案件链内同名",
    "chain_masked": "同一案件链内隐名对应唯一全名", "number": "证件号码相同",
    "name_and_phone": "同名且联系方式相同", "name_and_address": "同名且住址相同",
    "name_and_tie": "同名且为同一账户、企业或同一笔缴费",
    "name_and_part_of_number": "同名且残缺号码相符", "name_and_rest_of_number": "登记号码残缺，同名者中只有一人相符",
    "only_bearer": "登记中只有一人用此名",
    "series_of_claims": "同名原告起诉之多，非同名数人所能及，视为一人",
    "bearer_of_the_court's_county_and_side": "同名者中只有一人的区县和诉讼地位与之相符",
    "debts_before_one_court_at_once": "半年内在同一法院接连被诉的同名被告，视为一人",
}  # fmt: skip


def write_report(outcome: Outcome, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the page."""
    sections = (
        _summary(outcome),
        _lists(outcome.accounts),
        _refused(outcome),
        _headings(outcome),
        _files(outcome),
        _identity(outcome, connection),
        _coverage(connection),
        _absent(outcome),
    )
    batches = "、".join(sorted({file.batch for file in outcome.files}))
    report = Report(
        language="zh",
        kind="数据接收报告",
        title="收到了什么，能用多少，还缺什么",
        stamp=f"批次：{batches}",
        sections=sections,
    )
    path.write_text(to_html(report), encoding="utf-8")


def _summary(outcome: Outcome) -> Section:
    data = sum(account.roles[Role.DATA] for account in outcome.accounts)
    refused = sum(account.fates[QUARANTINED] for account in outcome.accounts)
    cells = sum(account.cells_refused for account in outcome.accounts)
    papers = [file for file in outcome.files if file.kind == Kind.DOCUMENT]
    unread = sum(bool(file.reason) for file in papers)
    words = [
        f"共 {len(outcome.files):,} 个文件，{len(outcome.accounts):,} 张表，{data:,} 行数据；"
        f"其中 {data - refused:,} 行已进入数据表，{refused:,} 行隔离待查。"
        f"另有 {cells:,} 个单元格未采信，所在行照常使用。"
        "每一行的去向见 rows.parquet，各表收支相符，见 "
        "reconciliation.csv。"
    ]
    if papers:
        words.append(f"{len(papers):,} 份文书，其中 {len(papers) - unread:,} 份已读取文字，{unread:,} 份未能读取。")
    if outcome.unseen:
        words.append(f"裁判文书中 {outcome.unseen:,} 个值待核对后采用：zbrisk intake review。")
    if outcome.unclear:
        words.append(f"扫描件中 {outcome.unclear:,} 个值识别不清，未采用，待核对：doc_fields.parquet 的 waits 列。")
    names = load_contract().tables
    rows = tuple((names[name].label, name, f"{count:,}") for name, count in outcome.tables.items())
    tables = ReportTable(headings=("数据表", "表名", "行数"), rows=rows, numbers=frozenset({2}))
    return Section(title="概况", paragraphs=tuple(words), tables=(tables,))


def _lists(accounts: Sequence[Account]) -> Section:
    rows = []
    for each in accounts:
        kind = list_kinds()[each.list].label.zh if each.list else "未识别"
        other = each.rows - each.roles[Role.DATA]
        counts = (
            each.rows,
            other,
            each.roles[Role.DATA],
            *(each.fates[f] for f in (NEW, REPEAT, CHANGED, CLOSED_LATER, QUARANTINED)),
        )
        rows.append(
            (each.batch, mask_text(f"{each.file} {each.sheet}".strip()), kind, *(f"{count:,}" for count in counts))
        )
    headings = (
        "批次",
        "文件与工作表",
        "清单",
        "总行数",
        "标题表头等",
        "数据",
        "新",
        "重复",
        "更正",
        "后续结果",
        "隔离",
    )
    table = ReportTable(headings=headings, rows=tuple(rows), numbers=frozenset(range(3, 11)))
    return Section(title="逐表收支", tables=(table,))


def _refused(outcome: Outcome) -> Section:
    counted = outcome.reasons.most_common()
    if not counted:
        return Section(title="隔离与未采信", paragraphs=("没有。",))
    known = reasons()
    rows = tuple(
        (known[code].zh, f"{count:,}", known[code].ask)
        for code, count in sorted(counted, key=lambda e: (-e[1], e[0]))[:TOP]
    )
    table = ReportTable(headings=("原因", "行或单元格数", "请报送单位"), rows=rows, numbers=frozenset({1}))
    more = f"共 {len(counted)} 种原因，列前 {TOP} 种。" if len(counted) > TOP else ""
    return Section(title="隔离与未采信", paragraphs=(f"{more}逐条见 quarantine.parquet。",), tables=(table,))


def _headings(outcome: Outcome) -> Section:
    rows = []
    for kind, words in outcome.open_headings.items():
        for word in words:
            fields = ", ".join(outcome.proposals.get((kind, word), [])) or "无"
            rows.append((list_kinds()[kind].label.zh, mask_text(word), fields))
    if not rows:
        return Section(title="表头", paragraphs=("所有表头均已识别。",))
    table = ReportTable(headings=("清单", "不认识的表头", "可能是"), rows=tuple(rows))
    return Section(title="表头", paragraphs=("请在 mapping.yaml 中填写后再运行一次。",), tables=(table,))


def _files(outcome: Outcome) -> Section:
    counts = Counter(file.reason for file in outcome.files if file.reason)
    known = reasons()
    rows = tuple(
        (known[code].zh, f"{counts[code]:,}", _some(f.name for f in outcome.files if f.reason == code))
        for code in sorted(counts)
    )
    if not rows:
        return Section(title="未读入的文件", paragraphs=("没有。",))
    return Section(
        title="未读入的文件",
        tables=(ReportTable(headings=("原因", "文件数", "例如"), rows=rows, numbers=frozenset({1})),),
    )


def _some(names: Iterable[str]) -> str:
    listed = [mask_text(name) for name in names]
    return "；".join(listed[:3]) + ("…" if len(listed) > 3 else "")


def _identity(outcome: Outcome, connection: duckdb.DuckDBPyConnection) -> Section:
    found = connection.execute("select rule, count(*) from party_of group by 1 order by 2 desc, 1").fetchall()
    parties = connection.execute("select count(*) from known_parties").fetchall()[0][0]
    masked = connection.execute(
        "select count(*) from known_parties where contains(name, '某') or contains(name, '*')"
    ).fetchall()[0][0]
    rows = tuple((RULES[rule], f"{count:,}") for rule, count in found)
    places = sum(count for _, count in found)
    words = f"共 {places:,} 处姓名，归为 {parties:,} 个主体；{masked:,} 个主体只有隐名。没有规则可依的，各自独立。"
    if outcome.doubts:
        words += f"{outcome.doubts:,} 处同名待人工核对：zbrisk intake review。"
    table = ReportTable(headings=("依据", "处"), rows=rows, numbers=frozenset({1}))
    return Section(title="谁是谁", paragraphs=(words,), tables=(table,))


def _coverage(connection: duckdb.DuckDBPyConnection) -> Section:
    labels = load_contract().tables
    found = connection.execute(
        "select table_name, court_code, count(distinct party_id), min(from_date), min(known_at) from coverage"
        " group by all order by table_name, court_code nulls first"
    ).fetchall()
    rows = tuple(
        (labels[table].label, court or (f"{parties:,} 个账户持有人" if parties else "全部"), str(first), str(known))
        for table, court, parties, first, known in found
    )
    table = ReportTable(headings=("数据表", "法院", "最早日期", "首次收到"), rows=rows)
    words = "表内最早日期之前视为没有数据。是否“有则必录”只有人能确认，程序不填 complete_flag。"
    return Section(title="覆盖范围", paragraphs=(words,), tables=(table,))


def _absent(outcome: Outcome) -> Section:
    contract = load_contract()
    absent = [table for name, table in contract.tables.items() if name not in outcome.tables]
    points = tuple(f"{table.label}（{table.name}）" for table in absent)
    return Section(title="尚缺的数据表", paragraphs=("用到这些表的信号为空（“无数据”），不是零。",), points=points)
