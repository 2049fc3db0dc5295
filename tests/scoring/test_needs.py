from __future__ import annotations

import pandas as pd
import pytest

from tests.support.bundle import AS_OF, three_cases
from zbrisk.docket import Docket
from zbrisk.scoring.scorer import Scorer


def test_needs_name_every_table_that_a_signal_reads(scorer: Scorer) -> None:
    read = {table for signal in scorer.program.signals for table in signal.tables}
    assert read <= set(scorer.needs().tables)
    assert set(scorer.needs().tables) <= set(scorer.contract.tables)


def test_needs_name_the_roads(small: Scorer) -> None:
    frame = small.needs().to_frame()
    assert list(frame.columns) == ["table", "column", "source", "source_column", "used_by"]
    petitions = frame[frame["table"] == "petitions"].to_dict("records")
    assert petitions == [
        {
            "table": "petitions",
            "column": "case_id",
            "source": "this_case",
            "source_column": "case_id",
            "used_by": "calm, sham, tell",
        }
    ]
    assert "cases" in set(frame["table"])


def test_a_docket_s_records_are_all_supplied_tables_and_few_rows(small: Scorer) -> None:
    records = three_cases().records("A", AS_OF, small.needs())
    assert {name: len(rows) for name, rows in records.items()} == {
        "cases": 1,
        "parties": 0,
        "case_parties": 0,
        "petitions": 2,
    }


@pytest.mark.slow
def test_records_hold_nothing_that_was_not_known(scorer: Scorer, docket: Docket, clues: pd.DataFrame) -> None:
    day = pd.Timestamp("2025-12-01").date()
    for case in clues["case_id"].unique()[:10]:
        for name, rows in docket.records(case, day, scorer.needs()).items():
            assert all(row["known_at"] is None or row["known_at"] < day for row in rows), name
