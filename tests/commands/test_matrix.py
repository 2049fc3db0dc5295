from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.commands.conftest import Invoke, Office, left_in, said
from zbrisk import SignalBuilder, open_docket


def test_writes_what_the_builder_gives(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("as_of,case_id,note\n2024-07-01,c00003,x\n2024-06-01,c00003,\n2024-07-01,c00001,\n")
    words = ["--moments", tmp_path / "m.csv", "--out", tmp_path / "f.parquet", "--signals", made_up.signals]
    assert zbrisk("matrix", made_up.tables, *words).exit_code == 0
    written = pd.read_parquet(tmp_path / "f.parquet")
    asked = pd.DataFrame(
        {"case_id": ["c00003", "c00003", "c00001"], "as_of": ["2024-07-01", "2024-06-01", "2024-07-01"]}
    )
    expected = SignalBuilder(made_up.signals).fit(open_docket(made_up.tables)).transform(asked)
    assert written["case_id"].tolist() == asked["case_id"].tolist()
    assert written["as_of"].dt.strftime("%Y-%m-%d").tolist() == asked["as_of"].tolist()
    pd.testing.assert_frame_equal(written.drop(columns=["case_id", "as_of"]), expected)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("case,as_of\nc00001,2024-07-01\n", ["m.csv has no column case_id", "case_id and as_of"]),
        ("case_id\nc00001\n", ["m.csv has no column as_of"]),
        ("case_id,as_of\n", ["m.csv holds no moments"]),
        ("case_id,as_of\nc00001,2024-07-01\n,2024-07-01\n", ["m.csv, row 3: case_id is empty"]),
        ("case_id,as_of\nc00001,2024-07-01\nc00002,\n", ["m.csv, row 3: as_of is empty"]),
        ("case_id,as_of\nc00001,1.7.2024\n", ["m.csv, row 2: as_of: '1.7.2024' is no date", "2026-11-22"]),
        ("case_id,as_of\nc00001,1999-07-01\n", ["m.csv, row 2: as_of", "Nothing was known before 1999-07-01"]),
        ("case_id,as_of\nnobody,2024-07-01\n", ["'nobody'", "is not known on 2024-07-01"]),
    ],
)
def test_moments_that_cannot_be_read_are_named_by_row_and_column(
    made_up: Office, zbrisk: Invoke, tmp_path: Path, text: str, parts: list[str]
) -> None:
    (tmp_path / "m.csv").write_text(text)
    words = ["--moments", tmp_path / "m.csv", "--out", tmp_path / "f.parquet", "--signals", made_up.signals]
    said(zbrisk("matrix", made_up.tables, *words), *parts)
    assert left_in(tmp_path) == ["m.csv"]


def test_moments_in_another_encoding(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_bytes("case_id,as_of\n案件一,2024-07-01\n".encode("gb18030"))
    words = ["--moments", tmp_path / "m.csv", "--out", tmp_path / "f.parquet", "--signals", made_up.signals]
    said(zbrisk("matrix", made_up.tables, *words), "m.csv is not UTF-8", "UTF-8")


def test_a_moments_file_that_is_not_there_is_said_before_tables_are_opened(zbrisk: Invoke, tmp_path: Path) -> None:
    words = ["--moments", tmp_path / "m.csv", "--out", tmp_path / "f.parquet"]
    said(zbrisk("matrix", tmp_path / "no tables", *words), "There is no file", "m.csv")
