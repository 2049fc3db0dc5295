from __future__ import annotations

from typing import Any

import pytest

Tables = dict[str, list[dict[str, Any]]]


@pytest.fixture
def tables() -> Tables:
    """One case filed on 2024-03-01, terminated on 2024-09-01, of one creditor against one debtor."""
    return {
        "cases": [
            {
                "case_id": "C1",
                "case_no": "（2024）浙0602执1号",
                "case_kind": "enforcement",
                "filed_date": "2024-03-01",
                "closed_date": "2024-09-01",
                "close_mode": "terminated_round",
                "claim_amount": 12345.67,
            }
        ],
        "parties": [
            {"party_id": "P1", "party_kind": "person", "name": "王建国"},
            {"party_id": "P2", "party_kind": "company"},
        ],
        "case_parties": [
            {"case_id": "C1", "party_id": "P1", "role": "debtor"},
            {"case_id": "C1", "party_id": "P2", "role": "applicant"},
        ],
    }
