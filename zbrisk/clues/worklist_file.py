"""One list of clues as a file: Parquet for programs, CSV for people, and the workbook that clerks assign and fill in.

The workbook has a sheet of entries, one of cases, one on how to use it, and a hidden one by which
`zbrisk.intake.filled_worklist` knows what each row is about.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os.path
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from zbrisk.clues.advice import things_behind
from zbrisk.clues.case_parties import DEBTOR, roles_in
from zbrisk.clues.names import masked_names
from zbrisk.clues.spreadsheet import Worksheet
from zbrisk.clues.table_file import write_table
from zbrisk.clues.worklist import BREACH_WORDS, Clue, WorklistEntry
from zbrisk.compiler.views import open_namespace
from zbrisk.contract import Contract
from zbrisk.contract.labels import labels_of, load_labels
from zbrisk.docket.docket import Docket
from zbrisk.docket.rows import public_row
from zbrisk.execution.case_query import run_queries
from zbrisk.explaining.evidence import RowName
from zbrisk.explaining.masking import mask_case_number, mask_identifiers, mask_text
from zbrisk.explaining.surroundings import SEIZURES, seizures_in_force, surroundings_questions
from zbrisk.pages.clocks import requery_end
from zbrisk.pages.first_steps import Steps, exclusions, papers
from zbrisk.pages.standing import news_words, review_words
from zbrisk.pages.things import Thing
from zbrisk.pages.unpaid import unpaid_together
from zbrisk.selection.status import NOTHING_DONE, Status, statuses

__all__ = [
    "CASES",
    "ENTRIES",
    "FILLED_IN",
    "KEYS",
    "outcome_choices",
    "write_worklist",
]

SOURCES = {"rule_only": "仅规则", "model_only": "仅模型", "both": "规则与模型"}
ENTRIES, CASES, USAGE, KEYS = "线索清单", "案件", "怎样使用", "勿改"
#: Heading -> the column of review_outcomes that it becomes.
FILLED_IN = {
    "结果": "result", "启动日期": "opened_date", "办结日期": "decided_date", "经核实涉及": "suspect_side",
    "类型": "typology", "查得金额": "amount_found", "程度": "severity",
}  # fmt: skip
WHY = "为何（线索提示，需调查核实；不得作为采取措施的依据）"
WIDTHS = {
    "序号": 6, "编号": 8, "等级": 7, "来源": 11, "优先": 6, "法院": 9, "当事人": 24, "案件编号": 13, "案号": 26,
    "未执行（元）": 14, "事项": 14, WHY: 60, "先调什么": 36,
    "何种情形即可排除": 36, "复核情况": 20, "期限": 12, "何种期限": 14, "页面": 8, "分派": 10, "结果": 12,
    "启动日期": 12, "办结日期": 12, "经核实涉及": 12, "类型": 10, "查得金额": 14, "程度": 12, "说明": 40,
}  # fmt: skip
DATE, MONEY = "yyyy-mm-dd", "#,##0.00"
FORMATS = {"期限": DATE, "启动日期": DATE, "办结日期": DATE, "未执行（元）": MONEY, "查得金额": MONEY}
RESULT = "结果"
LONGEST_WHY = 60
ASIDE = re.compile(r"（[^（）]*）")
CLAUSE_ENDS = "，；。"
MOST_NAMED = 3
HOW = (
    "每行是一组串案：同一被执行人，或同一需核实的一方的案件，一并分派给一个人。",
    "等级只表示先看谁、后看谁；为何一栏只写第一条理由（过长时略去其后的分句）。",
    "页面一栏有“打开”的，点开是全部理由和证据。没有的，可请数据团队先用 zbrisk explain 生成页面，"
    "再用 zbrisk clues --pages 目录 重新导出本表。",
    "先调什么、何种情形即可排除，都只对第一条理由；复核情况是以往复核的日期和结果，空白表示没有复核过，或者数据里没有。",
    "期限是查封到期和终本后五年查询期中最早的一天，旁边一栏写明是哪一种，空白表示数据里没有，或者都已过期；撤销权的期限见案件页。",
    "复核后填写结果（从下拉列表选）、启动日期、办结日期。启动日期必须如实填写。",
    "清单一行的结果，用于该行事项、该组每一件案件。个别案件结果不同，或者另有事项，填在“案件”一页，以那里为准。",
    "“尚不能确定”与“排除”不同：材料不足时不要填“排除”。没有复核的不填。",
    "填好后交数据团队：zbrisk clues import 本文件。被退回的行会写明单元格和改法。",
    "隐藏的工作表供程序识别各行，请勿改动；可以筛选、排序，不要删列。",
)


@dataclass(frozen=True, kw_only=True)
class _About:
    """What the tables say of the cases of a list."""

    cases: Mapping[str, Mapping[str, Any]]
    roles: Mapping[str, Mapping[str, Sequence[str]]]
    names: Mapping[str, str]
    ends: Mapping[str, tuple[dt.date, str]]
    contract: Contract
    statuses: Mapping[str, Status]
    things: Mapping[RowName, Thing]
    courts: Mapping[str, str]


def write_worklist(
    entries: Sequence[WorklistEntry], path: str | Path, docket: Docket, *, pages: Path | None = None
) -> Path:
    """Write the list; the ending of `path` says how.

    .parquet holds one row an entry with its clues as JSON, ids included. .csv and .xlsx are masked, with Chinese
    headers, and no cell that a spreadsheet would run.

    Args:
        entries: The list.
        path: The file.
        docket: The tables.
        pages: The folder of pages that the workbook's rows lead to.

    Raises:
        DataError: Another ending, or a folder that cannot be written to.
    """
    target = Path(path)
    return write_table(
        target, "clue list", programs=lambda: [_table(entries)], people=lambda: _sheets(entries, docket, pages, target)
    )


def outcome_choices(contract: Contract) -> dict[str, dict[str, str]]:
    """By heading, the words to choose from and the code that each stands for."""
    outcomes = contract.outcomes
    if outcomes is None:
        return {}
    columns, labels = contract.tables[outcomes.table].columns, load_labels()
    return {
        heading: {labels.code(outcomes.table, name, code): code for code in columns[name].codes}
        for heading, name in FILLED_IN.items()
        if name in columns and columns[name].codes
    }


def _table(entries: Sequence[WorklistEntry]) -> pd.DataFrame:
    columns = {
        "entry": pd.Series(range(1, len(entries) + 1), dtype="int64"),
        "as_of": pd.to_datetime([entry.as_of for entry in entries]),
        "source": pd.Series([entry.source for entry in entries], dtype="str"),
        "priority": pd.Series([entry.priority for entry in entries], dtype="bool"),
        "probability": pd.Series([entry.probability for entry in entries], dtype="float64"),
        "case_ids": pd.Series([json.dumps(entry.case_ids) for entry in entries], dtype="str"),
        "debtors": pd.Series([json.dumps(entry.debtors) for entry in entries], dtype="str"),
        "clues": pd.Series([_json(entry.clues) for entry in entries], dtype="str"),
    }
    return pd.DataFrame(columns)


def _json(clues: Sequence[Clue]) -> str:
    written = [{**asdict(clue), "suspect_side": clue.suspect_side} for clue in clues]
    return json.dumps([{k: v for k, v in each.items() if k != "suspicion"} for each in written], ensure_ascii=False)


# -- the workbook ------------------------------------------------------------------------------------------------------


def _sheets(entries: Sequence[WorklistEntry], docket: Docket, pages: Path | None, target: Path) -> list[Worksheet]:
    about = _about(entries, docket)
    words = {heading: tuple(codes) for heading, codes in outcome_choices(docket.contract).items()}
    links = [_page_of(entry, pages, target) for entry in entries]
    listed = [
        _entry(place, entry, about, link) for place, (entry, link) in enumerate(zip(entries, links, strict=True), 1)
    ]
    clues = [(place, n, entry, clue) for place, entry in enumerate(entries, 1) for n, clue in enumerate(entry.clues, 1)]
    cases = [_case(place, n, clue, about, docket.contract) for place, n, _, clue in clues]
    return [
        Worksheet(
            title=ENTRIES, rows=_frame(listed, _ENTRY), widths=WIDTHS, formats=FORMATS,
            choices={RESULT: words.get(RESULT, ())}, links={"页面": links},
        ),
        Worksheet(title=CASES, rows=_frame(cases, _CASE), widths=WIDTHS, formats=FORMATS, choices=words),
        Worksheet(title=USAGE, rows=pd.DataFrame({USAGE: HOW}), widths={USAGE: 110}),
        Worksheet(title=KEYS, rows=_frame(list(_keys(clues)), _KEY), hidden=True),
    ]  # fmt: skip


_ENTRY = (
    "序号", "等级", "来源", "优先", "法院", "当事人", "案号", "未执行（元）", "事项", WHY, "先调什么",
    "何种情形即可排除", "复核情况", "期限", "何种期限", "页面", "分派", "结果", "启动日期", "办结日期", "说明",
)  # fmt: skip
_CASE = ("编号", "序号", "案件编号", "案号", "事项", "等级", WHY, *FILLED_IN, "说明")
_KEY = ("list", "code", "entry", "chief", "case_id", "target", "selected_by", "checkpoint", "as_of")


def _frame(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame([[row.get(column) for column in columns] for row in rows], columns=list(columns))


def _about(entries: Sequence[WorklistEntry], docket: Docket) -> _About:
    contract = docket.contract
    if not entries:
        return _About(contract=contract, cases={}, roles={}, names={}, ends={}, courts={}, statuses={}, things={})
    as_of, cohort = entries[0].as_of, contract.cohort
    ids = sorted({case for entry in entries for case in entry.case_ids})
    cases = {str(row[cohort.key]): row for row in docket.rows(cohort.table, ids, as_of)}
    roles = roles_in(docket, ids, as_of)
    parties = {party for own in roles.values() for role in (DEBTOR, "applicant") for party in own.get(role, ())}
    labels = labels_of(contract)
    courts = {case: str(code) for case, row in cases.items() if (code := row.get("court_code"))}
    return _About(
        cases=cases,
        roles=roles,
        names=masked_names(docket, parties, as_of),
        ends=_ends(docket, cases, ids, as_of),
        contract=contract,
        statuses=statuses(docket, ids, as_of),
        things=things_behind(docket, (name for entry in entries for name in _chief_rows(entry.chief)), as_of),
        courts={case: labels.code(cohort.table, "court_code", code) for case, code in courts.items()},
    )


def _ends(
    docket: Docket, cases: Mapping[str, Mapping[str, Any]], ids: Sequence[str], as_of: dt.date
) -> dict[str, tuple[dt.date, str]]:
    """By case, the first day on which something lapses, and what: a seizure, or the years of queries afterwards."""
    found: dict[str, list[tuple[dt.date, str]]] = {case: [] for case in ids}
    for case, row in cases.items():
        if isinstance(closed := row.get("closed_date"), dt.date):
            found[case].append((requery_end(closed), "终本后查询期满"))
    question = surroundings_questions(docket.contract).get(SEIZURES)
    if question is not None and docket.present >= set(question.tables):
        (rows,) = run_queries(docket, open_namespace(docket.contract, ()), [question], ids, as_of)
        of_case: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            of_case.setdefault(ids[int(row["_moment"])], []).append(public_row(question.kinds, row))
        for case, own in of_case.items():
            found[case] += [
                (each.until, f"{_class(each.asset_class, docket.contract)}查封到期")
                for each in seizures_in_force(own)
                if each.until is not None
            ]
    coming = {case: [end for end in ends if end[0] >= as_of] for case, ends in found.items()}
    return {case: min(ends) for case, ends in coming.items() if ends}


def _class(asset_class: str | None, contract: Contract) -> str:
    return labels_of(contract).code("assets", "asset_class", asset_class or "") or "财产"


def _entry(place: int, entry: WorklistEntry, about: _About, link: str) -> dict[str, object]:
    end, what = min((about.ends[case] for case in entry.case_ids if case in about.ends), default=(None, ""))
    courts = sorted({court for case in entry.case_ids if (court := about.courts.get(case))})
    return {
        "序号": place,
        "等级": entry.highest.level if entry.highest else "",
        "来源": SOURCES[entry.source],
        "优先": "是" if entry.priority else "",
        "法院": _some(courts, "家"),
        "当事人": " 对 ".join(filter(None, (_people(entry, about, role) for role in ("applicant", DEBTOR)))),
        "案号": _some([_number(case, about) for case in entry.case_ids], "件"),
        "未执行（元）": _unpaid(entry.case_ids, about),
        "事项": _target(entry.chief.target),
        WHY: _why(entry.chief),
        "先调什么": _fetch_first(entry.chief, about),
        "何种情形即可排除": _finding(entry.chief, about),
        "复核情况": _some(_reviews(entry, about), "次"),
        "期限": end,
        "何种期限": what,
        "页面": "打开" if link else "",
    }


def _case(place: int, number: int, clue: Clue, about: _About, contract: Contract) -> dict[str, object]:
    news = news_words(clue.new_facts, contract)
    return {
        "编号": f"{place}-{number}",
        "序号": place,
        "案件编号": mask_identifiers(clue.case_id),
        "案号": _number(clue.case_id, about),
        "事项": _target(clue.target),
        "等级": clue.level or (BREACH_WORDS[clue.verdict] if clue.verdict else ""),
        WHY: _why(clue) + (f"；{news}" if news else ""),
    }


def _keys(clues: Sequence[tuple[int, int, WorklistEntry, Clue]]) -> Iterator[dict[str, object]]:
    text = json.dumps([(clue.case_id, clue.target, str(entry.as_of)) for _, _, entry, clue in clues])
    mark = hashlib.sha256(text.encode()).hexdigest()[:8]
    for place, number, entry, clue in clues:
        yield {
            "list": mark,
            "code": f"{place}-{number}",
            "entry": place,
            "chief": "1" if clue.target == entry.chief.target else "",
            "case_id": clue.case_id,
            "target": clue.target,
            "selected_by": clue.source,
            "checkpoint": clue.rule or "",
            "as_of": entry.as_of.isoformat(),
        }


def _people(entry: WorklistEntry, about: _About, role: str) -> str:
    ids = dict.fromkeys(party for case in entry.case_ids for party in about.roles.get(case, {}).get(role, ()))
    return _some([about.names.get(party) or mask_identifiers(party) for party in ids], "名", "、")


def _some(names: Sequence[str], unit: str, between: str = "\n") -> str:
    more = f"{between.strip('、')}等 {len(names)} {unit}" if len(names) > MOST_NAMED else ""
    return between.join(names[:MOST_NAMED]) + more


def _number(case: str, about: _About) -> str:
    number = about.cases.get(case, {}).get("case_no")
    return mask_case_number(str(number)) if number else mask_identifiers(case)


def _unpaid(cases: Sequence[str], about: _About) -> float | None:
    return unpaid_together({case: about.cases[case] for case in cases if case in about.cases}, about.statuses)


def _target(code: str) -> str:
    return load_labels().code("review_outcomes", "target", code)


def _why(clue: Clue) -> str:
    kind = f"（{clue.rule}）" if clue.rule else ""
    return kind + _fitting(mask_text(clue.sentences[0]) if clue.sentences else "", LONGEST_WHY - len(kind))


def _fitting(sentence: str, most: int) -> str:
    """As many clauses of a sentence as fit, whole ones, and asides only where all of it fits."""
    if len(sentence) <= most:
        return sentence
    short = ASIDE.sub("", sentence)
    while len(short) > most and (cut := max(short.rfind(mark) for mark in CLAUSE_ENDS)) > 0:
        short = short[:cut]
    return short if len(short) <= most else short[: most - 1] + "…"


def _fetch_first(clue: Clue, about: _About) -> str:
    if clue.source == "rule":
        return "执行卷宗（执行法院）"
    found = papers([_steps(clue, about)])
    return f"{found[0].what}（{found[0].holder}）" if found else ""


def _finding(clue: Clue, about: _About) -> str:
    return next((each.finding for each in exclusions([_steps(clue, about)])), "")


def _steps(clue: Clue, about: _About) -> Steps:
    """The things of the rows count where all are of one kind: which row is the event, the list does not say."""
    things = {about.things[name] for name in _chief_rows(clue) if name in about.things}
    of_one_kind = tuple(things) if len(things) == 1 else ()
    return Steps(number="", verify=_clauses(clue.verify), lawful=_clauses(clue.lawful), things=of_one_kind)


def _clauses(text: str) -> list[str]:
    return [clause.strip() for clause in text.split("；") if clause.strip()]


def _chief_rows(clue: Clue) -> list[RowName]:
    return [(str(row["table"]), str(row["key"])) for row in clue.chief_rows]


def _reviews(entry: WorklistEntry, about: _About) -> list[str]:
    """What reviews found of each case of the entry, with its number where there are several."""
    several = len(entry.case_ids) > 1
    return [
        (f"{_number(case, about)} " if several else "") + review_words(review, about.contract)
        for case in entry.case_ids
        for review in about.statuses.get(case, NOTHING_DONE).reviews
    ]


def _page_of(entry: WorklistEntry, pages: Path | None, target: Path) -> str:
    """The address of the page of the entry's first case that has one, relative to the list."""
    if pages is None or not pages.is_dir():
        return ""
    there = {path.stem.partition("-")[2]: path for path in pages.glob("[0-9]*.html")}
    found = next((there[name] for case in entry.case_ids if (name := mask_identifiers(case)) in there), None)
    if found is None:
        return ""
    return Path(os.path.relpath(found.resolve(), target.resolve().parent)).as_posix()
