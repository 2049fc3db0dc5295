"""The cases of a cohort on an engine, with all that is made before anything is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from zbrisk.compiler.compiled import Preparation
from zbrisk.contract import Contract
from zbrisk.docket.days import to_date
from zbrisk.engines.engine import Engine
from zbrisk.engines.limits import naming
from zbrisk.errors import DataError
from zbrisk.execution.coverage import Spans, coverage_spans
from zbrisk.execution.moments import Days, Moments, bounds
from zbrisk.signals.window import NULL_DAY, Window
from zbrisk.typing import Floats

__all__ = ["PreparedCases"]


class PreparedCases:
    """One cohort on one engine: its moments, `this_case`, windows and views.

    Args:
        preparation: What is made.
        engine: Where.
        contract: The contract in force.
        evidence: Make the views such that evidence can be fetched.
    """

    def __init__(self, preparation: Preparation, engine: Engine, contract: Contract, *, evidence: bool = False) -> None:
        self.engine = engine
        self.contract = contract
        self.evidence = evidence
        self._preparation = preparation
        self._moments: dict[str, Moments] = {}
        self._spans: dict[str, dict[str, Spans]] = {}
        self._case: dict[str, Floats] = {}

    def start(self, case_ids: Sequence[str], as_of: Days) -> None:
        """Make the moments, `this_case`, the windows and the views.

        Raises:
            DataError: A case is not known at its as_of.
        """
        cohort, this_case = self.contract.cohort, self._preparation.this_case
        numbers = np.arange(len(case_ids), dtype=np.int64)
        asked = {"_moment": numbers, "_as_of": as_of, cohort.key: np.array(case_ids, dtype=object)}
        self.engine.expect(self._preparation.lookups)
        self.engine.load("this_moment", asked)
        with naming("The relation this_case"):
            self.engine.make_view(this_case, evidence=self.evidence)
        self._read_case(case_ids, as_of)
        self._spans["case"] = coverage_spans(self.engine, self.contract)
        for view in self._preparation.views:
            with naming(f"The view {view.name}"):
                self.engine.make_view(view, evidence=self.evidence)

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of the moments, in their order."""
        return self._preparation.windows

    @property
    def carries_evidence(self) -> bool:
        """Whether relations carry the keys behind their rows; on SQLite they always do, see `SQLite.make_view`."""
        return self.evidence or self.engine.dialect == "sqlite"

    @property
    def moments(self) -> Moments:
        """The moments of the cases, with the days of the program's windows."""
        return self._moments["case"]

    def case_numbers(self, name: str) -> Floats:
        """A number of `this_case` for each moment, as `case_number` gives it."""
        return self._case[name]

    def case_number(self, name: str, moment: int = 0) -> float:
        """A number of `this_case` (a day number for a day), NaN where it is not known."""
        return float(self._case[name][moment])

    def _read_case(self, case_ids: Sequence[str], as_of: Days) -> None:
        """Days and numbers of every case, and its windows."""
        kinds = self._preparation.this_case.kinds
        numeric = [name for name, kind in kinds.items() if kind in ("int", "money", "ratio", "bool", "date")]
        _, read = self.engine.fetch(f"select _moment, {', '.join(numeric)} from this_case")
        place = read[:, 0].astype(np.int64)
        found = np.zeros(len(case_ids), dtype=bool)
        found[place] = True
        # whoever is not in this_case was not known on the day: its features would look like those of a quiet case
        if not found.all():
            first = int(np.flatnonzero(~found)[0])
            raise DataError.unknown_case(str(case_ids[first]), to_date(int(as_of[first])))
        for number, name in enumerate(numeric, 1):
            self._case[name] = np.empty(len(case_ids))
            self._case[name][place] = read[:, number]
        days = {name: _as_days(self._case[name]) for name in self._preparation.days} | {"as_of": as_of}
        self._moments["case"] = self._windows("moments", days, as_of)

    def _windows(self, table: str, days: dict[str, Days], as_of: Days, **more: Any) -> Moments:
        start, end = bounds(self._preparation.windows, days, as_of)
        moments = Moments(as_of=as_of, start=start, end=end, **more)
        columns: dict[str, npt.NDArray[Any]] = {"_moment": np.arange(moments.size, dtype=np.int64)}
        for place in range(len(self._preparation.windows)):
            columns |= {f"_lo{place}": moments.start[:, place], f"_hi{place}": moments.end[:, place]}
        self.engine.load(table, columns)
        return moments


def _as_days(values: Floats) -> Days:
    unknown = np.isnan(values)
    return np.where(unknown, NULL_DAY, np.nan_to_num(values)).astype(np.int64)
