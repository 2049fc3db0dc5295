"""Lists of verdicts for people: an empty one has its headings."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.support.office import cases, small_docket
from zbrisk.checkpoints.credit_repair import credit_repair
from zbrisk.checkpoints.lists import write_credit_repair, write_verdicts

COLUMNS = [
    "case_id",
    "as_of",
    "rule",
    "aspect",
    "verdict",
    "severity",
    "sentence_zh",
    "basis",
    "evidence",
    "checkpoint",
]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_an_empty_list_is_a_list(tmp_path: Path, ending: str) -> None:
    days = {"decided_date": "2023-12-01", "known_at": "2023-12-02"}
    measure = {"measure_id": "1", "case_id": "A", "party_id": "p_A", "kind": "dishonest_list"} | days
    docket = small_docket(cases(("A", "2024-01-10")), credit_measures=pd.DataFrame([measure]))
    verdicts, out = pd.DataFrame(columns=COLUMNS), tmp_path / f"v.{ending}"
    write_verdicts([verdicts], out, docket)
    if ending == "csv":
        assert out.read_text("utf-8-sig").startswith("案件编号,案号,评估日,方面,规则,结论")
    write_credit_repair(credit_repair(verdicts, docket), out, docket)
    if ending == "csv":
        assert out.read_text("utf-8-sig").startswith("案件编号,案号,评估日,被惩戒人")
    assert out.stat().st_size > 0
