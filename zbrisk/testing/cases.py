"""The tests of one signal, as its YAML file has them."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from zbrisk.contract import Contract
from zbrisk.signals.card import PLACEHOLDER, Card
from zbrisk.testing.background import Background, read_day
from zbrisk.testing.document import Document, Place, read_document
from zbrisk.testing.rows import Row, near, read_rows

__all__ = [
    "FIRES",
    "INNOCENT",
    "KINDS",
    "NO_DATA",
    "Case",
    "Expectation",
    "SignalTests",
    "read_signal_tests",
    "short_names",
]

FIRES, INNOCENT, NO_DATA = "fires", "innocent", "no_data"
KINDS = (FIRES, INNOCENT, NO_DATA)
CASE_KEYS = ("name", "given", "without", "as_of", "expect")
OTHER_EXPECTATIONS = ("fires", "no_data", "rows", "sentence")
FRACTION = re.compile(r"-?\d+(\.\d+)?\s*/\s*\d+(\.\d+)?")


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What a case should give.

    Attributes:
        features: By full feature name the value, NaN for no data.
        fires: Whether the signal has rows at all; None where the test does not say.
        no_data: Whether nothing is known.
        rows: By table the evidence rows' keys, as text (`C|D|2016-01-01` where a key has several columns).
        sentence: By language what the reviewer reads.
    """

    features: Mapping[str, float] = field(default_factory=dict)
    fires: bool | None = None
    no_data: bool = False
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sentence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)  # a case is itself: it is the key of what it found
class Case:
    """One case of a signal's tests.

    `rows` are those of the file and of the case, in layers: a later one may change rows of an earlier one. `without`
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
class SignalTests:
    """All cases of one signal."""

    signal: str
    file: str
    cases: tuple[Case, ...]

    def of_kind(self, kind: str) -> tuple[Case, ...]:
        """The cases of one kind."""
        return tuple(case for case in self.cases if case.kind == kind)


def short_names(card: Card) -> dict[str, str]:
    """Feature to the name that tests use: the measure, and the window where the measure has several."""
    return {
        feature: measure.name if len(measure.windows) == 1 else f"{measure.name}@{window.text}"
        for feature, measure, window in card.features()
    }


def read_signal_tests(path: Path, card: Card, contract: Contract, background: Background) -> SignalTests:
    """Read a signal's tests.

    Args:
        path: The YAML file.
        card: The signal's header, which says what can be expected.
        contract: Whose tables the rows are of.
        background: What every case begins with.

    Raises:
        SignalError: Something is not understood; file, line and cure are named.
    """
    return _Reader(read_document(path), card, contract, background).tests()


class _Reader:
    def __init__(self, document: Document, card: Card, contract: Contract, background: Background) -> None:
        self.document = document
        self.card = card
        self.contract = contract
        self.background = background
        self.guilty: tuple[Row, ...] = ()  # what the first guilty case adds

    def tests(self) -> SignalTests:
        value = self.document.value
        for key in value:
            if key not in ("given", *KINDS):
                cure = near(key, ("given", *KINDS))
                raise self.document.wrong((key,), f"The tests have the unknown key {key!r}.", cure)
        shared = read_rows(self.document, ("given",), self.contract, value.get("given"))
        cases = tuple(
            self._case(kind, number, body, shared)
            for kind in KINDS
            for number, body in enumerate(self._listed(kind, value.get(kind)))
        )
        names: set[str] = set()
        for case in cases:
            if case.name in names:
                problem = f"{self.card.name} has two cases of the name {case.name!r}."
                raise self.document.wrong((case.kind,), problem, "Give each a name of its own.")
            names.add(case.name)
        return SignalTests(signal=self.card.name, file=self.document.path, cases=cases)

    def _listed(self, kind: str, value: Any) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.document.wrong((kind,), f"`{kind}` is no list of cases.", f"Write `{kind}:` and `- name: ...`.")
        return value

    def _case(self, kind: str, number: int, body: Any, shared: tuple[Row, ...]) -> Case:
        place: Place = (kind, number)
        if not isinstance(body, Mapping):
            raise self.document.wrong(place, "This case is no mapping.", "Write `- name: ...` and `expect: {...}`.")
        for key in body:
            if key not in CASE_KEYS:
                raise self.document.wrong(
                    (*place, str(key)), f"A case has the unknown key {key!r}.", near(key, CASE_KEYS)
                )
        without = self._without(place, body.get("without", ()))
        if kind == NO_DATA and "given" not in body:
            own = self.guilty
        else:
            own = read_rows(self.document, (*place, "given"), self.contract, body.get("given"))
        if kind == FIRES and number == 0:
            self.guilty = own
        as_of = self.background.as_of
        if "as_of" in body:
            as_of = read_day(self.document, (*place, "as_of"), body["as_of"])
        return Case(
            signal=self.card.name,
            kind=kind,
            name=self._name(kind, place, body, without),
            file=self.document.path,
            line=self.document.line(place),
            as_of=as_of,
            layers=(shared, own),
            without=without,
            expect=self._expectation(kind, place, body.get("expect")),
        )

    def _name(self, kind: str, place: Place, body: Mapping[str, Any], without: tuple[str, ...]) -> str:
        name = body.get("name")
        if name is None and kind == NO_DATA and without:
            return f"without {', '.join(without)}"
        if not isinstance(name, str) or not name.strip():
            raise self.document.wrong(place, "This case has no name.", "Say in a few words what is the matter.")
        return name.strip()

    def _without(self, place: Place, value: Any) -> tuple[str, ...]:
        names = tuple(value) if isinstance(value, (list, tuple)) else (value,)
        for name in names:
            if name not in self.contract.tables:
                cure = near(name, self.contract.tables)
                raise self.document.wrong((*place, "without"), f"There is no table {name!r}.", cure)
        return names

    # -- what is expected -------------------------------------------------------------------------------------------

    def _expectation(self, kind: str, place: Place, value: Any) -> Expectation:
        place = (*place, "expect")
        if kind == NO_DATA:
            if value not in (None, {"no_data": True}):
                raise self.document.wrong(
                    place, "A case of `no_data` expects no data, and nothing else.", "Leave it out."
                )
            return Expectation(no_data=True)
        if not isinstance(value, Mapping) or not value:
            raise self.document.wrong(place, "This case expects nothing.", "Write `expect: {count: 1}`.")
        features = {
            self._feature(place, key): self._number((*place, str(key)), key, expected)
            for key, expected in value.items()
            if key not in OTHER_EXPECTATIONS
        }
        fires = self._flag(place, value, "fires")
        if kind == FIRES and fires is False:
            raise self.document.wrong(place, "A case of `fires` that does not fire.", "Put it under `innocent`.")
        return Expectation(
            features=features,
            fires=True if kind == FIRES else fires,
            no_data=bool(self._flag(place, value, "no_data")),
            rows=self._rows((*place, "rows"), value.get("rows")),
            sentence=self._sentence((*place, "sentence"), value.get("sentence")),
        )

    def _feature(self, place: Place, key: Any) -> str:
        match = PLACEHOLDER.fullmatch("{" + str(key) + "}")
        try:
            if match is None:
                raise KeyError(key)
            return self.card.feature_of(match)
        except KeyError:
            known = [*short_names(self.card).values(), *OTHER_EXPECTATIONS]
            problem = f"{self.card.name} measures no {str(key)!r}."
            raise self.document.wrong((*place, str(key)), problem, f"Expect some of {', '.join(known)}.") from None

    def _number(self, place: Place, key: Any, value: Any) -> float:
        if value is None:
            return math.nan
        if isinstance(value, (bool, int, float)) and math.isfinite(value):
            return float(value)
        if isinstance(value, str) and FRACTION.fullmatch(value.strip()):
            top, below = (Fraction(part.strip()) for part in value.split("/"))
            if below:
                return float(top / below)
        raise self.document.wrong(
            place, f"{key}: {value!r} is no number.", "Write a number, a fraction such as 1/3, or null for no data."
        )

    def _flag(self, place: Place, value: Mapping[str, Any], key: str) -> bool | None:
        flag = value.get(key)
        if flag is not None and not isinstance(flag, bool):
            raise self.document.wrong((*place, key), f"`{key}` is {flag!r}.", "Write true or false.")
        return flag

    def _rows(self, place: Place, value: Any) -> dict[str, tuple[str, ...]]:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise self.document.wrong(place, "`rows` is no mapping.", "Write `rows: {asset_events: [sale]}`.")
        for table, keys in value.items():
            if table not in self.contract.tables:
                cure = near(table, self.contract.tables)
                raise self.document.wrong((*place, str(table)), f"There is no table {table!r}.", cure)
            if not isinstance(keys, list):
                problem = f"`{table}` is no list of keys."
                raise self.document.wrong((*place, str(table)), problem, "Write the keys of its rows: [sale].")
        return {
            table: tuple("|".join(map(str, key)) if isinstance(key, list) else str(key) for key in keys)
            for table, keys in value.items()
        }

    def _sentence(self, place: Place, value: Any) -> dict[str, str]:
        if value is None:
            return {}
        if not isinstance(value, Mapping) or not set(value) <= {"zh", "en"}:
            raise self.document.wrong(place, "`sentence` has no language.", "Write `sentence: {zh: ..., en: ...}`.")
        return {str(language): str(text) for language, text in value.items()}
