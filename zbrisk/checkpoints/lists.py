"""Verdicts and the credit-repair list as files: Parquet whole for programs, CSV and XLSX for people."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from zbrisk.checkpoints.header import ASPECTS, SEVERITIES
from zbrisk.clues.names import masked_names, with_case_numbers
from zbrisk.clues.spreadsheet import Worksheet
from zbrisk.clues.table_file import write_table
from zbrisk.clues.worklist import BREACH_WORDS
from zbrisk.contract.labels import load_labels
from zbrisk.docket.docket import Docket
from zbrisk.errors import DataError
from zbrisk.explaining.masking import mask_identifiers

__all__ = ["BREACHED", "VERDICT_WORDS", "WEAK", "breaches", "read_verdicts", "write_credit_repair", "write_verdicts"]

READ = ["case_id", "as_of", "rule", "aspect", "verdict", "severity", "sentence_zh", "evidence"]
BREACHED = tuple(BREACH_WORDS)
WEAK = ("hint",)  # shown where somebody asks for all
VERDICT_WORDS = {
    **BREACH_WORDS, "hint": "仅供参考", "unknown": "无法判断", "pass": "未见不符", "not_applicable": "不适用",
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


def breaches(verdicts: Iterable[pd.DataFrame], *, hints: bool = False) -> pd.DataFrame:
    """What was breached, and hints if asked, in one frame."""
    wanted = [*BREACHED, *WEAK] if hints else BREACHED
    return pd.concat([frame[frame["verdict"].isin(wanted)] for frame in verdicts], ignore_index=True)


def write_verdicts(verdicts: Iterable[pd.DataFrame], path: Path, docket: Docket, *, hints: bool = False) -> None:
    """Write verdicts; .csv and .xlsx take only what was breached, and hints if asked, in Chinese and masked.

    Args:
        verdicts: In frames that stand one after the other; .parquet holds no more than some of them in memory.
        path: Where to.
        docket: The tables.
        hints: List hints for people too.

    Raises:
        DataError: Another ending, or a folder that cannot be written to.
    """
    write_table(
        path, "list", programs=lambda: verdicts, people=lambda: [_sheet(breaches(verdicts, hints=hints), docket)]
    )


def _sheet(found: pd.DataFrame, docket: Docket) -> Worksheet:
    people = with_case_numbers(found, docket).copy()
    people["aspect"] = people["aspect"].map(lambda number: ASPECTS[number]["zh"])
    people["severity"] = people["severity"].map(SEVERITIES)
    people["evidence"] = people["evidence"].map(_named)
    return Worksheet(title="终本合法性", rows=_headed(people, VERDICT_HEADINGS), widths=WIDTHS)


def read_verdicts(path: Path, day: dt.date) -> pd.DataFrame:
    """The verdicts that `zbrisk checkpoints --out V.parquet` wrote for a day.

    Raises:
        DataError: The file holds none, or those of another day.
    """
    try:
        verdicts = pd.read_parquet(path, columns=READ)
    except (OSError, ValueError, KeyError) as error:
        raise DataError(
            f"{path} holds no verdicts.", "Give what `zbrisk checkpoints --out V.parquet` wrote."
        ) from error
    days = set(pd.to_datetime(verdicts["as_of"]).dt.date)
    if days - {day}:
        raise DataError(f"The verdicts are of {max(days - {day})}, not of {day}.", "Check the cases on the same day.")
    return verdicts


def write_credit_repair(repairs: pd.DataFrame, path: Path, docket: Docket) -> None:
    """Write the credit-repair list; see `write_verdicts`."""
    people = with_case_numbers(repairs, docket).copy()
    names = _names(repairs, docket)
    people["name"] = [names.get(party, "") for party in repairs["party_id"]]
    people["party_id"] = people["party_id"].map(mask_identifiers)
    people["kind"] = people["kind"].map(lambda code: load_labels().code("credit_measures", "kind", str(code)))
    sheet = Worksheet(title="信用修复", rows=_headed(people, REPAIR_HEADINGS), widths=WIDTHS)
    write_table(path, "list", programs=lambda: [repairs], people=lambda: [sheet])


def _headed(people: pd.DataFrame, headings: dict[str, str]) -> pd.DataFrame:
    people = people.assign(verdict=people["verdict"].map(VERDICT_WORDS))
    return people[[column for column in headings if column in people]].rename(columns=headings)


def _names(table: pd.DataFrame, docket: Docket) -> dict[str, str]:
    names: dict[str, str] = {}
    for as_of, part in table.groupby("as_of"):
        names |= masked_names(docket, part["party_id"].unique(), pd.Timestamp(str(as_of)).date())
    return names


def _named(evidence: str) -> str:
    return mask_identifiers("；".join(f"{each['table']} {each['key']}" for each in json.loads(evidence)))
