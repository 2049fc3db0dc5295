"""One case at a time, on SQLite: from the tables of an office, or from the records that a case system sends."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from functools import cached_property

from zbrisk.compiler.compiled import Program
from zbrisk.contract import Contract
from zbrisk.docket.docket import Docket
from zbrisk.docket.records import RecordReader, Records
from zbrisk.docket.values import id_text
from zbrisk.engines.limits import Limits
from zbrisk.engines.sqlite import SQLite
from zbrisk.errors import DataError
from zbrisk.explaining.explainer import CaseStore, Explainer
from zbrisk.scoring.answer import Answer

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
        self._on_dockets: weakref.WeakKeyDictionary[Docket, CaseStore] = weakref.WeakKeyDictionary()

    def from_docket(self, docket: Docket, case_id: str, as_of: int) -> Answer:
        """The answer from an office's tables.

        Raises:
            DataError: The case is not known on that day.
        """
        with docket.one_at_a_time:
            if docket not in self._on_dockets:
                self._on_dockets[docket] = self._store(docket.store(), SQLite.over(docket))
            return self._answer(self._on_dockets[docket], case_id, as_of)

    def from_records(self, records: Records, case_id: str | None, as_of: int) -> Answer:
        """The answer from one case's records alone.

        Raises:
            DataError: The records cannot be read, or the case is not among them or not known on the day.
        """
        store, rows = self._on_records, self._reader.as_lists(records)
        self.limits.check_rows(rows)
        case = case_id if case_id is not None else self._only_case(rows)
        self._reader.fill_listed(store.connection, rows, as_of)
        store.renew(rows)
        return self._answer(store, case, as_of)

    @property
    def _on_records(self) -> CaseStore:
        """The store that one case's records are put into, again and again; each thread has its own."""
        if not hasattr(self._own, "store"):
            connection = self._reader.new_store()
            self._own.store = self._store(connection, SQLite(connection, self.contract, (), self.limits))
        store: CaseStore = self._own.store
        return store

    def _store(self, connection: sqlite3.Connection, engine: SQLite) -> CaseStore:
        return CaseStore(program=self.program, connection=connection, engine=engine)

    @cached_property
    def _reader(self) -> RecordReader:
        return RecordReader(self.contract)

    def _answer(self, store: CaseStore, case_id: str, as_of: int) -> Answer:
        with store.engine.one_case(self.limits):
            explanation = self.explainer.case(store, case_id, as_of)
        return Answer(explanation=explanation, contract=self.contract)

    def _only_case(self, records: Records) -> str:
        cohort = self.contract.cohort
        ids = {id_text(row.get(cohort.key)) for row in records.get(cohort.table, ())}
        if len(ids) != 1:
            raise DataError(f"Table {cohort.table} holds {len(ids)} cases.", "Say which one is meant with case_id.")
        return ids.pop()
