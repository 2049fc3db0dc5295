"""Verdicts and the credit-repair list as files: Parquet whole for programs, CSV and XLSX for people."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from zbrisk.checkpoints.card import ASPECTS, SEVERITIES
from zbrisk.clues.spreadsheet import Sheet, write_csv, write_workbook
from zbrisk.docket.docket import Docket
from zbrisk.errors import DataError
from zbrisk.explaining.masking import mask_identifiers, mask_name
from zbrisk.files import replacing
from zbrisk.pages.labels import load_labels

__all__ = ["BREACHED", "ENDINGS", "VERDICT_WORDS", "write_credit_repair", "write_verdicts"]

ENDINGS = (".parquet", ".csv", ".xlsx")
BREACHED = ("fail", "flag")
VERDICT_WORDS = {
    "fail": "与规定不符（待核）", "flag": "待核", "unknown": "无法判断", "pass": "未见不符", "not_applicable": "不适用",
}  # fmt: skip
VERDICT_HEADINGS = {
    "case_id": "案件编号", "case_no": "案号", "as_of": "评估日", "aspect": "方面", "rule": "规则", "verdict": "结论",
    "severity": "程度", "sentence_zh": "说明（线索提示，需调查核实）", "basis": "依据", "evidence": "证据",
}  # fmt: skip
REPAIR_HEADINGS = {
    "case_id": "案件编号", "case_no": "案号", "as_of": "评估日", "name": "被惩戒人", "party_id": "主体编号",
    "kind": "惩戒措施", "published_on": "发布日", "reasons": "应予修复的理由（需调查核实）", "verdict": "结论",
    "basis": "依据", "points": "信用评估分", "standing": "评估理由",
}  # fmt: skip
WIDTHS = {
    "说明（线索提示，需调查核实）": 70,
    "依据": 50,
    "证据": 50,
    "案号": 26,
    "应予修复的理由（需调查核实）": 40,
    "评估理由": 50,
}


def write_verdicts(verdicts: pd.DataFrame, path: Path, docket: Docket) -> None:
    """Write verdicts; .csv and .xlsx take only what was breached, in Chinese and masked.

    Raises:
        DataError: Another ending, or a folder that cannot be written to.
    """
    found = verdicts[verdicts["verdict"].isin(BREACHED)]
    people = _with_numbers(found, docket)
    people["aspect"] = people["aspect"].map(lambda number: ASPECTS[number]["zh"])
    people["severity"] = people["severity"].map(SEVERITIES)
    people["evidence"] = people["evidence"].map(_named)
    _write(verdicts, Sheet(title="终本合法性", rows=_headed(people, VERDICT_HEADINGS), widths=WIDTHS), path)


def write_credit_repair(repairs: pd.DataFrame, path: Path, docket: Docket) -> None:
    """Write the credit-repair list; see `write_verdicts`."""
    people = _with_numbers(repairs, docket)
    names = _names(repairs, docket)
    people["name"] = [names.get(party, "") for party in repairs["party_id"]]
    people["party_id"] = people["party_id"].map(mask_identifiers)
    people["kind"] = people["kind"].map(lambda code: load_labels().code("credit_measures", "kind", str(code)))
    _write(repairs, Sheet(title="信用修复", rows=_headed(people, REPAIR_HEADINGS), widths=WIDTHS), path)


def _write(table: pd.DataFrame, sheet: Sheet, path: Path) -> None:
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise DataError(f"{path.name} is no list.", f"End the name in {', '.join(ENDINGS)}.")
    with replacing(path) as draft:
        if ending == ".parquet":
            table.to_parquet(draft, index=False)
        elif ending == ".csv":
            write_csv(sheet, draft)
        else:
            write_workbook([sheet], draft)


def _headed(people: pd.DataFrame, headings: dict[str, str]) -> pd.DataFrame:
    people = people.assign(verdict=people["verdict"].map(VERDICT_WORDS))
    return people[[column for column in headings if column in people]].rename(columns=headings)


def _with_numbers(table: pd.DataFrame, docket: Docket) -> pd.DataFrame:
    """A copy with case_no, by which people know a case."""
    cohort = docket.contract.cohort
    numbers: dict[tuple[str, object], object] = {}
    for as_of, part in table.groupby("as_of"):
        for row in docket.rows(cohort.table, part["case_id"].unique(), pd.Timestamp(str(as_of)).date()):
            numbers[str(row[cohort.key]), as_of] = row.get("case_no")
    found = [numbers.get((case, as_of)) for case, as_of in zip(table["case_id"], table["as_of"], strict=True)]
    return table.assign(case_no=pd.Series(found, index=table.index, dtype=object))


def _names(table: pd.DataFrame, docket: Docket) -> dict[str, str]:
    names: dict[str, str] = {}
    for as_of, part in table.groupby("as_of"):
        for row in docket.rows("parties", part["party_id"].unique(), pd.Timestamp(str(as_of)).date()):
            names[str(row["party_id"])] = mask_name(str(row["name"])) if row.get("name") else ""
    return names


def _named(evidence: str) -> str:
    return mask_identifiers("；".join(f"{each['table']} {each['key']}" for each in json.loads(evidence)))
