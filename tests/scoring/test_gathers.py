"""Read only what some cases look at, and nothing changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from zbrisk.compiler.safety import runnable
from zbrisk.docket import Docket
from zbrisk.errors import BundleError
from zbrisk.execution.moments import moments_of
from zbrisk.execution.started import started
from zbrisk.scoring.gathering import _touched, engine_with
from zbrisk.scoring.scorer import Scorer

DAY = "2025-12-01"


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 7, 200])
def test_features_are_the_same_bits_whatever_is_beside_a_case(scorer: Scorer, docket: Docket, size: int) -> None:
    moments = docket.cohort(DAY).sample(frac=1, random_state=size)
    case_ids, days = moments_of(moments, docket)
    with started(scorer.program, docket, case_ids, days, contract=docket.contract) as run:
        whole = run.matrix()
    for start in range(0, min(len(case_ids), 3 * size), size):
        own = slice(start, start + size)
        with started(scorer.program, docket, case_ids[own], days[own], contract=docket.contract, gathers=True) as run:
            np.testing.assert_array_equal(run.matrix(), whole[own])


@pytest.mark.slow
def test_reasons_evidence_and_news_are_the_same(scorer: Scorer, docket: Docket, clues: pd.DataFrame) -> None:
    gathering = Scorer(scorer.bundle, gathers=True)
    some = clues[clues["case_id"].isin(clues["case_id"].unique()[::9])]
    again = gathering.with_reasons(docket, some.drop(columns="reasons"))
    pd.testing.assert_frame_equal(again[some.columns], some)
    days = [day.date() for day in pd.to_datetime(["2024-01-01"] * len(some))]
    assert gathering.new_facts(docket, some, days) == scorer.new_facts(docket, some, days)


@pytest.mark.slow
def test_every_row_that_a_case_looks_at_is_brought(scorer: Scorer, docket: Docket) -> None:
    program = runnable(scorer.program, docket.contract, "sqlite")
    for case_id in docket.cohort(DAY)["case_id"][::40]:
        case_ids, days = moments_of(pd.DataFrame({"case_id": [case_id], "as_of": [DAY]}), docket)
        touched = _touched(program.parts, engine_with(scorer.program, docket, case_id, int(days[0])))
        assert touched
        with started(scorer.program, docket, case_ids, days, contract=docket.contract, gathers=True) as run:
            for table, keys in touched.items():
                assert keys <= {key for (key,) in run.engine.fetch_rows(f"select _key from {table}")[1]}, table


def test_a_bundle_that_does_not_say_how_rows_are_reached_is_refused(small: Scorer, docket: Docket) -> None:
    parts = {
        "this_case": replace(small.program.this_case, rows_read_sql={}),
        "views": tuple(replace(view, rows_read_sql={}) for view in small.program.views),
    }
    program = replace(small.program, foreign=True, **parts)
    with (
        pytest.raises(BundleError, match="by which ids the rows"),
        started(program, docket, ["x"], np.array([1]), contract=docket.contract, gathers=True),
    ):
        pass
