"""All tests of a folder of signals: what was expected, what was found, and what is not tested yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from zbrisk.compiler.compiled import CompiledSignal, CompiledView
from zbrisk.compiler.program import compile_catalogue
from zbrisk.compiler.views import open_namespace
from zbrisk.contract import Contract
from zbrisk.errors import SignalError
from zbrisk.signals.catalogue import Signal, features_folder, read_catalogue
from zbrisk.signals.signal_file import SignalFile
from zbrisk.testing.background import read_background
from zbrisk.testing.cases import CaseFile, read_signal_tests, read_view_tests
from zbrisk.testing.comparing import Failure, Result, failure_of, result_of
from zbrisk.testing.expectations import FIRES, INNOCENT, KINDS, NO_DATA
from zbrisk.testing.running import Runner

__all__ = ["ENDING", "Report", "run_signal_tests", "test_file_of"]

ENDING = ".test.yaml"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of the tests: every case that ran, all failures, and by signal the kinds of case that it lacks."""

    signals: tuple[str, ...]
    views: tuple[str, ...]
    results: tuple[Result, ...]
    failures: tuple[Failure, ...]
    missing: Mapping[str, tuple[str, ...]]

    @property
    def passed(self) -> bool:
        """Whether every case gave what it should, and no kind of case is missing."""
        return not self.failures


def test_file_of(signal: Signal) -> Path:
    """Where a signal's tests stand: beside its SQL, with the same name."""
    return Path(signal.file.path).with_suffix(ENDING)


def run_signal_tests(
    folder: str | Path | None,
    contract: Contract,
    *,
    wanted: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Run the tests of a folder's signals on DuckDB and SQLite.

    Args:
        folder: Holds the signals, and beside each NAME.sql its NAME.test.yaml; None for zbrisk's own.
        contract: What the tables are.
        wanted: Only signals or cases whose name has one of these in it.
        progress: Called with (done, of) as cases are run.

    Raises:
        SignalError: A signal or the background is wrong, or nothing is wanted that there is.
    """
    root = features_folder() if folder is None else Path(folder)
    catalogue = read_catalogue(root, contract)
    namespace = open_namespace(contract, catalogue.views)
    read = _Reading(root, contract, wanted)
    for signal in catalogue.signals:
        read.signal(signal)
    for view in catalogue.views:
        read.view(Path(view.path).with_suffix(ENDING), namespace.views[view.name])
    cases = [c for file in read.files.values() for c in file.cases if read.wants(file.name) or read.wants(c.name)]
    names = {case.signal for case in cases} | {s.header.name for s in catalogue.signals if read.wants(s.header.name)}
    failures = [*read.failures, *_orphans(read, [*catalogue.views, *(s.file for s in catalogue.signals)])]
    if not names and not failures:
        raise SignalError(f"No signal or case has {' or '.join(wanted)} in its name.", "See `zbrisk signals list`.")
    chosen = [signal for signal in catalogue.signals if signal.header.name in names]
    program = compile_catalogue(catalogue.only(names=[signal.header.name for signal in chosen]), contract)
    found = Runner(replace(program, views=namespace.needed(namespace.views)), contract, read.background).run(
        cases, progress
    )
    compiled = {signal.name: signal for signal in program.signals}
    results = tuple(result_of(case, compiled.get(case.signal), found) for case in cases)
    missing = {name: kinds for name, signal in compiled.items() if (kinds := read.missing(signal))}
    failures += [failure for result in results for failure in result.failures]
    failures += [_lacking(signal, missing[signal.header.name]) for signal in chosen if signal.header.name in missing]
    return Report(
        signals=tuple(compiled),
        views=tuple(view.name for view in catalogue.views if view.name in names),
        results=results,
        failures=tuple(sorted(failures, key=lambda failure: (failure.file, failure.line or 0))),
        missing=missing,
    )


class _Reading:
    """The test files of a folder, read; a file that is wrong is a failure, and the others are read all the same."""

    def __init__(self, root: Path, contract: Contract, wanted: Sequence[str]) -> None:
        self.root = root
        self.contract = contract
        self.wanted = wanted
        self.background = read_background(root, contract)
        self.files: dict[str, CaseFile] = {}
        self.broken: set[str] = set()
        self.failures: list[Failure] = []

    def wants(self, name: str) -> bool:
        """Whether a signal, view or case of this name is to be run."""
        return not self.wanted or any(part in name for part in self.wanted)

    def signal(self, signal: Signal) -> None:
        """Read a signal's tests."""
        self._read(
            signal.header.name,
            test_file_of(signal),
            lambda path: read_signal_tests(path, signal.header, self.contract, self.background),
        )

    def view(self, path: Path, view: CompiledView) -> None:
        """Read a view's tests, if it has any."""
        self._read(view.name, path, lambda path: read_view_tests(path, view, self.contract, self.background))

    def missing(self, signal: CompiledSignal) -> tuple[str, ...]:
        """The kinds of case that a signal lacks, if its tests are wanted; one that reads no table always has data."""
        if not self.wants(signal.name) or signal.name in self.broken:
            return ()
        needed = KINDS if signal.tables else (FIRES, INNOCENT)
        return tuple(
            kind for kind in needed if signal.name not in self.files or not self.files[signal.name].of_kind(kind)
        )

    def _read(self, name: str, path: Path, reader: Callable[[Path], CaseFile]) -> None:
        try:
            if path.is_file():
                self.files[name] = reader(path)
        except SignalError as error:
            self.broken.add(name)
            if self.wants(name):
                self.failures.append(failure_of(error, name))


def _orphans(read: _Reading, files: Sequence[SignalFile]) -> Iterator[Failure]:
    """Test files beside which no signal and no view stands: often one that was renamed."""
    known = {Path(file.path).with_suffix(ENDING) for file in files}
    for path in sorted(read.root.rglob(f"*{ENDING}")):
        name = path.name.removesuffix(ENDING)
        if path not in known and read.wants(name):
            problem = f"These tests stand beside no signal or view {name}.sql."
            yield Failure(file=str(path), line=None, signal=name, problem=problem, cure="Rename or remove them.")


def _lacking(signal: Signal, kinds: tuple[str, ...]) -> Failure:
    name, path = signal.header.name, test_file_of(signal)
    if not path.is_file():
        problem, cure = f"{name} has no tests.", "Write them there; `zbrisk signals new` shows the form."
    else:
        what = {
            FIRES: "a case where it fires",
            INNOCENT: "an innocent look-alike",
            NO_DATA: "a case without data",
        }
        problem, cure = (
            f"{name} lacks {', '.join(what[kind] for kind in kinds)}.",
            f"Add it under {' and '.join(kinds)}.",
        )
    return Failure(file=str(path), line=None, signal=name, problem=problem, cure=cure)
