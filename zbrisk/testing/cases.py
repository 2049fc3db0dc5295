"""The tests of one signal or view, as its YAML file has them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zbrisk.compiler.compiled import CompiledView
from zbrisk.contract import Contract
from zbrisk.signals.header import SignalHeader
from zbrisk.testing.background import Background
from zbrisk.testing.document import Document, read_document
from zbrisk.testing.expectations import (
    FIRES,
    KINDS,
    NO_DATA,
    VIEW,
    Expectation,
    SignalExpectations,
    ViewExpectations,
)
from zbrisk.testing.rows import Row, Rows, near, read_rows
from zbrisk.validation import Filled, Many, OneOrMany, Place, StrictModel

__all__ = ["Case", "CaseFile", "SignalTestsForm", "ViewTestsForm", "read_signal_tests", "read_view_tests"]


class CaseForm(StrictModel):
    """One case."""

    name: Filled | None = None
    given: Rows = None
    without: OneOrMany[str] = ()
    as_of: dt.date | None = None
    expect: Any = None


class SignalTestsForm(StrictModel):
    """The tests of a signal; see features/README.md, "Test it"."""

    given: Rows = None
    fires: Many[CaseForm] = ()
    innocent: Many[CaseForm] = ()
    no_data: Many[CaseForm] = ()


class ViewTestsForm(StrictModel):
    """The tests of a view."""

    given: Rows = None
    cases: Many[CaseForm] = ()


@dataclass(frozen=True, kw_only=True, eq=False)  # a case is itself: it is the key of what it found
class Case:
    """One case of a signal's tests, or a view's; `kind` is the key under which it stands.

    `layers` are the rows of the file and of the case: those of the case may change those of the file. `without`
    are tables that are missing; one that cannot be missing does not cover the case.
    """

    signal: str
    kind: str
    name: str
    file: str
    line: int
    as_of: dt.date
    layers: tuple[tuple[Row, ...], ...]
    without: tuple[str, ...]
    expect: Expectation

    def __str__(self) -> str:
        return f"{self.signal}, {self.kind}: {self.name}"


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """All cases of one signal or view."""

    name: str
    file: str
    cases: tuple[Case, ...]

    def of_kind(self, kind: str) -> tuple[Case, ...]:
        """The cases of one kind."""
        return tuple(case for case in self.cases if case.kind == kind)


def read_signal_tests(path: Path, header: SignalHeader, contract: Contract, background: Background) -> CaseFile:
    """Read a signal's tests.

    Args:
        path: The YAML file.
        header: The signal's header, which says what can be expected.
        contract: Whose tables the rows are of.
        background: What every case begins with.

    Raises:
        SignalError: Something is not understood; file, line and cure are named.
    """
    document = read_document(path)
    expectations = SignalExpectations(document, header, contract)
    return _Reader(document, header.name, KINDS, contract, background, expectations).tests()


def read_view_tests(path: Path, view: CompiledView, contract: Contract, background: Background) -> CaseFile:
    """Read a view's tests: a list of `cases`.

    Args:
        path: The YAML file.
        view: The view.
        contract: Whose tables the rows are of.
        background: What every case begins with.

    Raises:
        SignalError: Something is not understood; file, line and cure are named.
    """
    document = read_document(path)
    if view.kind != "case":
        problem = f"{view.name} knows no case: its rows are those of its tables."
        raise document.wrong((), problem, "Test a view or a signal that reads it.")
    expectations = ViewExpectations(document, view.name, view.kinds)
    return _Reader(document, view.name, (VIEW,), contract, background, expectations).tests()


class _Reader:
    def __init__(
        self,
        document: Document,
        name: str,
        kinds: tuple[str, ...],
        contract: Contract,
        background: Background,
        expectations: SignalExpectations | ViewExpectations,
    ) -> None:
        self.document = document
        self.name = name
        self.kinds = kinds
        self.contract = contract
        self.background = background
        self.expectations = expectations
        self.guilty: tuple[Row, ...] = ()  # what the first guilty case adds

    def tests(self) -> CaseFile:
        value = self.document.value
        form = self.document.read_as(ViewTestsForm if VIEW in self.kinds else SignalTestsForm, "The file")
        shared = read_rows(self.document, ("given",), self.contract, value.get("given"))
        cases = tuple(
            self._case(kind, number, each, shared)
            for kind in self.kinds
            for number, each in enumerate(getattr(form, kind))
        )
        names: set[str] = set()
        for case in cases:
            if case.name in names:
                problem = f"{self.name} has two cases of the name {case.name!r}."
                raise self.document.wrong((case.kind,), problem, "Give each a name of its own.")
            names.add(case.name)
        return CaseFile(name=self.name, file=self.document.path, cases=cases)

    def _case(self, kind: str, number: int, form: CaseForm, shared: tuple[Row, ...]) -> Case:
        place: Place = (kind, number)
        body = self.document.value[kind][number]
        for name in form.without:
            if name not in self.contract.tables:
                cure = near(name, self.contract.tables)
                raise self.document.wrong((*place, "without"), f"There is no table {name!r}.", cure)
        if kind == NO_DATA and form.given is None:
            own = self.guilty
        else:
            own = read_rows(self.document, (*place, "given"), self.contract, body.get("given"))
        if kind == FIRES and number == 0:
            self.guilty = own
        return Case(
            signal=self.name,
            kind=kind,
            name=self._case_name(kind, place, form),
            file=self.document.path,
            line=self.document.line(place),
            as_of=form.as_of or self.background.as_of,
            layers=(shared, own),
            without=form.without,
            expect=self.expectations.read(kind, (*place, "expect"), body.get("expect")),
        )

    def _case_name(self, kind: str, place: Place, form: CaseForm) -> str:
        if form.name is None and kind == NO_DATA and form.without:
            return f"without {', '.join(form.without)}"
        if form.name is None or not form.name.strip():
            raise self.document.wrong(place, "This case has no name.", "Say in a few words what is the matter.")
        return form.name.strip()
