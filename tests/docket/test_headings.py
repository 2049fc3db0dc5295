from __future__ import annotations

import datetime as dt
import gzip
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zbrisk.contract import load_contract
from zbrisk.docket.headings import csv_names, parquet_columns, refuse_names
from zbrisk.errors import DataError

CASES = load_contract().tables["cases"]
HEADER = "case_id,case_no,case_kind"
TEXT = f"{HEADER}\nC1,1,enforcement\n"


def read(folder: Path, content: str | bytes, *, gzipped: bool = False) -> tuple[list[str], int]:
    (folder / "cases.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return csv_names(folder / "cases.csv", "cases.csv", CASES, gzipped=gzipped)


@pytest.mark.parametrize(
    ("content", "blank"),
    [
        (TEXT, 0),
        ("\ufeff" + TEXT, 0),
        (TEXT.replace("\n", "\r\n"), 0),
        (TEXT.replace("\n", "\r"), 0),
        ("\n\n" + TEXT, 2),
        ('"case_id", case_no ,case_kind\nC1,1,x\n', 0),
        (HEADER, 0),
    ],
)
def test_the_header_is_the_first_line_that_is_not_blank(tmp_path: Path, content: str, blank: int) -> None:
    assert read(tmp_path, content) == (["case_id", "case_no", "case_kind"], blank)


def test_the_header_of_a_packed_file(tmp_path: Path) -> None:
    assert read(tmp_path, gzip.compress(TEXT.encode()), gzipped=True)[0] == ["case_id", "case_no", "case_kind"]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("2024年终本案件\n" + TEXT, "header on line 2, below a title"),
        ("2024年终本案件,,\n" + TEXT, "header on line 2, below a title"),
        ("\ufeff清单\n\n制表：执行局,\n" + TEXT, "header on line 4, below a title"),
        ("案件编号,案号,类型\n" + TEXT, "header on line 2, below a title"),
        ("sep=;\n" + TEXT.replace(",", ";"), "header on line 2, below a title"),
        ("清单,,\na,b,c\n1,2,3\n", "line 1 has one cell, the next 3"),
        (TEXT.replace(",", ";"), "separated by semicolons"),
        (TEXT.replace(",", "\t"), "separated by tabs"),
        (TEXT.replace(",", "|"), "separated by vertical bars"),
        (TEXT.replace(",", "，"), "separated by full-width commas"),
        ("C1,1,enforcement\nC2,2,enforcement\n", "has no header: its first line names no column of cases"),
        ('[{"case_id": "C1"}]', "has no header"),
        (HEADER + ",\n", "an empty name"),
        ("", "has no header"),
        ("\n\n", "has no header"),
        (TEXT.encode("utf-16"), "is not UTF-8"),
        (TEXT.encode("utf-16-le"), "is not UTF-8"),
        (TEXT.replace("case_no", "案号").encode("gb18030"), "is not UTF-8"),
        (b"PK\x03\x04\x14\x00", "no CSV file but a spreadsheet or a zip archive"),
        (b"PAR1....PAR1", "no CSV file but a Parquet file"),
        (gzip.compress(b"case_id\n", mtime=0), "no CSV file but gzipped"),
        (b'case_id,"' + b"x" * 200_000, "cannot be read: field larger"),
    ],
)
def test_what_is_no_header_is_named(tmp_path: Path, content: str | bytes, part: str) -> None:
    with pytest.raises(DataError, match=r"cases\.csv") as caught:
        read(tmp_path, content)
    assert part in str(caught.value)
    assert "C2" not in str(caught.value)  # a row in place of a header may hold what is personal


def test_what_is_not_packed_as_its_name_says(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read: Not a gzipped file"):
        read(tmp_path, TEXT, gzipped=True)


@pytest.mark.parametrize(
    ("names", "part"),
    [
        (["case_id", "case_no", "case_id"], "doubled name in its header: case_id, case_id"),
        (["case_id", "amount", "AMOUNT"], "doubled name in its header: amount, AMOUNT"),
        (["case_id", "known_at", "Known_At"], "doubled name in its header: known_at, Known_At"),
        (["CASE_ID", "case_no"], "has the column CASE_ID, which the contract writes case_id"),
        (["\ufeffcase_id", "case_no"], "has the column '\\ufeffcase_id', which the contract writes case_id"),
        (["case_id", "case_no\u200b"], "has the column 'case_no\\u200b', which the contract writes case_no"),
        (["case_id", "ｃａｓｅ_ｎｏ"], "has the column ｃａｓｅ_ｎｏ, which the contract writes case_no"),
        (["case_id", "case_no "], "has the column case_no , which the contract writes case_no"),
        (["case_id", "'case_no'"], "has the column 'case_no', which the contract writes case_no"),
        (["case_id", "Known_at"], "has the column Known_at, which the contract writes known_at"),
    ],
)
def test_names_that_stand_twice_or_in_other_capitals(names: list[str], part: str) -> None:
    with pytest.raises(DataError) as caught:
        refuse_names(names, "cases.csv", CASES)
    assert part in str(caught.value)


def test_names_that_the_contract_does_not_know_may_have_any_capitals() -> None:
    refuse_names(["case_id", "Remark", "known_at"], "cases.csv", CASES)


def test_the_columns_of_a_parquet_file_are_those_of_its_footer(tmp_path: Path) -> None:
    pq.write_table(pa.table([[1], [2], [3]], names=["a", "A", "a"]), tmp_path / "x.parquet")
    assert parquet_columns(tmp_path / "x.parquet", "x.parquet") == (["a", "A", "a"], True)


@pytest.mark.parametrize("cut", [0, 4, 50, -1, -4, -8, -20])
def test_a_cut_parquet_file_is_named(tmp_path: Path, cut: int) -> None:
    whole = io.BytesIO()
    pq.write_table(pa.table({"a": range(100)}), whole)
    (tmp_path / "x.parquet").write_bytes(whole.getvalue()[:cut])
    with pytest.raises(DataError, match=r"x\.parquet cannot be read"):
        parquet_columns(tmp_path / "x.parquet", "x.parquet")


def test_spans_of_time_in_a_parquet_file_are_no_numbers(tmp_path: Path) -> None:
    pq.write_table(pa.table({"amount": pa.array([dt.timedelta(1)])}), tmp_path / "x.parquet")
    with pytest.raises(DataError, match=r"x\.parquet holds spans of time in amount"):
        parquet_columns(tmp_path / "x.parquet", "x.parquet")
