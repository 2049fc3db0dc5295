"""Signals as a scikit-learn transformer: fit on a docket, transform moments into features."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from zbrisk.compiler.compiled import Program
from zbrisk.compiler.program import compile_catalogue
from zbrisk.docket.docket import Docket
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.engine import Engine
from zbrisk.engines.sqlite import SQLite
from zbrisk.errors import DataError
from zbrisk.execution.moments import moments_of
from zbrisk.execution.run import Run
from zbrisk.signals.catalogue import read_catalogue

__all__ = ["SignalBuilder"]

FROZEN = "Fit it first, builder.fit(docket), and put sklearn.frozen.FrozenEstimator(builder) into the pipeline."


class SignalBuilder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Features of moments, compiled from signal files.

    It is fitted on a docket and transforms moments. In a pipeline, whose steps are all fitted on the same rows, put it
    in when it is fitted: `make_pipeline(FrozenEstimator(builder.fit(docket)), model)`.

    Args:
        signals: The folder of signals; None for those that come with zbrisk.
        names: Only these signals.
        target: Only the signals of this target.
        engine: `duckdb` for many moments at once, `sqlite` for a few, `spark` for a nation (needs the spark extra).
        program: A compiled program to run as it is (a bundle's), instead of `signals`.
        progress: Called with (done, of) after each signal.

    Attributes:
        program_: What was compiled.
    """

    def __init__(
        self,
        signals: str | Path | None = None,
        *,
        names: Iterable[str] | None = None,
        target: str | None = None,
        engine: str = "duckdb",
        program: Program | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.signals = signals
        self.names = names
        self.target = target
        self.engine = engine
        self.program = program
        self.progress = progress

    def fit(self, docket: Docket, y: Any = None) -> Self:
        """Read and compile the signals for a docket.

        Raises:
            DataError: `docket` is something else, such as the moments that a pipeline passes on.
            SignalError: A signal cannot be compiled safely.
        """
        if not isinstance(docket, Docket):
            raise DataError(f"SignalBuilder is fitted on a docket, and was given a {type(docket).__name__}.", FROZEN)
        self.docket_ = docket
        if self.program is not None:
            self.program_ = self.program
        else:
            catalogue = read_catalogue(self.signals, docket.contract).only(names=self.names, target=self.target)
            self.program_ = compile_catalogue(catalogue, docket.contract)
        return self

    def transform(self, moments: pd.DataFrame) -> pd.DataFrame:
        """The features of each moment.

        Args:
            moments: Columns case_id (or the cohort's key) and as_of, one row a moment.

        Returns:
            float64 columns named by `get_feature_names_out`, with the index of `moments`; NaN is "no data". Money is
            in yuan.

        Raises:
            DataError: A column is missing, or a case is not known at its as_of.
        """
        check_is_fitted(self, "program_")
        case_ids, as_of = moments_of(moments, self.docket_)
        engine = self._engine()
        try:
            run = Run(self.program_, engine, self.docket_.contract)
            run.start(case_ids, as_of)
            values = run.matrix(self.progress)
        finally:
            engine.close()
        return pd.DataFrame(values, columns=list(self.program_.features), index=moments.index)

    def fit_transform(self, docket: Docket, y: Any = None, **_: Any) -> pd.DataFrame:
        """Refuses: what it is fitted on, a docket, is not what it transforms, moments.

        Raises:
            DataError: Always.
        """
        raise DataError("SignalBuilder is fitted on a docket and transforms moments.", FROZEN)

    def get_feature_names_out(self, input_features: Any = None) -> npt.NDArray[np.object_]:
        """The names of the features, in the order of the columns."""
        check_is_fitted(self, "program_")
        return np.array(self.program_.features, dtype=object)

    def _engine(self) -> Engine:
        if self.engine == "duckdb":
            return DuckDB(self.docket_)
        if self.engine == "sqlite":
            return SQLite.over(self.docket_)
        if self.engine == "spark":
            from zbrisk.engines.spark import Spark  # an extra

            return Spark(self.docket_)
        raise ValueError(f"engine is 'duckdb', 'sqlite' or 'spark', not {self.engine!r}")
