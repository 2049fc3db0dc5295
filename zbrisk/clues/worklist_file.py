"""One list of clues as a file: Parquet for programs, CSV and XLSX for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from zbrisk.bundle.levels import HIGH, LEVELS
from zbrisk.clues.names import masked_names
from zbrisk.clues.spreadsheet import Worksheet
from zbrisk.clues.table_file import write_table
from zbrisk.clues.worklist import Clue, WorklistEntry
from zbrisk.contract import Contract
from zbrisk.contract.labels import load_labels
from zbrisk.docket.docket import Docket
from zbrisk.explaining.masking import mask_identifiers, mask_text
from zbrisk.explaining.suspects import SHAM
from zbrisk.pages.standing import news_words

__all__ = ["VERDICTS", "write_worklist"]

SOURCES = {"rule_only": "仅规则", "model_only": "仅模型", "both": "规则与模型"}
VERDICTS = {"fail": "与规定不符（待核）", "flag": "待核"}
REASONS_HEADING = "主要理由（线索提示，需调查核实；不得作为采取措施的依据）"
WORKLIST_COLUMNS = (
    "序号", "来源", "优先办理", "被执行人", "案件编号", "案号", "事项", "等级", "等级依据", "需核实的一方",
    "新事实", REASONS_HEADING, "评估日",
)  # fmt: skip
WIDTHS = {
    "序号": 8, "优先办理": 10, "案号": 30, "事项": 20, "等级": 8, "等级依据": 44, "新事实": 40, REASONS_HEADING: 90,
}  # fmt: skip
FORMATS = {"评估日": "yyyy-mm-dd"}
MOST_SENTENCES = 3  # of each model's clue
UNKNOWN_SIDE = "待查"


def write_worklist(entries: Sequence[WorklistEntry], path: str | Path, docket: Docket) -> Path:
    """Write the list; the ending of `path` says how.

    .parquet holds one row an entry with its clues as JSON, ids included. .csv and .xlsx are masked, with Chinese
    headers, and no cell that a spreadsheet would run.

    Raises:
        DataError: Another ending, or a folder that cannot be written to.
    """
    return write_table(path, "clue list", programs=lambda: _table(entries), people=lambda: [_sheet(entries, docket)])


def _sheet(entries: Sequence[WorklistEntry], docket: Docket) -> Worksheet:
    rows = pd.DataFrame(_rows(entries, docket), columns=list(WORKLIST_COLUMNS))
    return Worksheet(title="线索清单", rows=rows, widths=WIDTHS, formats=FORMATS)


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


def _rows(entries: Sequence[WorklistEntry], docket: Docket) -> list[tuple[object, ...]]:
    if not entries:
        return []
    as_of, contract = entries[0].as_of, docket.contract
    names = masked_names(docket, {party for entry in entries for party in entry.debtors}, as_of)
    cases = docket.rows(contract.cohort.table, {case for entry in entries for case in entry.case_ids}, as_of)
    numbers = {str(row[contract.cohort.key]): str(row.get("case_no") or "") for row in cases}
    return [
        (
            place,
            SOURCES[entry.source],
            "是" if entry.priority else "",
            "、".join(names.get(party, mask_identifiers(party)) for party in entry.debtors),
            "\n".join(mask_identifiers(case) for case in entry.case_ids),
            "\n".join(filter(None, (numbers.get(case) for case in entry.case_ids))),
            "、".join(dict.fromkeys(_target(clue) for clue in entry.clues)),
            entry.highest.level if entry.highest else "",
            entry.highest.basis if entry.highest else "",
            "、".join(dict.fromkeys(filter(None, map(_side, entry.clues)))),
            "\n".join(_news(clue, entry, contract) for clue in entry.clues if clue.new_facts),
            "\n".join(f"{i}. {line}" for i, line in enumerate(_sentences(entry), 1)),
            entry.as_of,
        )
        for place, entry in enumerate(entries, 1)
    ]


def _target(clue: Clue) -> str:
    return load_labels().code("review_outcomes", "target", clue.target)


def _news(clue: Clue, entry: WorklistEntry, contract: Contract) -> str:
    case = f"[{mask_identifiers(clue.case_id)}] " if len(entry.case_ids) > 1 else ""
    return f"{case}{_target(clue)}：{news_words(clue.new_facts, contract)}"


def _side(clue: Clue) -> str:
    if clue.target != SHAM or clue.level not in LEVELS[HIGH:]:
        return ""
    return (
        load_labels().code("review_outcomes", "suspect_side", clue.suspect_side) if clue.suspect_side else UNKNOWN_SIDE
    )


def _sentences(entry: WorklistEntry) -> list[str]:
    """Each violation, and the first reasons of each model's clue; the case is named where there are several."""
    said = []
    for clue in entry.clues:
        case = f"[{mask_identifiers(clue.case_id)}] " if len(entry.case_ids) > 1 else ""
        kind = f"{VERDICTS[clue.verdict]}（{clue.rule}）" if clue.verdict else _target(clue)
        said += [f"{case}{kind}：{mask_text(sentence)}" for sentence in clue.sentences[:MOST_SENTENCES]]
    return list(dict.fromkeys(said))
