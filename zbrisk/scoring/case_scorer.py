"""One case at a time, on SQLite: from the tables of an office, or from the records that a case system sends."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Collection
from functools import cached_property

import duckdb

from zbrisk.compiler.compiled import Program
from zbrisk.contract import Contract
from zbrisk.docket.docket import Docket
from zbrisk.docket.records import RecordReader, Records, Rows
from zbrisk.docket.values import id_text
from zbrisk.engines.limits import Limits
from zbrisk.engines.sqlite import SQLite
from zbrisk.errors import DataError
from zbrisk.explaining.explainer import CaseStore, Explainer, ScoredCase
from zbrisk.explaining.explanation import PARTS, Explanation
from zbrisk.scoring.answer import Answer
from zbrisk.scoring.gathering import engine_with

__all__ = ["CaseScorer"]


class CaseScorer:
    """Answers about single cases; what takes long to set up is kept for the next one.

    Args:
        program: The signals, as they may run on SQLite.
        explainer: Explains.
        contract: The bundle's.
        limits: How much one question may cost.
    """

    def __init__(self, program: Program, explainer: Explainer, contract: Contract, limits: Limits) -> None:
        self.program = program
        self.explainer = explainer
        self.contract = contract
        self.limits = limits
        self._own = threading.local()
        self._on_dockets: weakref.WeakKeyDictionary[Docket, dict[SQLite, CaseStore]] = weakref.WeakKeyDictionary()

    def from_docket(self, docket: Docket, case_id: str, as_of: int) -> Answer:
        """The answer from an office's tables, with its explanation.

        Raises:
            DataError: The case is not known on that day.
        """
        with docket.one_at_a_time:
            engine = engine_with(self.program, docket, case_id, as_of, self.limits)
            stores = self._on_dockets.setdefault(docket, {})
            store = stores.setdefault(engine, self._store(engine, docket.connection.cursor()))
            return Answer.of(self._explained(self._scored(store, case_id, as_of)), self.contract)

    def from_records(self, records: Records, case_id: str | None, as_of: int) -> Answer:
        """The answer from one case's records alone.

        Raises:
            DataError: The records cannot be read, or the case is not among them or not known on the day.
        """
        listed = self._reader.as_lists(records)
        self.limits.check_rows(listed)
        case = case_id if case_id is not None else self._only_case(listed)
        rows = self._reader.fill_listed(self._on_records.engine.connection, listed, as_of)
        scored = self._scored_anew(rows, case, as_of)
        return Answer(
            case_id=case,
            scores=scored.scores,
            probabilities=scored.probabilities,
            contract=self.contract,
            # another case may lie on the store by then, or another thread ask
            explain=lambda parts: self._explained(
                scored if self._lies_there(scored) else self._again(rows, case, as_of), parts
            ),
        )

    def _again(self, rows: Rows, case_id: str, as_of: int) -> ScoredCase:
        self._reader.put(self._on_records.engine.connection, rows)
        return self._scored_anew(rows, case_id, as_of)

    def _scored_anew(self, rows: Rows, case_id: str, as_of: int) -> ScoredCase:
        self._on_records.renew(rows)
        return self._scored(self._on_records, case_id, as_of)

    def _lies_there(self, scored: ScoredCase) -> bool:
        """Whether the case is the last one that was put on this thread's store."""
        return scored.store is self._on_records and scored is scored.store.last

    @property
    def _on_records(self) -> CaseStore:
        """The store that one case's records are put into, again and again; each thread has its own."""
        if not hasattr(self._own, "store"):
            connection = self._reader.new_store()
            self._own.store = self._store(SQLite(connection, self.contract, (), self.limits), connection)
        store: CaseStore = self._own.store
        return store

    def _store(self, engine: SQLite, everything: sqlite3.Connection | duckdb.DuckDBPyConnection) -> CaseStore:
        return CaseStore(program=self.program, engine=engine, everything=everything)

    @cached_property
    def _reader(self) -> RecordReader:
        return RecordReader(self.contract)

    def _scored(self, store: CaseStore, case_id: str, as_of: int) -> ScoredCase:
        with store.engine.one_case(self.limits):
            return self.explainer.scored(store, case_id, as_of)

    def _explained(self, scored: ScoredCase, parts: Collection[str] = PARTS) -> Explanation:
        with scored.store.engine.one_case(self.limits):
            return self.explainer.case(scored, parts)

    def _only_case(self, records: Records) -> str:
        cohort = self.contract.cohort
        ids = {id_text(row.get(cohort.key)) for row in records.get(cohort.table, ())}
        if len(ids) != 1:
            raise DataError(f"Table {cohort.table} holds {len(ids)} cases.", "Say which one is meant with case_id.")
        return ids.pop()
