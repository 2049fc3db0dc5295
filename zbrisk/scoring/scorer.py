"""A trained bundle at work: rank a cohort, explain a case, score one case's records."""

from __future__ import annotations

import json
import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from zbrisk.compiler.safety import check_program
from zbrisk.docket.days import AsOf, day_number, to_date
from zbrisk.docket.docket import Docket
from zbrisk.docket.records import RecordReader, Records
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.sqlite import SQLite
from zbrisk.errors import DataError
from zbrisk.explaining.evidence import RowName
from zbrisk.explaining.explanation import Reason
from zbrisk.explaining.reasons import reasons_of
from zbrisk.explaining.telling import noticeable, told
from zbrisk.matrix.builder import moments_of
from zbrisk.matrix.run import Run
from zbrisk.scoring.answer import Answer
from zbrisk.scoring.bundle import Bundle, read_bundle
from zbrisk.scoring.finding import Behind, rows_of_reasons
from zbrisk.scoring.model import Model
from zbrisk.scoring.needs import Needs, needs_of
from zbrisk.scoring.one_case import OneCase

__all__ = ["Scorer", "load_scorer"]

Progress = Callable[[int, int], None]
REASONS = 5


def load_scorer(folder: str | Path) -> Scorer:
    """The scorer of a bundle.

    Raises:
        BundleError: The bundle is missing, altered, or of a newer format.
    """
    return Scorer(read_bundle(folder))


class Scorer:
    """Scores, ranks and explains with a bundle; nothing of a checkout is needed."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.contract = bundle.contract
        self.program = bundle.program
        self.models = [Model(trained, self.program.features) for trained in bundle.targets]
        self._checked: set[str] = set()
        self._own = threading.local()
        self._on_dockets: weakref.WeakKeyDictionary[Docket, OneCase] = weakref.WeakKeyDictionary()

    @property
    def targets(self) -> tuple[str, ...]:
        """What the bundle has models for."""
        return tuple(model.target for model in self.models)

    def rank(
        self,
        docket: Docket,
        *,
        as_of: AsOf | None = None,
        moments: pd.DataFrame | None = None,
        top: int | None = None,
        reasons: int = REASONS,
        progress: Progress | None = None,
    ) -> pd.DataFrame:
        """Cases in the order in which they deserve a look, for each target.

        Args:
            docket: The tables.
            as_of: Score every case of the cohort on this day.
            moments: Or these moments (case_id, as_of).
            top: Keep so many clues a target.
            reasons: At most so many reasons for and against a clue; 0 for none (scoring alone is much faster).
            progress: Called with (done, of) after each signal.

        Returns:
            case_id, as_of, target, score (raw margin), probability (calibrated), rank (1 is first), reasons (JSON:
            signal, contribution, sentence, table and key of evidence rows, and `also`: what other signals say of the
            same rows), by target and rank.

        Raises:
            DataError: Neither a day nor moments, no case on that day, a case that is not known, or an empty list.
        """
        if top is not None and top < 1:
            raise DataError(f"top is {top}.", "Ask for at least one clue, or leave it out for all.")
        if (as_of is None) == (moments is None):
            raise DataError("Either a day or moments are needed.", "Give as_of, or a frame with case_id and as_of.")
        asked = docket.cohort(as_of) if as_of is not None else moments
        assert asked is not None
        if asked.empty:
            raise DataError(
                f"There is no case to score on {as_of}.", "Check the day, and that the cases are closed by then."
            )
        case_ids, days = moments_of(asked, docket)
        matrix = self._matrix(docket, case_ids, days, progress)
        clues = [self._ranked(model, matrix, case_ids, days, top) for model in self.models]
        table = pd.concat(clues, ignore_index=True)
        table["reasons"] = self._reasons(docket, table, matrix, reasons) if reasons else ""
        return table.drop(columns="_row")

    def explain(self, docket: Docket, *, case_id: str, as_of: AsOf) -> Answer:
        """Why one case stands where it does, with evidence.

        Raises:
            DataError: The case is not known on that day.
        """
        day = docket.day(as_of)
        self._check("sqlite")
        with docket.one_at_a_time:
            if docket not in self._on_dockets:
                engine = SQLite.over(docket)
                self._on_dockets[docket] = OneCase(self.program, self.models, self.contract, docket.store(), engine)
            return self._answer(self._on_dockets[docket], case_id, day)

    def score_case(self, records: Records, *, as_of: AsOf, case_id: str | None = None) -> Answer:
        """Score one case from its records alone, as `docket.records` gives them or a case system gathers them.

        Args:
            records: Table to rows (dicts). A table that is absent, or of which no row was known before the day, is "no
                data"; an empty one says that nothing was found.
            as_of: The day.
            case_id: Which case; may be left out where the records' cohort table holds one row that fits.

        Raises:
            DataError: The records cannot be read, or the case is not among them or not known on the day.
        """
        self._check("sqlite")
        one, rows = self._on_records, self._reader.listed(records)
        case = case_id if case_id is not None else self._only_case(rows)
        day = day_number(as_of)
        self._reader.fill(one.store, rows, day)
        one.renew(rows)
        return self._answer(one, case, day)

    def needs(self) -> Needs:
        """Which tables one case's score depends on, and by which roads their rows are reached."""
        return needs_of(self.program, self.contract)

    # -- one case ---------------------------------------------------------------------------------------------------

    @property
    def _on_records(self) -> OneCase:
        """The store that one case's records are put into, again and again; each thread has its own."""
        if not hasattr(self._own, "one_case"):
            store = self._reader.new_store()
            engine = SQLite(store, self.contract, ())
            self._own.one_case = OneCase(self.program, self.models, self.contract, store, engine)
        one: OneCase = self._own.one_case
        return one

    @cached_property
    def _reader(self) -> RecordReader:
        return RecordReader(self.contract)

    def _check(self, dialect: str) -> None:
        if dialect not in self._checked:
            check_program(self.program, self.contract, dialect)
            self._checked.add(dialect)

    def _answer(self, one: OneCase, case_id: str, day: int) -> Answer:
        explanation = one.explain(case_id, day, self.bundle.version, self.bundle.until)
        return Answer(explanation=explanation, contract=self.contract)

    def _only_case(self, records: Records) -> str:
        cohort = self.contract.cohort
        ids = {str(row.get(cohort.key)) for row in records.get(cohort.table, ())}
        if len(ids) != 1:
            raise DataError(f"Table {cohort.table} holds {len(ids)} cases.", "Say which one is meant with case_id.")
        return ids.pop()

    # -- many cases -------------------------------------------------------------------------------------------------

    def _matrix(
        self, docket: Docket, case_ids: Sequence[str], days: npt.NDArray[np.int64], progress: Progress | None
    ) -> npt.NDArray[np.float64]:
        self._check("duckdb")
        engine = DuckDB(docket)
        try:
            run = Run(self.program, engine, self.contract)
            run.start(case_ids, days)
            return run.matrix(progress)
        finally:
            engine.close()

    def _ranked(
        self, model: Model, matrix: npt.NDArray[np.float64], case_ids: Sequence[str], days: Any, top: int | None
    ) -> pd.DataFrame:
        scores = model.scores(matrix)
        # equal scores stand in the order of their ids, so that a list is the same on every run
        order = np.lexsort((np.array(case_ids), -scores))[:top]
        return pd.DataFrame(
            {
                "case_id": [case_ids[i] for i in order],
                "as_of": pd.to_datetime([to_date(int(days[i])) for i in order]).as_unit("s"),
                "target": model.target,
                "score": scores[order],
                "probability": model.probabilities(scores[order]),
                "rank": np.arange(1, len(order) + 1),
                "_row": order,
            }
        )

    def _reasons(self, docket: Docket, clues: pd.DataFrame, matrix: npt.NDArray[np.float64], most: int) -> list[str]:
        """The reasons of every clue as JSON; evidence is looked for only behind the signals that are shown."""
        weighty = [reasons for model in self.models for reasons in self._noticeable(model, clues, matrix)]
        moments = clues.drop_duplicates("_row")
        place = {row: moment for moment, row in enumerate(moments["_row"])}
        behind = self._behind(docket, moments, (reason for reasons in weighty for reason in reasons))
        own = [(self.contract.cohort.table, str(case)) for case in clues["case_id"]]
        texts = []
        for reasons, row, itself in zip(weighty, clues["_row"], own, strict=True):
            values = dict(zip(self.program.features, matrix[row].tolist(), strict=True))
            raising, lowering = told((behind.shown(place[row], reason, values) for reason in reasons), most)
            texts.append(_as_json((*raising, *lowering), itself))
        return texts

    def _noticeable(self, model: Model, clues: pd.DataFrame, matrix: npt.NDArray[np.float64]) -> list[list[Reason]]:
        rows = clues.loc[clues["target"] == model.target, "_row"].to_numpy()
        contributions, _ = model.contributions(matrix[rows])
        names, standing = model.trained.feature_names, model.trained.reference.standing
        weighty = []
        for row, weights in zip(rows, contributions, strict=True):
            values = dict(zip(self.program.features, matrix[row].tolist(), strict=True))
            by_feature = dict(zip(names, weights.tolist(), strict=True))
            weighty.append(noticeable(reasons_of(self.program, values, by_feature, standing)))
        return weighty

    def _behind(self, docket: Docket, moments: pd.DataFrame, reasons: Iterable[Reason]) -> Behind:
        """Evidence for all moments at once."""
        case_ids, days = moments_of(moments, docket)
        engine = DuckDB(docket)
        try:
            run = Run(self.program, engine, self.contract, evidence=True)
            run.start(case_ids, days)
            return rows_of_reasons(run, engine, self.contract, reasons)
        finally:
            engine.close()


def _as_json(reasons: Sequence[Reason], own: RowName) -> str:
    said = []
    for reason in reasons:
        # what is read off the case itself is proved by the case's own row
        names = reason.rows or ([own] if reason.has_rows else [])
        said.append(
            _said(reason)
            | {
                "standing": reason.standing,
                "evidence": [{"table": table, "key": key} for table, key in names],
                "evidence_total": reason.evidence_total,
                "also": [_said(other) for other in reason.also],
            }
        )
    return json.dumps(said, ensure_ascii=False)


def _said(reason: Reason) -> dict[str, Any]:
    return {
        "signal": reason.signal,
        "contribution": round(reason.contribution, 6),
        "sentence": {"zh": reason.sentence.zh, "en": reason.sentence.en},
    }
