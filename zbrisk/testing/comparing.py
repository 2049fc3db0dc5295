"""What a case gave, compared with what it should give."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zbrisk.compiler.compiled import CompiledSignal
from zbrisk.errors import SignalError
from zbrisk.explaining.reason_text import NO_DATA, sentence
from zbrisk.signals.measure import Measure
from zbrisk.testing.cases import Case
from zbrisk.testing.expectations import FIRES, INNOCENT, short_names
from zbrisk.testing.running import ENGINES, Found, same

__all__ = ["Failure", "Outcomes", "Result", "failure_of", "result_of", "speaks"]

CLOSE_ENOUGH = 1e-6  # of the value: a test says 0.333333 where it does not say 1/3
COUNTED = ("count", "exists", "distinct", "sum")
Outcomes = Mapping[Case, Mapping[str, Found] | SignalError]


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


def failure_of(error: SignalError, signal: str) -> Failure:
    """An error as a failure."""
    where = f"{error.file}:{error.line}: " if error.line else f"{error.file}: "
    problem = error.problem.removeprefix(where)
    return Failure(file=error.file, line=error.line, signal=signal, problem=problem, cure=error.cure)


def result_of(case: Case, signal: CompiledSignal | None, found: Outcomes) -> Result:
    """The result of a case.

    Args:
        case: The case.
        signal: Its signal; None for the case of a view.
        found: What all cases gave.
    """
    own = found[case]
    if isinstance(own, SignalError):
        return Result(case=case, values={}, failures=(failure_of(own, case.signal),))
    if signal is None:
        values, problems = {}, list(dict.fromkeys(p for engine in ENGINES for p in _other_rows(case, own[engine])))
    else:
        short = short_names(signal.header)
        values = {short[name]: None if math.isnan(value) else value for name, value in own["sqlite"].values.items()}
        problems = [*_engines_apart(short, own), *_differences(case, signal, own)]
        if case.kind == INNOCENT and not problems:
            problems += _not_told_apart(case, signal, found)
    failures = (
        Failure(file=case.file, line=case.line, signal=case.signal, problem=f"{case.kind}, {case.name!r}: {problem}")
        for problem in problems
    )
    return Result(case=case, values=values, failures=tuple(failures))


def _other_rows(case: Case, found: Found) -> Iterator[str]:
    """Rows of a view that were expected and are not there, or the other way round."""
    expected = case.expect.relation or ()
    columns = list(expected[0]) if expected else None
    wanted = Counter(_row(row, columns) for row in expected)
    there = Counter(_row(row, columns) for row in found.relation)
    for said, rows in (("lacks the row", wanted - there), ("has the row", there - wanted)):
        for row in rows.elements():
            yield f"{said} {row}."


def _row(row: Mapping[str, Any], columns: Sequence[str] | None) -> str:
    return "{" + ", ".join(f"{name}: {_cell(row[name])}" for name in columns or row) + "}"


def _cell(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.10g}" if isinstance(value, (int, float)) else str(value)


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
    expect, short = case.expect, short_names(signal.header)
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
        # of a signal by codes, the sentence is about the first combination of which there is something
        about = next((group for group in signal.groups if speaks(group, found.values)), signal.groups[0])
        said = sentence(about, found.values, absent=not fires) if known else NO_DATA
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
        for name, measure, _ in signal.header.features()
    )


def _counts(measure: Measure) -> bool:
    return measure.kind in COUNTED and measure.per_measure is None


def _shown(value: float) -> str:
    return "no data" if math.isnan(value) else f"{value:.10g}"


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(keys) or "none"
