"""The bundle that answers, and the next one beside it until it has shown that it works."""

from __future__ import annotations

import datetime as dt
import gc
import os
from threading import Lock
from typing import Any

from zbrisk.bundle.last_seen import Seen, check_not_older, remember
from zbrisk.compiler.safety import check_program
from zbrisk.contract import Contract
from zbrisk.contract.contract import Column, ColumnType
from zbrisk.docket.records import Records
from zbrisk.scoring.scorer import Scorer, load_scorer
from zbrisk.service.settings import Settings

__all__ = ["ServedModel", "let_go", "made_up_case"]


OBJECTS = 50_000  # new ones that the garbage collector waits for; an answer has some 4,000, and no cycles among them
USUAL = gc.get_threshold()


class ServedModel:
    """What is served from a bundle's folder.

    A bundle is loaded and tried beside the one that answers, and takes its place in one step. With several processes
    one of them is asked to reload; it touches a file beside the access keys, and the others reload when they see it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._mark = settings.keys.with_name(f"{settings.keys.name}.reloaded")
        self._lock = Lock()
        self._seen = self._marked()
        self.scorer = self._load(older=settings.older)

    @property
    def seal(self) -> str:
        """The version of the bundle that answers."""
        return self.scorer.bundle.version

    @property
    def is_behind(self) -> bool:
        """Whether another process has reloaded since this one did."""
        return self._marked() != self._seen

    def reload(self, *, announce: bool = True) -> None:
        """Take the bundle that stands in the folder now; where it is refused, the old one goes on answering.

        Raises:
            BundleError: It is broken, altered, older than the last one served, or signed by nobody that is trusted.
            DataError: It does not work.
        """
        with self._lock:
            self._seen = self._marked()
            self.scorer = self._load(older=False)
            if announce:
                self._mark.touch(0o600)
                os.utime(self._mark)
                self._seen = self._marked()

    def _load(self, *, older: bool) -> Scorer:
        settings, place = self._settings, f"what is served from {self._settings.model.resolve()}"
        scorer = load_scorer(settings.model, unsigned=settings.unsigned, limits=settings.limits)
        seen = Seen(bundle=scorer.bundle.version, until=scorer.bundle.until.isoformat())
        if not older:
            check_not_older(place, seen, cure="To serve it on purpose, start `zbrisk serve` with --older.")
        _try(scorer)
        remember(place, seen)
        _set_apart()
        return scorer

    def _marked(self) -> int:
        try:
            return self._mark.stat().st_mtime_ns
        except FileNotFoundError:
            return 0


def let_go() -> None:
    """Give what was set apart back to the collector: DuckDB's binding complains of what is left when Python ends."""
    gc.unfreeze()
    gc.set_threshold(*USUAL)
    gc.collect()


def _set_apart() -> None:
    """Let the garbage collector pass over what a bundle loaded: to look through all of it costs a caller 0.15 s."""
    let_go()  # what an earlier bundle left
    gc.freeze()
    gc.set_threshold(OBJECTS)


def _try(scorer: Scorer) -> None:
    """Check every query, and score a made-up case, so that the first caller finds statements and models warm."""
    check_program(scorer.program, scorer.contract, "sqlite")
    day = dt.date.today()
    scorer.score_case(made_up_case(scorer.contract), as_of=day, case_id="trial").to_json()


def made_up_case(contract: Contract) -> Records:
    """The records of a case that nobody has: one row, with a value in each required column, and empty tables."""
    cohort = contract.tables[contract.cohort.table]
    row = {name: _value(cohort.columns[name]) for name in cohort.required}
    records: dict[str, list[dict[str, Any]]] = {name: [] for name in contract.tables}
    return records | {cohort.name: [row | {contract.cohort.key: "trial", "known_at": "2000-01-02"}]}


def _value(column: Column) -> object:
    if column.codes:
        return column.codes[0]
    return {
        ColumnType.DATE: "2000-01-01",
        ColumnType.TS: "2000-01-01T00:00:00",
        ColumnType.MONEY: 0,
        ColumnType.RATIO: 0,
        ColumnType.INT: 0,
        ColumnType.BOOL: False,
    }.get(column.type, "trial")
