"""A trained bundle at work: rank a cohort, explain a case, score one case's records."""

from __future__ import annotations

import json
import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from zbrisk.bundle.bundle import Bundle, read_bundle
from zbrisk.bundle.keys import KeyLike
from zbrisk.bundle.levels import Basis
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
from zbrisk.explaining.explanation import Reason
from zbrisk.explaining.reasons import reasons_of
from zbrisk.explaining.telling import noticeable, told
from zbrisk.scoring.answer import Answer
from zbrisk.scoring.finding import Behind, rows_of_reasons
from zbrisk.scoring.model import Model
from zbrisk.scoring.needs import Needs, needs_of
from zbrisk.scoring.one_case import CHIEF_REASONS, OneCase, names_behind
from zbrisk.selection.news import first_known, new_facts
from zbrisk.selection.status import Status, statuses
from zbrisk.selection.unfinished import unfinished

__all__ = ["Scorer", "load_scorer"]

Progress = Callable[[int, int], None]
REASONS = CHIEF_REASONS
COLUMNS = (
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
        self.models = [Model(trained, self.program.features) for trained in bundle.targets]
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
        finished: bool | None = None,
    ) -> pd.DataFrame:
        """Cases in the order in which they deserve a look, for each target.

        Clues that are finished (reviewed, issued for review, restored or performed before the day: see
        `zbrisk.selection.unfinished`) are no new clues and left out, unless newer facts stand behind a reviewed one.

        Args:
            docket: The tables.
            as_of: Score every case of the cohort on this day.
            moments: Or these moments (case_id, as_of).
            top: Keep so many clues a target.
            reasons: At most so many reasons for and against a clue; 0 for none (scoring alone is much faster).
            progress: Called with (done, of) after each signal.
            finished: Whether finished clues are listed too; None: where the moments are named, and not of a whole day.

        Returns:
            case_id, as_of, target, score (raw margin), probability (calibrated), rank (1 is first of those listed),
            reasons (JSON: signal, contribution, sentence, table and key of evidence rows, and `also`: what other
            signals say of the same rows), level (较低 to 很高) and basis (JSON: the reviews that it rests on),
            new_facts (JSON: table, key and known_at of the rows that bring a reviewed clue back), by target and rank.

        Raises:
            DataError: Neither a day nor moments, no case on that day, a case that is not known, or an empty list.
        """
        if top is not None and top < 1:
            raise DataError(f"top is {top}.", "Ask for at least one clue, or leave it out for all.")
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
        listed = (as_of is None) if finished is None else finished
        clues = [self._ranked(model, matrix, case_ids, days, top if listed else None) for model in self.models]
        table = pd.concat(clues, ignore_index=True).assign(new_facts="")
        if not listed:
            table = self._unfinished(docket, table, matrix, top)
        table["reasons"] = self._reasons(docket, table, matrix, reasons) if reasons else ""
        return self._with_levels(table)[list(COLUMNS)]

    def explain(self, docket: Docket, *, case_id: str, as_of: AsOf) -> Answer:
        """Why one case stands where it does, with evidence.

        Raises:
            DataError: The case is not known on that day.
        """
        case_id, day, program = id_text(case_id), docket.day(as_of), self._program("sqlite")
        with docket.one_at_a_time:
            if docket not in self._on_dockets:
                engine = SQLite.over(docket)
                self._on_dockets[docket] = OneCase(program, self.models, self.contract, docket.store(), engine)
            return self._answer(self._on_dockets[docket], case_id, day)

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
        one, rows, day = self._on_records, self._reader.listed(records), past_day_number(as_of)
        self.limits.check_rows(rows)
        case = id_text(case_id) if case_id is not None else self._only_case(rows)
        self._reader.fill(one.store, rows, day)
        one.renew(rows)
        return self._answer(one, case, day)

    def needs(self) -> Needs:
        """Which tables one case's score depends on, and by which join paths their rows are reached."""
        return needs_of(self._program("sqlite"), self.contract)

    # -- one case ---------------------------------------------------------------------------------------------------

    @property
    def _on_records(self) -> OneCase:
        """The store that one case's records are put into, again and again; each thread has its own."""
        if not hasattr(self._own, "one_case"):
            store = self._reader.new_store()
            engine = SQLite(store, self.contract, (), self.limits)
            self._own.one_case = OneCase(self._program("sqlite"), self.models, self.contract, store, engine)
        one: OneCase = self._own.one_case
        return one

    @cached_property
    def _reader(self) -> RecordReader:
        return RecordReader(self.contract)

    def _program(self, dialect: str) -> Program:
        """The program as it may run on an engine; the bundle's own text never runs."""
        return runnable(self.program, self.contract, dialect)

    def _answer(self, one: OneCase, case_id: str, day: int) -> Answer:
        with one.engine.one_case(self.limits):
            explanation = one.explain(case_id, day, self.bundle.version, self.bundle.until)
        return Answer(explanation=explanation, contract=self.contract)

    def _only_case(self, records: Records) -> str:
        cohort = self.contract.cohort
        ids = {id_text(row.get(cohort.key)) for row in records.get(cohort.table, ())}
        if len(ids) != 1:
            raise DataError(f"Table {cohort.table} holds {len(ids)} cases.", "Say which one is meant with case_id.")
        return ids.pop()

    # -- many cases -------------------------------------------------------------------------------------------------

    def _matrix(
        self, docket: Docket, case_ids: Sequence[str], days: npt.NDArray[np.int64], progress: Progress | None
    ) -> npt.NDArray[np.float64]:
        engine = DuckDB(docket, self.limits)
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

    def _unfinished(
        self, docket: Docket, clues: pd.DataFrame, matrix: npt.NDArray[np.float64], top: int | None
    ) -> pd.DataFrame:
        """The clues that are no finished ones, ranked anew, at most `top` of each target."""
        status: dict[str, Status] = {}
        kept = []
        for day, part in clues.groupby("as_of", sort=False):
            status = statuses(docket, part["case_id"].unique().tolist(), pd.Timestamp(str(day)).date())
            pairs = list(zip(part["case_id"], part["target"], strict=True))
            fresh = unfinished(pairs, status)
            possible = np.array(unfinished(pairs, status, set(pairs)))
            since = [status[case].decided(target) for case, target in pairs]
            kept.append(part.assign(_fresh=fresh, _since=pd.Series(since, index=part.index, dtype=object))[possible])
        left = pd.concat(kept).sort_index()
        if top is not None:  # nobody below the last clue that is surely listed can be listed
            ahead = left["_fresh"].groupby(left["target"]).cumsum() - left["_fresh"].astype(int)
            left = left[ahead < top]
        old = ~left["_fresh"].to_numpy(dtype=bool)
        left.loc[old, "new_facts"] = self._news(docket, left[old], matrix)
        left = left[~old | (left["new_facts"] != "").to_numpy()].drop(columns=["_fresh", "_since"])
        left["rank"] = left.groupby("target").cumcount() + 1
        return left[left["rank"] <= (top or len(left))].reset_index(drop=True)

    def _news(self, docket: Docket, clues: pd.DataFrame, matrix: npt.NDArray[np.float64]) -> list[str]:
        """Of each reviewed clue the facts that became known since, as JSON; empty where there are none."""
        behind = [names_behind(raising) for raising, _ in self._told(docket, clues, matrix, REASONS)]
        cursor = docket.connection.cursor()
        known = first_known(cursor, docket.present, (name for names in behind for name in names))
        found = [new_facts(names, since, known) for names, since in zip(behind, clues["_since"], strict=True)]
        return [json.dumps([fact.to_json() for fact in facts]) if facts else "" for facts in found]

    def _with_levels(self, clues: pd.DataFrame) -> pd.DataFrame:
        by_target = {model.target: model for model in self.models}
        graded = [by_target[t].level(s) for t, s in zip(clues["target"], clues["score"], strict=True)]
        return clues.assign(
            level=pd.Series([level for level, _ in graded], index=clues.index, dtype="str"),
            basis=pd.Series([_basis_json(basis) for _, basis in graded], index=clues.index, dtype="str"),
        )

    def _reasons(self, docket: Docket, clues: pd.DataFrame, matrix: npt.NDArray[np.float64], most: int) -> list[str]:
        """The reasons of every clue as JSON."""
        own = [(self.contract.cohort.table, str(case)) for case in clues["case_id"]]
        return [
            _as_json((*raising, *lowering), itself)
            for (raising, lowering), itself in zip(self._told(docket, clues, matrix, most), own, strict=True)
        ]

    def _told(
        self, docket: Docket, clues: pd.DataFrame, matrix: npt.NDArray[np.float64], most: int
    ) -> list[tuple[tuple[Reason, ...], tuple[Reason, ...]]]:
        """What raises and what lowers each clue; rows are looked for behind signals that may be shown."""
        if clues.empty:
            return []
        weighty = [reasons for model in self.models for reasons in self._noticeable(model, clues, matrix)]
        moments = clues.drop_duplicates("_row")
        place = {row: moment for moment, row in enumerate(moments["_row"])}
        behind = self._behind(docket, moments, (reason for reasons in weighty for reason in reasons))
        sides = []
        for reasons, row in zip(weighty, clues["_row"], strict=True):
            values = dict(zip(self.program.features, matrix[row].tolist(), strict=True))
            sides.append(told((behind.shown(place[row], reason, values) for reason in reasons), most))
        return sides

    def _noticeable(self, model: Model, clues: pd.DataFrame, matrix: npt.NDArray[np.float64]) -> list[list[Reason]]:
        rows = clues.loc[clues["target"] == model.target, "_row"].to_numpy()
        if not len(rows):
            return []
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
        engine = DuckDB(docket, self.limits)
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


@lru_cache(maxsize=256)
def _basis_json(basis: Basis) -> str:
    return json.dumps(basis.to_json(), ensure_ascii=False)


def _said(reason: Reason) -> dict[str, Any]:
    return {
        "signal": reason.signal,
        "contribution": round(reason.contribution, 6),
        "sentence": {"zh": reason.sentence.zh, "en": reason.sentence.en},
    }
