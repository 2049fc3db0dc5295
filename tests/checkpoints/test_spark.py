"""Every checkpoint on Spark gives what it gives on DuckDB: verdicts, sentences and the rows behind them."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.checkpoints.court import docket_of, verdicts
from tests.checkpoints.trials import TRIALS

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")]


def test_all_trials() -> None:
    pytest.importorskip("pyspark")
    from zbrisk.engines.spark import local_session

    docket = docket_of(TRIALS)
    pd.testing.assert_frame_equal(verdicts(TRIALS, docket, engine="spark"), verdicts(TRIALS, docket))
    local_session().stop()  # other rooms begin sessions of their own
