from __future__ import annotations

import datetime as dt

import pandas as pd

from tests.support.office import cases, outcomes, small_docket
from training.datasets.subgroup_columns import with_subgroups


def test_facts_are_those_known_before_the_day() -> None:
    parties = pd.DataFrame({"case_id": ["A", "A", "A", "B"], "party_id": ["p", "q", "r", "s"],
                            "role": ["debtor", "debtor", "applicant", "debtor"]})  # fmt: skip
    reviews = outcomes(
        ("A", "confirmed", "2023-05-01", "2023-06-01"), ("B", "confirmed", "2023-05-01", "2024-06-01")
    ).assign(amount_found=[500.0, 900.0])
    docket = small_docket(
        cases(("A", "2023-01-10"), ("B", "2023-01-10")).assign(court_code=["x", "y"]),
        case_parties=parties, review_outcomes=reviews,
    )  # fmt: skip
    moments = pd.DataFrame({"case_id": ["A", "B"], "as_of": pd.to_datetime(["2023-05-01", "2023-05-01"])})
    told = with_subgroups(moments, docket, "concealed_assets", dt.date(2024, 1, 1))
    assert told["court"].tolist() == ["x", "y"] and told["year"].tolist() == [2023, 2023]
    assert told["debtor"].tolist() == ["person", "person"]
    assert told["amount_found"].fillna(-1).tolist() == [500, -1]  # B's is decided later
