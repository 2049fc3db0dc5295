"""The mistakes of a folder of signals: of every file, not only of the first that fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sqlglot import exp

from zbrisk.compiler.parsing import parse_query
from zbrisk.compiler.program import compile_catalogue
from zbrisk.contract import Contract
from zbrisk.errors import SignalError
from zbrisk.signals.catalogue import VIEWS, Catalogue, Signal, read_signal, signal_paths
from zbrisk.signals.sentence_check import sentence_mistake
from zbrisk.signals.signal_file import SignalFile, read_signal_file

__all__ = ["mistakes"]


def mistakes(folder: Path, contract: Contract) -> list[SignalError]:
    """What is wrong with the files under `folder`: of each, the first of its header, of its reason and of its SQL.

    Raises:
        SignalError: There is no file at all.
    """
    paths = signal_paths(folder)
    found: list[SignalError] = []
    views: list[SignalFile] = []
    signals: list[Signal] = []
    for file in _readable(paths, found):
        if Path(file.path).parent.name == VIEWS:
            views.append(file)
            continue
        try:
            signal = read_signal(file, contract)
            signals.append(signal)
            found += _of_sentence(signal)
        except SignalError as error:
            found.append(error)
            if "through" not in file.header:  # its SQL can still be checked, as a view that nobody uses
                views.append(replace(file, header={"label": ""}))
    found += _not_compiling(views, signals, contract)
    return sorted(found, key=lambda mistake: (mistake.file, mistake.line or 0))


def _of_sentence(signal: Signal) -> Iterator[SignalError]:
    if mistake := sentence_mistake(signal.header):
        problem, cure = mistake
        yield SignalError(problem, cure, file=signal.file.path, line=signal.file.line_of("reason"))


def _readable(paths: Sequence[Path], found: list[SignalError]) -> Iterator[SignalFile]:
    names: dict[str, str] = {}
    for path in paths:
        try:
            file = read_signal_file(path)
        except SignalError as error:
            found.append(error)
            continue
        if file.name in names:
            found.append(
                SignalError(f"{file.name} is also the name of {names[file.name]}.", "Rename one.", file=file.path)
            )
            continue
        names[file.name] = file.path
        yield file


def _not_compiling(views: list[SignalFile], signals: list[Signal], contract: Contract) -> Iterator[SignalError]:
    """Compile, set the file that fails aside with all that hangs on it, and go on with the rest."""
    while views or signals:
        try:
            compile_catalogue(Catalogue(signals=tuple(signals), views=tuple(views)), contract)
            return
        except SignalError as error:
            failing = next((f for f in (*views, *(s.file for s in signals)) if f.path == error.file), None)
            if failing is None:
                raise
            if failing in views:
                idle = _users(failing.name, [*views, *(s.file for s in signals)])
                views = [view for view in views if view.name not in idle]
                signals = [signal for signal in signals if signal.file.name not in idle]
                others = ", ".join(sorted(idle - {failing.name}))
                error = _with_users(error, others) if others else error
            else:  # signals are compiled in their order: those before it are sound
                place = next(i for i, signal in enumerate(signals) if signal.file is failing)
                signals = signals[place + 1 :]
            yield error


def _users(name: str, files: Sequence[SignalFile]) -> set[str]:
    """A view and everything that reads it, however indirectly."""
    uses = {file.name: _relations(file) | {str(file.header.get("through"))} for file in files}
    found, size = {name}, 0
    while len(found) > size:
        size = len(found)
        found |= {user for user, used in uses.items() if used & found}
    return found


def _relations(file: SignalFile) -> set[str]:
    try:
        return {table.name for table in parse_query(file).find_all(exp.Table)}
    except SignalError:
        return set()


def _with_users(error: SignalError, others: str) -> SignalError:
    cure = f"{error.cure} Then check again; this reads it: {others}.".strip()
    where = f"{error.file}:{error.line}: " if error.line else f"{error.file}: "
    return SignalError(error.problem.removeprefix(where), cure, file=error.file, line=error.line)
