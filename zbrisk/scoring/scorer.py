"""A trained bundle at work: rank a cohort, explain a case, score one case's records."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from zbrisk.bundle.bundle import Bundle, read_bundle
from zbrisk.bundle.keys import KeyLike
from zbrisk.bundle.levels import Basis
from zbrisk.bundle.target_model import TargetModel
from zbrisk.compiler.cohort import cohort_query
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.safety import runnable
from zbrisk.docket.days import AsOf, past_day_number, to_date
from zbrisk.docket.docket import Docket
from zbrisk.docket.records import RecordReader, Records
from zbrisk.docket.values import id_text
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.limits import Limits
from zbrisk.engines.sqlite import SQLite
from zbrisk.errors import BundleError, DataError
from zbrisk.execution.moments import moments_of
from zbrisk.execution.run import Run
from zbrisk.explaining.evidence import RowName
from zbrisk.explaining.explainer import CHIEF_REASONS, CaseStore, Explainer, Sides, names_behind
from zbrisk.explaining.reason import Reason
from zbrisk.scoring.answer import Answer
from zbrisk.scoring.needs import Needs, needs_of
from zbrisk.selection.news import first_known, new_facts
from zbrisk.selection.unfinished import leave_out_finished
from zbrisk.typing import Floats, Progress

__all__ = ["Scorer", "load_scorer"]

REASONS = CHIEF_REASONS
CLUE_COLUMNS = (
    "case_id", "as_of", "target", "score", "probability", "rank", "reasons", "level", "basis", "new_facts",
)  # fmt: skip


def load_scorer(
    folder: str | Path, *, keys: Iterable[KeyLike] | None = None, unsigned: bool = False,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
) -> Scorer:  # fmt: skip
    """The scorer of a bundle.

    Args:
        folder: The bundle.
        keys: The keys to trust, as texts or .pub files; those that the user trusts if None.
        unsigned: Take the bundle whoever made it; everything else is verified all the same.
        limits: How much one question may cost.

    Raises:
        BundleError: The bundle is missing, altered, of another format, or not signed by a trusted key.
        DataError: A key cannot be read.
    """
    return Scorer(read_bundle(folder, keys=keys, unsigned=unsigned), limits)


class Scorer:
    """Scores, ranks and explains with a bundle; nothing of a checkout is needed."""

    def __init__(self, bundle: Bundle, limits: Limits = Limits()) -> None:  # noqa: B008 (frozen)
        cohort_query(bundle.contract)  # refused before anything is scored
        self.limits = limits
        self.bundle = bundle
        self.contract = bundle.contract
        self.program = bundle.program
        for trained in bundle.targets:
            if absent := set(trained.feature_names) - set(self.program.features):
                raise BundleError(
                    f"The model of {trained.target} asks for {min(absent)[:100]}, which no signal of the bundle gives.",
                    "Take the bundle from where it was trained, or train anew.",
                )
        self.models = [TargetModel(trained, self.program.features) for trained in bundle.targets]
        self.explainer = Explainer(
            models=self.models, contract=self.contract, version=bundle.version, until=bundle.until
        )
        self._own = threading.local()
        self._on_dockets: weakref.WeakKeyDictionary[Docket, CaseStore] = weakref.WeakKeyDictionary()

    @property
    def targets(self) -> tuple[str, ...]:
        """What the bundle has models for."""
        return tuple(model.target for model in self.models)

    def score(
        self,
        docket: Docket,
        *,
        as_of: AsOf | None = None,
        moments: pd.DataFrame | None = None,
        progress: Progress | None = None,
    ) -> pd.DataFrame:
        """Every case's score for each target, without reasons: what `zbrisk.selection` chooses from.

        Args:
            docket: The tables.
            as_of: Score every case of the cohort on this day.
            moments: Or these moments (case_id, as_of).
            progress: Called with (done, of) after each signal.

        Returns:
            case_id, as_of, target, score (raw margin), probability (calibrated), rank (1 is first), level (较低 to
            很高) and basis (JSON: the reviews that the level rests on), by target and rank.

        Raises:
            DataError: Neither a day nor moments, no case on that day, or a case that is not known.
        """
        scores, _ = self._scores(docket, as_of, moments, None, progress)
        return _in_order(self._with_levels(scores.drop(columns="_row")))

    def with_reasons(self, docket: Docket, clues: pd.DataFrame, *, reasons: int = REASONS) -> pd.DataFrame:
        """The chosen clues with `reasons`; evidence is looked for behind these alone.

        Args:
            docket: The tables.
            clues: case_id, as_of and target of what was chosen among scores; further columns are kept.
            reasons: The most reasons for and against a clue.

        Returns:
            The clues; reasons are JSON: signal, contribution, sentence, table and key of evidence rows, and `related`:
            what other signals say of the same rows.

        Raises:
            DataError: A case is not known on its day.
        """
        absent = [name for name in ("case_id", "as_of", "target") if name not in clues.columns]
        if absent or not set(clues["target"]) <= set(self.targets):
            raise DataError(
                f"These are no clues of {', '.join(self.targets)}.",
                "Give rows of what `score` of the same bundle returned, with case_id, as_of and target.",
            )
        return _in_order(clues.assign(reasons=self._reasons(docket, clues, None, reasons)))

    def new_facts(self, docket: Docket, clues: pd.DataFrame, since: Sequence[dt.date]) -> list[str]:
        """Of each reviewed clue the facts behind its raising reasons that became known since, for `leave_out_finished`.

        Args:
            docket: The tables.
            clues: case_id, as_of and target.
            since: The day on which each was decided.

        Returns:
            JSON: table, key and known_at of each row; empty where there are none.
        """
        return self._news(docket, None, clues, since)

    def rank(
        self,
        docket: Docket,
        *,
        as_of: AsOf | None = None,
        moments: pd.DataFrame | None = None,
        top: int | None = None,
        reasons: int = REASONS,
        progress: Progress | None = None,
        finished: bool | None = None,
    ) -> pd.DataFrame:
        """Cases in the order in which they deserve a look, for each target: score, choose and explain in one call.

        Clues that are finished (reviewed, issued for review, restored or performed before the day: see
        `zbrisk.selection.unfinished`) are no new clues and left out, unless newer facts stand behind a reviewed one.

        Args:
            docket: The tables.
            as_of: Score every case of the cohort on this day.
            moments: Or these moments (case_id, as_of).
            top: Keep N clues at most a target.
            reasons: The most reasons for and against a clue; 0 for none (scoring alone is much faster).
            progress: Called with (done, of) after each signal.
            finished: Whether finished clues are listed too; None: where the moments are named, and not of a whole day.

        Returns:
            What `score` returns of those listed, with `reasons` as of `with_reasons`, and with new_facts (JSON: table,
            key and known_at of the rows that bring a reviewed clue back).

        Raises:
            DataError: Neither a day nor moments, no case on that day, a case that is not known, or an empty list.
        """
        if top is not None and top < 1:
            raise DataError(f"top is {top}.", "Ask for at least one clue, or leave it out for all.")
        listed = (as_of is None) if finished is None else finished
        clues, matrix = self._scores(docket, as_of, moments, top if listed else None, progress)
        clues = clues.assign(new_facts="")
        if not listed:
            clues = leave_out_finished(docket, clues, partial(self._news, docket, matrix), top=top)
        clues["reasons"] = self._reasons(docket, clues, matrix, reasons) if reasons else ""
        return _in_order(self._with_levels(clues)).drop(columns="_row")

    def explain(self, docket: Docket, *, case_id: str, as_of: AsOf) -> Answer:
        """Why one case stands where it does, with evidence.

        Raises:
            DataError: The case is not known on that day.
        """
        case_id, day = id_text(case_id), docket.day(as_of)
        with docket.one_at_a_time:
            if docket not in self._on_dockets:
                self._on_dockets[docket] = self._store(docket.store(), SQLite.over(docket))
            return self._answer(self._on_dockets[docket], case_id, day)

    def explain_each(
        self, docket: Docket, moments: Sequence[tuple[str, AsOf]], *, progress: Progress | None = None
    ) -> list[Answer]:
        """The same for several cases, each on its day; `progress` is called with (done, of) after each.

        Raises:
            DataError: A case is not known on its day.
        """
        answers = []
        for case_id, as_of in moments:
            answers.append(self.explain(docket, case_id=case_id, as_of=as_of))
            if progress:
                progress(len(answers), len(moments))
        return answers

    def score_case(self, records: Records, *, as_of: AsOf, case_id: str | None = None) -> Answer:
        """Score one case from its records alone, as `docket.records` gives them or a case system gathers them.

        Args:
            records: Table to rows (dicts). A table that is absent, or of which no row was known before the day, is "no
                data"; an empty one says that nothing was found.
            as_of: The day.
            case_id: Which case; may be left out where the records' cohort table holds one row that fits.

        Raises:
            DataError: The records cannot be read, the day has not come, or the case is not among them or not known on
                the day.
        """
        store, rows, day = self._on_records, self._reader.as_lists(records), past_day_number(as_of)
        self.limits.check_rows(rows)
        case = id_text(case_id) if case_id is not None else self._only_case(rows)
        self._reader.fill_listed(store.connection, rows, day)
        store.renew(rows)
        return self._answer(store, case, day)

    def needs(self) -> Needs:
        """Which tables one case's score depends on, and by which join paths their rows are reached."""
        return needs_of(self._program("sqlite"), self.contract)

    # -- one case ---------------------------------------------------------------------------------------------------

    @property
    def _on_records(self) -> CaseStore:
        """The store that one case's records are put into, again and again; each thread has its own."""
        if not hasattr(self._own, "store"):
            connection = self._reader.new_store()
            self._own.store = self._store(connection, SQLite(connection, self.contract, (), self.limits))
        store: CaseStore = self._own.store
        return store

    def _store(self, connection: sqlite3.Connection, engine: SQLite) -> CaseStore:
        return CaseStore(program=self._program("sqlite"), connection=connection, engine=engine)

    @cached_property
    def _reader(self) -> RecordReader:
        return RecordReader(self.contract)

    def _program(self, dialect: str) -> Program:
        """The program as it may run on an engine; the bundle's own text never runs."""
        return runnable(self.program, self.contract, dialect)

    def _answer(self, store: CaseStore, case_id: str, day: int) -> Answer:
        with store.engine.one_case(self.limits):
            explanation = self.explainer.case(store, case_id, day)
        return Answer(explanation=explanation, contract=self.contract)

    def _only_case(self, records: Records) -> str:
        cohort = self.contract.cohort
        ids = {id_text(row.get(cohort.key)) for row in records.get(cohort.table, ())}
        if len(ids) != 1:
            raise DataError(f"Table {cohort.table} holds {len(ids)} cases.", "Say which one is meant with case_id.")
        return ids.pop()

    # -- many cases -------------------------------------------------------------------------------------------------

    def _scores(
        self, docket: Docket, as_of: AsOf | None, moments: pd.DataFrame | None, top: int | None,
        progress: Progress | None,
    ) -> tuple[pd.DataFrame, Floats]:  # fmt: skip
        """The scores by target and rank, and the features; `_row` says which row of these a clue is of."""
        if (as_of is None) == (moments is None):
            raise DataError("Either a day or moments are needed.", "Give as_of, or a frame with case_id and as_of.")
        asked = docket.cohort(as_of) if as_of is not None else moments
        assert asked is not None
        case_ids, days = moments_of(asked, docket)
        if not case_ids:
            raise DataError(
                f"There is no case to score on {as_of}.", "Check the day, and that the cases are closed by then."
            )
        matrix = self._matrix(docket, case_ids, days, progress)
        scores = [self._ranked(model, matrix, case_ids, days, top) for model in self.models]
        return pd.concat(scores, ignore_index=True), matrix

    def _matrix(
        self, docket: Docket, case_ids: Sequence[str], days: npt.NDArray[np.int64], progress: Progress | None
    ) -> Floats:
        with self._run(docket, case_ids, days) as run:
            return run.matrix(progress)

    @contextmanager
    def _run(
        self, docket: Docket, case_ids: Sequence[str], days: npt.NDArray[np.int64], *, evidence: bool = False
    ) -> Iterator[Run]:
        """A run over these moments that was started."""
        engine = DuckDB(docket, self.limits)
        try:
            run = Run(self.program, engine, self.contract, evidence=evidence)
            run.start(case_ids, days)
            yield run
        finally:
            engine.close()

    def _ranked(
        self, model: TargetModel, matrix: Floats, case_ids: Sequence[str], days: Any, top: int | None
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

    def _news(self, docket: Docket, matrix: Floats | None, clues: pd.DataFrame, since: Sequence[dt.date]) -> list[str]:
        behind = [names_behind(raising) for raising, _ in self._sides(docket, clues, matrix, REASONS)]
        cursor = docket.connection.cursor()
        known = first_known(cursor, docket.present, (name for names in behind for name in names))
        found = [new_facts(names, day, known) for names, day in zip(behind, since, strict=True)]
        return [json.dumps([fact.to_json() for fact in facts]) if facts else "" for facts in found]

    def _with_levels(self, clues: pd.DataFrame) -> pd.DataFrame:
        by_target = {model.target: model for model in self.models}
        graded = [by_target[t].level(s) for t, s in zip(clues["target"], clues["score"], strict=True)]
        return clues.assign(
            level=pd.Series([level for level, _ in graded], index=clues.index, dtype="str"),
            basis=pd.Series([_basis_json(basis) for _, basis in graded], index=clues.index, dtype="str"),
        )

    def _reasons(self, docket: Docket, clues: pd.DataFrame, matrix: Floats | None, most: int) -> pd.Series[str]:
        """The reasons of every clue as JSON."""
        own = [(self.contract.cohort.table, str(case)) for case in clues["case_id"]]
        sides = self._sides(docket, clues, matrix, most)
        said = [_as_json((*raising, *lowering), itself) for (raising, lowering), itself in zip(sides, own, strict=True)]
        return pd.Series(said, index=clues.index, dtype="str")

    def _sides(self, docket: Docket, clues: pd.DataFrame, matrix: Floats | None, most: int) -> list[Sides]:
        """What raises and what lowers each clue.

        Args:
            docket: The tables.
            clues: The clues; with `_row` where a matrix is given.
            matrix: The features that were scored; None: they are measured again, of these clues' moments alone.
            most: The most reasons of each kind.
        """
        if clues.empty:
            return []
        moments = clues.drop_duplicates(["case_id", "as_of"])
        case_ids, days = moments_of(moments, docket)
        pairs = zip(moments["case_id"], moments["as_of"], strict=True)
        place = {moment: number for number, moment in enumerate(pairs)}
        asked = [
            (place[case, day], str(target))
            for case, day, target in zip(clues["case_id"], clues["as_of"], clues["target"], strict=True)
        ]
        with self._run(docket, case_ids, days, evidence=True) as run:
            own = run.matrix() if matrix is None else matrix[moments["_row"].to_numpy()]
            return self.explainer.sides(run, own, asked, most)


def _in_order(clues: pd.DataFrame) -> pd.DataFrame:
    """The columns of a ranked list as far as they are there, then what else there is."""
    listed = [name for name in CLUE_COLUMNS if name in clues.columns]
    return clues[listed + [name for name in clues.columns if name not in CLUE_COLUMNS]]


def _as_json(reasons: Sequence[Reason], own: RowName) -> str:
    said = []
    for reason in reasons:
        # what is read off the case itself is proved by the case's own row
        names = reason.rows or ([own] if reason.has_rows else [])
        said.append(
            _said(reason)
            | {
                "percentile": reason.percentile,
                "evidence": [{"table": table, "key": key} for table, key in names],
                "evidence_total": reason.evidence_total,
                "related": [_said(other) for other in reason.related],
            }
        )
    return json.dumps(said, ensure_ascii=False)


@lru_cache(maxsize=256)
def _basis_json(basis: Basis) -> str:
    return json.dumps(basis.to_json(), ensure_ascii=False)


def _said(reason: Reason) -> dict[str, Any]:
    return {
        "signal": reason.signal,
        "contribution": round(reason.contribution, 6),
        "sentence": {"zh": reason.sentence.zh, "en": reason.sentence.en},
    }
