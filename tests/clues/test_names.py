"""What people know cases by, without what somebody wrote beside it."""

from __future__ import annotations

import pandas as pd

from zbrisk.clues.names import with_case_numbers
from zbrisk.docket import open_docket


def test_a_list_has_the_number_of_a_case_and_not_what_was_written_beside_it() -> None:
    numbers = ["（2023）浙0602执1号（王建国 13812345678）", "（2023）浙0602执2号", "王建国", "-"]
    cases = [
        {"case_id": f"C{i}", "case_no": number, "case_kind": "enforcement", "filed_date": "2023-01-10"}
        for i, number in enumerate(numbers)
    ]
    docket = open_docket(
        {
            "cases": cases,
            "parties": [{"party_id": "P1", "party_kind": "person"}],
            "case_parties": [{"case_id": "C0", "party_id": "P1", "role": "debtor"}],
        }
    )
    clues = pd.DataFrame({"case_id": ["C0", "C1", "C2", "C3"], "as_of": pd.Timestamp("2024-01-01")})
    listed = with_case_numbers(clues, docket)["case_no"].tolist()
    assert listed == ["（2023）浙0602执1号…", "（2023）浙0602执2号", "王某", "-"]
