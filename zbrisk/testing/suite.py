"""All tests of a folder of signals: what was expected, what was found, and what is not tested yet."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zbrisk.compiler.compiled import CompiledSignal
from zbrisk.compiler.program import compile_catalogue
from zbrisk.contract import Contract
from zbrisk.errors import SignalError
from zbrisk.explaining.sentences import sentence
from zbrisk.signals.catalogue import Signal, features_folder, read_catalogue
from zbrisk.signals.measure import Measure
from zbrisk.testing.background import read_background
from zbrisk.testing.cases import FIRES, INNOCENT, KINDS, NO_DATA, Case, SignalTests, read_signal_tests, short_names
from zbrisk.testing.running import ENGINES, Found, Runner, same

__all__ = ["ENDING", "Failure", "Report", "Result", "run_signal_tests", "test_file_of"]

ENDING = ".test.yaml"
CLOSE_ENOUGH = 1e-6  # of the value: a test says 0.333333 where it does not say 1/3
COUNTED = ("count", "exists", "distinct", "sum")


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Something that is not as it should be: a file that cannot be read, a case that finds something else, a kind of
    case that is missing. `problem` says what, and `cure` what to do, if that can be said.
    """

    file: str
    line: int | None
    signal: str
    problem: str
    cure: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.problem}" + (f"\n  {self.cure}" if self.cure else "")


@dataclass(frozen=True, kw_only=True)
class Result:
    """A case that was run: what it gave by short feature name (None for no data), and all that was not expected."""

    case: Case
    values: Mapping[str, float | None]
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        """Whether all was as expected."""
        return not self.failures


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of the tests: every case that ran, all failures, and by signal the kinds of case that it lacks."""

    signals: tuple[str, ...]
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
    background = read_background(root, contract)
    failures: list[Failure] = list(_orphans(root, [signal.card.name for signal in catalogue.signals], wanted))
    tests: dict[str, SignalTests] = {}
    unread: set[str] = set()
    for signal in catalogue.signals:
        path = test_file_of(signal)
        try:
            if path.is_file():
                tests[signal.card.name] = read_signal_tests(path, signal.card, contract, background)
        except SignalError as error:
            unread.add(signal.card.name)
            if _is_wanted(signal.card.name, wanted):
                failures.append(_failure(error, signal.card.name))
    cases = [c for t in tests.values() for c in t.cases if _is_wanted(c.signal, wanted) or _is_wanted(c.name, wanted)]
    chosen = [
        signal
        for signal in catalogue.signals
        if _is_wanted(signal.card.name, wanted) or any(case.signal == signal.card.name for case in cases)
    ]
    if not chosen:
        raise SignalError(f"No signal or case has {' or '.join(wanted)} in its name.", "See `zbrisk signals list`.")
    program = compile_catalogue(catalogue.only(names=[signal.card.name for signal in chosen]), contract)
    compiled = {signal.name: signal for signal in program.signals}
    found = Runner(program, contract, background).run(cases, progress)
    results = tuple(_result(case, compiled[case.signal], found[case], found) for case in cases)
    missing = {
        signal.card.name: kinds
        for signal in chosen
        if _is_wanted(signal.card.name, wanted) and signal.card.name not in unread
        if (kinds := _missing(tests.get(signal.card.name), compiled[signal.card.name]))
    }
    failures += [failure for result in results for failure in result.failures]
    failures += [_lacking(signal, missing[signal.card.name]) for signal in chosen if signal.card.name in missing]
    return Report(
        signals=tuple(signal.card.name for signal in chosen),
        results=results,
        failures=tuple(sorted(failures, key=lambda failure: (failure.file, failure.line or 0))),
        missing=missing,
    )


def _is_wanted(name: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(part in name for part in wanted)


def _orphans(root: Path, names: Sequence[str], wanted: Sequence[str]) -> Iterator[Failure]:
    """Test files beside which no signal stands: often one that was renamed."""
    for path in sorted(root.rglob(f"*{ENDING}")):
        name = path.name.removesuffix(ENDING)
        beside = path.with_name(f"{name}.sql").is_file() and name in names
        if not beside and _is_wanted(name, wanted):
            problem = f"These tests stand beside no signal {name}.sql."
            yield Failure(file=str(path), line=None, signal=name, problem=problem, cure="Rename or remove them.")


def _missing(tests: SignalTests | None, signal: CompiledSignal) -> tuple[str, ...]:
    """The kinds of case that a signal lacks; one that reads no table always has data."""
    needed = KINDS if signal.tables else (FIRES, INNOCENT)
    return tuple(kind for kind in needed if tests is None or not tests.of_kind(kind))


def _lacking(signal: Signal, kinds: tuple[str, ...]) -> Failure:
    name, path = signal.card.name, test_file_of(signal)
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


def _failure(error: SignalError, signal: str) -> Failure:
    where = f"{error.file}:{error.line}: " if error.line else f"{error.file}: "
    problem = error.problem.removeprefix(where)
    return Failure(file=error.file, line=error.line, signal=signal, problem=problem, cure=error.cure)


# -- one case ---------------------------------------------------------------------------------------------------------

Outcomes = Mapping[Case, Mapping[str, Found] | SignalError]


def _result(
    case: Case, signal: CompiledSignal, found: Mapping[str, Found] | SignalError, all_found: Outcomes
) -> Result:
    if isinstance(found, SignalError):
        return Result(case=case, values={}, failures=(_failure(found, case.signal),))
    short = short_names(signal.card)
    values = {short[name]: None if math.isnan(value) else value for name, value in found["sqlite"].values.items()}
    problems = [*_engines_apart(short, found), *_differences(case, signal, found)]
    if case.kind == INNOCENT and not problems:
        problems += _not_told_apart(case, signal, all_found)
    failures = (
        Failure(file=case.file, line=case.line, signal=case.signal, problem=f"{case.kind}, {case.name!r}: {problem}")
        for problem in problems
    )
    return Result(case=case, values=values, failures=tuple(failures))


def _engines_apart(short: Mapping[str, str], found: Mapping[str, Found]) -> Iterator[str]:
    one, other = (found[engine] for engine in ENGINES)
    for name, value in one.values.items():
        if not same(value, other.values[name]):
            each = ", ".join(f"{_shown(found[engine].values[name])} on {engine}" for engine in ENGINES)
            yield f"{short[name]} differs between the engines: {each}."
    if one.rows != other.rows:
        yield "The evidence differs between the engines."


def _differences(case: Case, signal: CompiledSignal, found: Mapping[str, Found]) -> list[str]:
    """What is not as expected, of either engine; each once."""
    return list(dict.fromkeys(problem for engine in ENGINES for problem in _unexpected(case, signal, found[engine])))


def _unexpected(case: Case, signal: CompiledSignal, found: Found) -> Iterator[str]:
    expect, short = case.expect, short_names(signal.card)
    known = {short[name]: value for name, value in found.values.items() if not math.isnan(value)}
    if expect.no_data and known:
        yield f"expected no data, found {', '.join(f'{name} {_shown(value)}' for name, value in known.items())}."
    fires = speaks(signal, found.values)
    if expect.fires is not None and fires != expect.fires:
        state = "it fires" if fires else "nothing" if known else "no data"
        yield f"expected it {'to fire' if expect.fires else 'not to fire'}, found {state}."
    for name, value in expect.features.items():
        if not same(value, found.values[name], CLOSE_ENOUGH):
            yield f"{short[name]}: expected {_shown(value)}, found {_shown(found.values[name])}."
    for table, keys in expect.rows.items():
        if set(keys) != (there := found.rows.get(table, frozenset())):
            yield f"rows of {table}: expected {_listed(keys)}, found {_listed(sorted(there))}."
    if expect.sentence:
        said = sentence(signal, found.values, absent=bool(known) and not fires)
        for language, text in expect.sentence.items():
            if (read := getattr(said, language)) != text:
                yield f"sentence in {language}: expected {text!r}, found {read!r}."


def _not_told_apart(case: Case, signal: CompiledSignal, found: Outcomes) -> Iterator[str]:
    """A look-alike proves something only if the guilty case would not pass for it."""
    for other, values in found.items():
        if other.signal != case.signal or other.kind != FIRES or isinstance(values, SignalError):
            continue
        if case.expect.rows or case.expect.sentence:
            continue
        if not _differences(case, signal, values):
            yield f"expects nothing that {other.name!r} does not give too: say what tells them apart."


def speaks(signal: CompiledSignal, values: Mapping[str, float]) -> bool:
    """Whether a signal has rows: something is known that is not a count or sum of 0."""
    return any(
        not math.isnan(values[name]) and not (_counts(measure) and values[name] == 0)
        for name, measure, _ in signal.card.features()
    )


def _counts(measure: Measure) -> bool:
    return measure.kind in COUNTED and measure.per_measure is None


def _shown(value: float) -> str:
    return "no data" if math.isnan(value) else f"{value:.10g}"


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(keys) or "none"
