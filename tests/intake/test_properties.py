"""Whatever arrives: every row is accounted for, and what is written keeps the contract."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.lists import (
    CASE,
    LEDGER,
    MEASURE,
    MEASURES,
    SEIZURE,
    SEIZURES,
    STATEMENT,
    STATEMENTS,
    SUIT,
    SUITS,
    as_csv,
)
from zbrisk.docket.check import check
from zbrisk.errors import DataError
from zbrisk.intake import intake

LISTS = {
    "ledger": (LEDGER, CASE),
    "suits": (SUITS, SUIT),
    "measures": (MEASURES, MEASURE),
    "seizures": (SEIZURES, SEIZURE),
    "statements": (STATEMENTS, STATEMENT),
}
CELLS = st.sampled_from([
    "", "-", "2024-02-30", "45415", "20991231", "2024年1月5日", "1900-01-00", "12.5万", "壹拾万元整", "-5",
    "99999999999999",
    "（2024）浙9602执2号", "（2023）浙9602民初8号", "临越仲裁字（2023）第2号", "王某", "张三、李四等3人",
    "=1+1", "终本", "调解", "是",
    "借", "50.00", "期初余额", "本期合计",
    "其他", '"', "a\nb", "\x00", "合计", "浙Q12345", "轮候2", "339602196404053609", "　", "\ufeff", "𠮷",
])  # fmt: skip

Delivered = tuple[str, list[tuple[str, ...]]]  # the name of a list, and its rows


@st.composite
def lists(draw: st.DrawFn) -> Delivered:
    name = draw(st.sampled_from(sorted(LISTS)))
    headings, row = LISTS[name]
    rows = [headings]
    for _ in range(draw(st.integers(1, 6))):
        cells = list(row)
        for place in draw(st.lists(st.integers(0, len(row) - 1), max_size=4)):
            cells[place] = draw(CELLS)
        rows.append(tuple(cells[: draw(st.sampled_from([len(row)] * 6 + [len(row) - 2]))]))
    return name, rows


@pytest.mark.slow
def test_no_row_is_lost_and_check_finds_no_error(tmp_path: Path) -> None:
    @settings(max_examples=60)
    @given(st.lists(lists(), min_size=1, max_size=5), st.sampled_from(["utf-8", "gb18030"]))
    def holds(delivered: list[Delivered], encoding: str) -> None:
        take_in_and_compare(tmp_path, delivered, encoding)

    holds()


def take_in_and_compare(tmp_path: Path, delivered: list[Delivered], encoding: str) -> None:
    raw, out = tmp_path / "raw", tmp_path / "tables"
    for folder in (raw, out):
        shutil.rmtree(folder, ignore_errors=True)
    for number, (name, rows) in enumerate([*delivered, ("ledger", [LEDGER, CASE])]):
        path = raw / f"2025Q{number % 4 + 1}" / f"{name}{number}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_csv(rows, encoding))
    try:
        outcome = intake(raw, out)
    except DataError as error:
        pytest.fail(f"nothing was written: {error}")
    books = pq.read_table(out / "intake" / "rows.parquet").to_pandas()
    for account in outcome.accounts:
        read = books[(books["batch"] == account.batch) & (books["file"] == account.file)]
        content = (raw / account.batch / account.file).read_bytes()
        assert read["lines"].sum() == content.count(b"\n")
        assert read.loc[read["role"] == "data", "fate"].notna().all() and account.balanced
    findings = check(out)
    assert findings.passed, findings.faults
