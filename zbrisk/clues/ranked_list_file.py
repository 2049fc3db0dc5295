"""Clue lists as files: Parquet for programs, CSV and XLSX for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from zbrisk.clues.list_series import SERIES, with_series
from zbrisk.clues.names import with_case_numbers
from zbrisk.clues.spreadsheet import Worksheet
from zbrisk.clues.suspected import typologies_of, with_suspect_names, with_suspect_side
from zbrisk.clues.table_file import write_table
from zbrisk.compiler.compiled import Program
from zbrisk.contract.labels import load_labels
from zbrisk.docket.docket import Docket
from zbrisk.errors import DataError
from zbrisk.explaining.masking import mask_text
from zbrisk.pages.standing import news_words

__all__ = [
    "REQUIRED_COLUMNS",
    "basis_words",
    "for_people",
    "for_programs",
    "ranked_for_people",
    "read_clues",
    "write_clues",
    "write_ranked_list",
]

REQUIRED_COLUMNS = ("case_id", "as_of", "target", "score", "probability", "rank", "reasons")
READ = ["case_id", "as_of", "target", "rank"]
FOR_PROGRAMS = ("probability", "worth")  # people read levels, and no figure beyond what was tested
HEADERS = {
    "rank": "排名",
    "priority": "优先办理",
    "case_id": "案件编号",
    "case_no": "案号",
    "series": "串案",
    "target": "事项",
    "level": "等级",
    "basis": "等级依据",
    "suspect_side": "需核实的一方",
    "chosen_by": "选取方式",
    "new_facts": "新事实",
    "reasons": "主要理由（线索提示，需调查核实；不得作为采取措施的依据）",
    "as_of": "评估日",
    "score": "模型得分",
}
WIDTHS = {
    "rank": 8,
    "case_id": 16,
    "case_no": 26,
    "series": 36,
    "target": 12,
    "level": 8,
    "basis": 44,
    "new_facts": 40,
    "suspect_side": 36,
    "reasons": 90,
    "as_of": 13,
    "score": 12,
}
PRIORITY = {True: "是", False: ""}
CHOSEN_BY = {"model": "模型", "quota": "法院配额", "random": "随机抽查"}
FORMATS = {"score": "0.000", "as_of": "yyyy-mm-dd"}
MOST_SENTENCES = 3
MOST_NUMBERS = 3  # of the other cases of a series


def write_clues(clues: pd.DataFrame, path: str | Path) -> Path:
    """Write a clue list; the ending of `path` says how.

    .parquet takes the table as it is, reasons in JSON. .csv (UTF-8 with a byte order mark) and .xlsx are for people:
    Chinese headers, levels with their basis and no probability, the first reasons as sentences with numbers masked, and
    no cell that a spreadsheet would run.

    Args:
        clues: One row for each case and target, with REQUIRED_COLUMNS; further columns are kept.
        path: A file ending in .parquet, .csv or .xlsx; it is replaced whole or not at all.

    Raises:
        DataError: Another ending, a missing column, or a folder that cannot be written to.
    """
    missing = [column for column in REQUIRED_COLUMNS if column not in clues.columns]
    if missing:
        raise DataError(f"The clues lack {', '.join(missing)}.", "Give the table that `rank` returns.")
    return write_table(path, "clue list", programs=lambda: [clues], people=lambda: [_sheet(clues)])


def write_ranked_list(clues: pd.DataFrame, path: str | Path, program: Program, docket: Docket) -> Path:
    """Write a ranked list, with whom sham clues ask to verify, and for people with case numbers and new facts.

    Programs get a row a clue, with `series`, the place of the entry that it belongs to; people a row a series.

    Args:
        clues: What `rank` returns, or `with_reasons` of what was chosen.
        path: As of `write_clues`.
        program: The signals of the bundle that ranked them.
        docket: The tables.

    Raises:
        DataError: As of `write_clues`.
    """
    if Path(path).suffix.lower() == ".parquet":
        return write_clues(for_programs(clues, program, docket), path)
    return write_clues(ranked_for_people(clues, program, docket), path)


def for_programs(clues: pd.DataFrame, program: Program, docket: Docket) -> pd.DataFrame:
    """A ranked list with a row a clue: its `series` and, of a sham clue, the side that it asks to verify."""
    typologies = typologies_of(program)
    return with_suspect_side(with_series(clues, typologies, docket), typologies)


def ranked_for_people(clues: pd.DataFrame, program: Program, docket: Docket) -> pd.DataFrame:
    """A ranked list with a row a series: case numbers, new facts in words, masked names of whom to verify."""
    typologies = typologies_of(program)
    entries = _one_each(with_case_numbers(with_series(clues, typologies, docket), docket))
    news = [news_words(json.loads(facts or "[]"), docket.contract) for facts in entries["new_facts"]]
    people = entries.assign(new_facts=pd.Series(news, index=entries.index, dtype=object))
    return with_suspect_names(people, typologies, docket)


def _one_each(clues: pd.DataFrame) -> pd.DataFrame:
    """The first clue of each series, ranked anew, with the others in words."""
    if clues.empty:
        return clues.assign(series="")
    place = ["target", "as_of", SERIES]
    names = clues["case_no"].fillna(clues["case_id"]) if "case_no" in clues else clues["case_id"]
    words = names.groupby([clues[name] for name in place], sort=False).transform(_others)
    entries = clues.assign(series=words, rank=clues[SERIES])[~clues.duplicated(place)]
    return entries.reset_index(drop=True)


def _others(names: pd.Series[str]) -> str:
    others = [str(name) for name in names.iloc[1:]]
    if not others:
        return ""
    more = f" 等 {len(others)} 件" if len(others) > MOST_NUMBERS else ""
    return f"共 {len(names)} 件，另有 {'、'.join(others[:MOST_NUMBERS])}{more}"


def read_clues(path: Path) -> pd.DataFrame:
    """The clues of a ranked list in Parquet: case_id, as_of, target, rank; new_facts and series where there are some.

    Raises:
        DataError: It is none.
    """
    try:
        listed = pd.read_parquet(path)
        return listed[[*READ, *(name for name in ("new_facts", SERIES) if name in listed.columns)]]
    except (OSError, ValueError, KeyError) as error:
        raise DataError(
            f"{path} is no clue list in Parquet.", "Give what `zbrisk rank --out CLUES.parquet` wrote."
        ) from error


def _sheet(clues: pd.DataFrame) -> Worksheet:
    """The clues as people read them: known columns first, under Chinese headings."""
    people = for_people(clues)
    headings = {column: _header(column) for column in people.columns}
    return Worksheet(
        title="线索清单",
        rows=people.rename(columns=headings),
        widths={headings[column]: WIDTHS[column] for column in WIDTHS if column in headings},
        formats={headings[column]: FORMATS[column] for column in FORMATS if column in headings},
    )


def for_people(clues: pd.DataFrame) -> pd.DataFrame:
    """The clues in the order of HEADERS, with sentences for JSON and labels for codes."""
    labels = load_labels()
    people = clues.drop(columns=[name for name in FOR_PROGRAMS if name in clues.columns])
    people = people.astype(object).where(people.notna(), None)
    people["target"] = people["target"].map(lambda code: labels.code("review_outcomes", "target", str(code)))
    people["reasons"] = people["reasons"].map(_sentences)
    if "basis" in people.columns:
        people["basis"] = people["basis"].map(basis_words)
    if "priority" in people.columns:
        people["priority"] = people["priority"].map(PRIORITY.get)
    if "chosen_by" in people.columns:
        people["chosen_by"] = people["chosen_by"].map(CHOSEN_BY.get)
    order = [column for column in HEADERS if column in people.columns]
    return people[order + [column for column in people.columns if column not in HEADERS]]


def _header(column: str) -> str:
    return HEADERS.get(column) or load_labels().column("cases", column)


def basis_words(basis: object) -> str:
    """What a level rests on, in Chinese, from `rank`'s JSON; nothing where there is none."""
    return str(json.loads(basis)["sentence"]["zh"]) if isinstance(basis, str) and basis.strip() else ""


def _sentences(reasons: object) -> str:
    if not isinstance(reasons, str) or not reasons.strip():
        return ""
    listed: list[dict[str, Any]] = json.loads(reasons)
    raising = [(reason, *reason.get("related", ())) for reason in listed if reason.get("contribution", 0) > 0]
    said = ["；".join(_chinese(reason.get("sentence", "")) for reason in together) for together in raising]
    return "\n".join(f"{i}. {mask_text(sentence)}" for i, sentence in enumerate(said[:MOST_SENTENCES], 1))


def _chinese(sentence: str | dict[str, str]) -> str:
    return sentence if isinstance(sentence, str) else sentence.get("zh", "")
