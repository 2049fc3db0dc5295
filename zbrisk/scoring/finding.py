"""The rows behind reasons, of one case or of a whole list: both roads to a reason look for them here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zbrisk.compiler.compiled import Program
from zbrisk.contract import Contract
from zbrisk.engines.engine import Engine
from zbrisk.execution.run import Run
from zbrisk.explaining.evidence import FoundRows, registers_of, rows_behind
from zbrisk.explaining.explanation import Reason
from zbrisk.explaining.reasons import with_rows

__all__ = ["Behind", "rows_of_reasons"]


@dataclass(frozen=True, kw_only=True)
class Behind:
    """The rows behind reasons, by moment, signal and window."""

    program: Program
    rows: Mapping[tuple[int, str, str | None], FoundRows]

    def of(self, moment: int, reason: Reason) -> FoundRows:
        """The rows of one reason of one moment."""
        return self.rows.get((moment, reason.signal, reason.window), FoundRows())

    def shown(self, moment: int, reason: Reason, values: Mapping[str, float]) -> Reason:
        """The reason, about its rows."""
        if not reason.has_rows:
            return reason
        return with_rows(reason, self.program.signal(reason.signal), values, self.of(moment, reason))


def rows_of_reasons(run: Run, engine: Engine, contract: Contract, reasons: Iterable[Reason]) -> Behind:
    """Look for the rows of these reasons, for every moment of the run.

    Args:
        run: A run with evidence that was started.
        engine: Where it runs.
        contract: The contract in force.
        reasons: Those of any of the moments.
    """
    wanted: dict[str, dict[str | None, None]] = {}
    for reason in reasons:
        if reason.has_rows:
            wanted.setdefault(reason.signal, {}).setdefault(reason.window)
    registers = registers_of(contract)
    rows: dict[tuple[int, str, str | None], FoundRows] = {}
    for signal in run.program.signals:
        if signal.name not in wanted:
            continue
        found = rows_behind(
            signal,
            engine,
            run.cases_of(signal.grain),
            registers=registers,
            dated=[name for name, table in contract.tables.items() if signal.card.at in table.columns],
            windows=wanted[signal.name],
            features=run.features_of_parties(signal) if signal.grain.through else (),
        )
        for moment, windows in found.items():
            rows |= {(moment, signal.name, window): behind for window, behind in windows.items()}
    return Behind(program=run.program, rows=rows)
