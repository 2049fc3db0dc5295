"""Who is punished and perhaps should be no longer, and how a punished firm stands."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tests.checkpoints.court import chosen, headers
from tests.checkpoints.trial import again, listed, measure
from tests.support.story import CONTRACT, Rows, action, company, enforcement, query, row, tables_of, told
from zbrisk.checkpoints import check_cases, credit_repair
from zbrisk.checkpoints.credit_repair import REPAIR_COLUMNS, REPAIR_REASONS
from zbrisk.docket.docket import open_docket
from zbrisk.errors import DataError

FIRM = told(company("D"), row("parties", party_id="D", party_kind="company", name="绍兴市宏达纺织有限公司"))


def month(on: str, **columns: Any) -> Rows:
    return row("company_activity", party_id="D", month=on, **columns)


def repaired(rows: Rows) -> pd.DataFrame:
    reasons = chosen(REPAIR_REASONS)
    read = {table for each in reasons for table in each.tables} | {"company_activity", "companies"}
    docket = open_docket(tables_of({"x": ("", rows)}, read), contract=CONTRACT)
    return credit_repair(check_cases(docket, "2024-01-01", checkpoints=reasons), docket)


def test_performed_and_still_listed() -> None:
    found = repaired(told(listed("2022-07-01", ground="拒不履行"), action("performed", "2023-01-19")))
    assert found[["case_id", "party_id", "kind", "reasons", "verdict"]].to_numpy().tolist() == [
        ["x/E", "x/D", "dishonest_list", "已履行或和解完毕", "flag"]
    ]
    assert str(found["published_on"][0]) == "2022-07-01"
    assert list(found.columns) == list(REPAIR_COLUMNS)


def test_every_measure_has_its_line_and_all_its_reasons() -> None:
    begun = row("cases", case_id="E", filed_date="2021-01-01", closed_date="2021-08-01")
    rows = told(
        begun,
        listed("2021-07-01"),
        measure("restrict_consumption", "2021-07-01"),
        again(closed_date="2023-06-01", close_mode="settled"),
    )
    found = repaired(rows).set_index("kind")["reasons"].to_dict()
    assert found == {"dishonest_list": "已履行或和解完毕；惩戒期限届满", "restrict_consumption": "已履行或和解完毕"}


def test_queried_twice_with_nothing_found() -> None:
    found = repaired(
        told(listed("2022-07-01"), query("deposit", "none", "2023-05-01"), query("deposit", "none", "2023-11-01"))
    )
    assert found["reasons"].tolist() == ["终本后两次查询无财产"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        listed("2022-07-01"),
        told(listed("2022-07-01", removed_date="2023-02-20"), action("performed", "2023-01-19")),
    ],
)
def test_who_is_not_on_the_list(rows: Rows) -> None:
    assert repaired(rows).empty


def test_a_live_firm_that_has_paid_stands_well() -> None:
    paid = enforcement("F", "2022-02-01", "X", closed_date="2022-05-01", close_mode="performed")
    busy = month("2023-06-01", invoiced_out=50_000, tax_paid=1_000, insured_count=12)
    found = repaired(told(FIRM, paid, busy, listed("2022-07-01"), action("performed", "2023-01-19")))
    assert found["points"].tolist() == [95]  # 50 + 15 + 10 + 20
    assert (
        found["standing"][0]
        == "近一年开票与纳税合计 51,000 元（+15）；参保 12 人（+10）；履行完毕的执行案件 1 件（+20）"
    )


def test_a_dead_firm_stands_badly() -> None:
    gone = row("companies", party_id="D", valid_from="2023-03-01", status="revoked")
    sued = told(*(enforcement(f"F{n}", "2023-02-01", "X") for n in range(3)))
    found = repaired(
        told(FIRM, gone, sued, month("2023-06-01"), listed("2022-07-01"), action("performed", "2023-01-19"))
    )
    assert found["points"].tolist() == [0]  # 50 - 15 - 15 - 30, and no less than 0


def test_a_firm_of_which_nothing_is_known_has_no_points() -> None:
    found = repaired(
        told(
            row("companies", party_id="D", valid_from="2015-01-01"),
            row("parties", party_id="D", party_kind="company"),
            row("cases", case_id="E", filed_date="2022-06-01"),
            listed("2022-07-01"),
            action("performed", "2023-01-19"),
        )
    )
    assert found["points"].isna().all()


def test_what_becomes_known_later_does_not_count() -> None:
    later = month("2023-06-01", invoiced_out=50_000, known_at="2024-01-01")
    found = repaired(told(FIRM, later, listed("2022-07-01"), action("performed", "2023-01-19")))
    assert found["points"].isna().all()


def test_reasons_are_checkpoints_that_protect_the_debtor() -> None:
    assert {headers()[name].aspect for name in REPAIR_REASONS} == {10}


def test_without_credit_measures_there_is_no_list() -> None:
    docket = open_docket(tables_of({"x": ("", [])}, ()), contract=CONTRACT)
    with pytest.raises(DataError, match="no table credit_measures"):
        credit_repair(pd.DataFrame(), docket)
