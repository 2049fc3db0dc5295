"""Every signal on Spark gives what it gives on DuckDB: the same features, bit by bit, and the same rows behind them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.oracle.agreement import compiled, matrix, opened, same
from tests.oracle.naive import SIGNALS
from tests.oracle.world import make_world
from zbrisk.compiler.compiled import Program
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.engine import Engine
from zbrisk.execution.moments import moments_of
from zbrisk.execution.run import Run
from zbrisk.explaining.evidence import Found, evidence_of, find_evidence

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")]

SAMPLE = Path(__file__).parents[2].parent / "shared" / "sample" / "prefecture"
MOMENTS = 300


@pytest.fixture(scope="module", autouse=True)
def _spark() -> Iterator[None]:
    pytest.importorskip("pyspark")
    from zbrisk.engines.spark import local_session

    yield
    local_session().stop()  # other rooms begin sessions of their own


def with_evidence(
    program: Program, docket: Docket, moments: pd.DataFrame, engine: Engine
) -> tuple[pd.DataFrame, dict[str, Found]]:
    """The features, and the rows behind every signal, of one by codes behind each combination of them."""
    try:
        run = Run(program, engine, docket.contract, evidence=True)
        run.start(*moments_of(moments, docket))
        features = pd.DataFrame(run.matrix(), columns=list(program.features))
        found: dict[str, Found] = {}
        for signal in program.signals:  # the order of rows is fixed within each combination of codes
            fetched, parties = evidence_of(signal, engine), run.cases_of(signal.grain)
            found |= {each.name: find_evidence(each, engine, parties, fetched=fetched) for each in signal.groups}
        return features, found
    finally:
        engine.close()


@pytest.mark.parametrize("folder", [SIGNALS, None], ids=["test signals", "real signals"])
def test_random_tables(folder: Path | None) -> None:
    program, world = compiled(folder), make_world(3)
    docket = opened(world)
    one, other = (matrix(program, docket, world.moments, engine) for engine in ("duckdb", "spark"))
    assert not same(one, other)


@pytest.mark.skipif(not SAMPLE.exists(), reason="needs the sample prefecture")
def test_sample_prefecture_with_evidence() -> None:
    from zbrisk.engines.spark import Spark

    program, docket = compiled(None), open_docket(SAMPLE)
    moments = docket.cohort("2025-01-01").sample(MOMENTS, random_state=1).reset_index(drop=True)
    moments.loc[::3, "as_of"] += np.timedelta64(200, "D")
    one, rows = with_evidence(program, docket, moments, DuckDB(docket))
    other, rows_on_spark = with_evidence(program, docket, moments, Spark(docket))
    assert not same(one, other)
    assert (one > 0).any().sum() > len(one.columns) // 2, "the sample hits too few features to say much"
    assert {name: found for name, found in rows.items() if found != rows_on_spark[name]} == {}
