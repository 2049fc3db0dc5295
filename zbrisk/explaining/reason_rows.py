"""The rows behind reasons, of one case or of a whole list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from zbrisk.compiler.compiled import CompiledSignal, Program
from zbrisk.contract import Contract
from zbrisk.execution.run import Run
from zbrisk.explaining.evidence import EvidenceRows, Part, evidence_of, find_evidence, reference_tables_of
from zbrisk.explaining.reason import Reason
from zbrisk.explaining.reasons import counted, with_rows

__all__ = ["ReasonRows", "find_reason_rows", "part_of"]


@dataclass(frozen=True, kw_only=True)
class ReasonRows:
    """The rows behind reasons, by moment, signal and part of its rows."""

    program: Program
    rows: Mapping[tuple[int, str, Part], EvidenceRows]

    def of(self, moment: int, reason: Reason) -> EvidenceRows:
        """The rows of one reason of one moment."""
        return self.rows.get((moment, reason.signal, part_of(reason)), EvidenceRows())

    def named(self, moment: int, reason: Reason) -> Reason:
        """The reason with the names of its rows, which tell whether another one rests on the same."""
        if not reason.has_rows:
            return reason
        found, signal = self.of(moment, reason), self.program.signal(reason.signal)
        return counted(reason, signal, max(found.total, 1)).having(rows=found.first)

    def shown(self, moment: int, reason: Reason, values: Mapping[str, float]) -> Reason:
        """The reason, about its rows."""
        if not reason.has_rows:
            return reason
        return with_rows(reason, self.program.signal(reason.signal), values, self.of(moment, reason))


def part_of(reason: Reason) -> Part:
    """The rows that a reason shows."""
    return Part(reason.window, reason.measure)


def _by_signal(program: Program, names: Iterable[str]) -> dict[str, list[CompiledSignal]]:
    """Signals, or their groups, under the signal whose rows they are among."""
    found: dict[str, list[CompiledSignal]] = {}
    for name in names:
        found.setdefault(program.whole[name], []).append(program.signal(name))
    return found


@lru_cache(maxsize=1024)
def _tables_with(contract: Contract, column: str | None) -> frozenset[str]:
    return frozenset(name for name, table in contract.tables.items() if column in table.columns)


def find_reason_rows(run: Run, reasons: Iterable[tuple[int, Reason]]) -> ReasonRows:
    """Look for the rows of these reasons.

    Args:
        run: A run with evidence that was started.
        reasons: Each with the number of its moment.
    """
    wanted: dict[str, dict[int, dict[Part, None]]] = {}
    for moment, reason in reasons:
        if reason.has_rows:
            wanted.setdefault(reason.signal, {}).setdefault(moment, {}).setdefault(part_of(reason))
    contract = run.contract
    reference_tables = reference_tables_of(contract)
    rows: dict[tuple[int, str, Part], EvidenceRows] = {}
    for name, groups in _by_signal(run.program, wanted).items():
        signal = run.program.signal(name)
        fetched = evidence_of(signal, run.engine)  # once, whatever number of groups is shown
        features = run.features_of_parties(signal) if signal.grain.through else ()
        for group in groups:
            found = find_evidence(
                group,
                run.engine,
                run.cases_of(signal.grain),
                reference_tables=reference_tables,
                dated=_tables_with(contract, signal.header.at),
                features=features,
                fetched=fetched,
                wanted=wanted[group.name],
            )
            for moment, parts in found.items():
                rows |= {(moment, group.name, part): behind for part, behind in parts.items()}
    return ReasonRows(program=run.program, rows=rows)
