"""The first row of a table, known on the day or later, changes nothing of that day; nor does what is said of feeds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from training.simulation import Prefecture
from zbrisk.docket import Docket, open_docket
from zbrisk.scoring.scorer import Scorer

DAY = "2024-06-01"
Records = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def cases(scorer: Scorer, docket: Docket) -> list[tuple[str, Records]]:
    """A few cases with the records that their score needs."""
    found = docket.cohort(DAY)["case_id"].tolist()[:60:20]
    return [(case, docket.records(case, DAY, scorer.needs())) for case in found]


def optional(scorer: Scorer, records: Records) -> Iterator[str]:
    """Tables with rows that may be left out."""
    yield from (name for name in sorted(records) if records[name] and name not in scorer.contract.required_tables)


def said(scorer: Scorer, case: str, records: Records) -> Any:
    return scorer.score_case(records, as_of=DAY, case_id=case).explanation


@pytest.mark.slow
@pytest.mark.parametrize("known_at", [DAY, pytest.param("2031-01-01", marks=pytest.mark.slow)])
def test_the_first_row_of_an_absent_table_changes_nothing(
    scorer: Scorer, cases: list[tuple[str, Records]], known_at: str
) -> None:
    tried = 0
    for case, records in cases:
        for name in optional(scorer, records):
            absent = {table: rows for table, rows in records.items() if table != name}
            later = absent | {name: [dict(row, known_at=known_at) for row in records[name][:1]]}
            assert said(scorer, case, later) == said(scorer, case, absent), (case, name)
            tried += 1
    assert tried >= 20


@pytest.mark.slow
def test_later_coverage_refuses_and_restricts_nothing(scorer: Scorer, cases: list[tuple[str, Records]]) -> None:
    for case, records in cases:
        before = said(scorer, case, records)
        for name in optional(scorer, records):
            later = [
                {"coverage_id": f"F{n}", "table_name": name, "feed": "batch", "court_code": court, "known_at": DAY}
                for n, court in enumerate((None, "elsewhere"))
            ]
            undated = records | {"coverage": [*records.get("coverage", []), *later]}
            assert said(scorer, case, undated) == before, (case, name)


@pytest.mark.slow
def test_a_table_that_is_there_gives_what_its_absence_does_not(
    scorer: Scorer, cases: list[tuple[str, Records]]
) -> None:
    unlike = [
        said(scorer, case, records | {name: []}) != said(scorer, case, {k: v for k, v in records.items() if k != name})
        for case, records in cases
        for name in optional(scorer, records)
    ]
    assert any(unlike)


@pytest.mark.slow
def test_a_list_is_the_same_before_and_after_the_first_rows_of_tables(scorer: Scorer, prefecture: Prefecture) -> None:
    absent = ("vehicle_sightings", "spending", "petitions")
    tables = {name: frame for name, frame in prefecture.tables.items() if name not in absent}
    later = tables | {name: prefecture.tables[name].assign(known_at=dt.date(2024, 6, 1)) for name in absent}
    one, other = (scorer.rank(open_docket(each), as_of=DAY) for each in (tables, later))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.slow
def test_presence_is_of_each_moment_of_a_cohort(scorer: Scorer, prefecture: Prefecture) -> None:
    """One cohort with days before and after a table's first row: each gets what it gets alone."""
    spending = prefecture.tables["spending"].assign(known_at=dt.date(2024, 1, 1))
    docket = open_docket({**prefecture.tables, "spending": spending.drop_duplicates("spending_id")})
    case = docket.cohort("2023-06-01")["case_id"].iloc[:5].tolist()
    moments = pd.DataFrame(
        [(c, pd.Timestamp(d)) for d in ("2023-06-01", DAY) for c in case], columns=["case_id", "as_of"]
    )
    together = scorer.rank(docket, moments=moments, reasons=0).set_index(["target", "case_id", "as_of"])["score"]
    alone = pd.concat(scorer.rank(docket, moments=part, reasons=0) for _, part in moments.groupby("as_of"))
    alone_scores = alone.set_index(["target", "case_id", "as_of"])["score"]
    pd.testing.assert_series_equal(together.sort_index(), alone_scores.sort_index())
    for (_, name, day), score in together.xs("concealed_assets", drop_level=False).items():
        records = docket.records(name, day.date(), scorer.needs())
        assert ("spending" in records) == (day >= pd.Timestamp("2024-01-02"))
        assert scorer.score_case(records, as_of=day.date(), case_id=name).scores["concealed_assets"] == score
