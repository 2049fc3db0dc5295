"""What a case should give: the little language of `expect`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from zbrisk.contract import Contract
from zbrisk.signals.header import PLACEHOLDER, SignalHeader
from zbrisk.testing.document import Document
from zbrisk.testing.rows import as_sent, near
from zbrisk.validation import Place

__all__ = [
    "FIRES",
    "INNOCENT",
    "KINDS",
    "NO_DATA",
    "VIEW",
    "Expectation",
    "SignalExpectations",
    "ViewExpectations",
    "short_names",
]

FIRES, INNOCENT, NO_DATA = "fires", "innocent", "no_data"
KINDS = (FIRES, INNOCENT, NO_DATA)  # of a signal's cases
VIEW = "cases"  # a view's
MOST_NAMED = 60  # features in a message
OTHERS = ("fires", "no_data", "rows", "sentence")
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
        relation: Of a view, its rows: the columns that matter, as the test writes them.
    """

    features: Mapping[str, float] = field(default_factory=dict)
    fires: bool | None = None
    no_data: bool = False
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sentence: Mapping[str, str] = field(default_factory=dict)
    relation: tuple[Mapping[str, Any], ...] | None = None


def short_names(header: SignalHeader) -> dict[str, str]:
    """Feature to the name that tests use: the codes, the measure, and the window where the measure has several."""
    return {
        feature: ".".join((*group.codes, measure.name)) + (f"@{window.text}" if len(measure.windows) > 1 else "")
        for group in header.groups
        for feature, measure, window in group.features()
    }


class SignalExpectations:
    """Reads what is expected of a signal.

    Args:
        document: Where it stands.
        header: The signal's header, which says what can be expected.
        contract: Whose tables evidence rows are of.
    """

    def __init__(self, document: Document, header: SignalHeader, contract: Contract) -> None:
        self.document = document
        self.header = header
        self.contract = contract

    def read(self, kind: str, place: Place, value: Any) -> Expectation:
        """What stands at `place`, under a case of `kind`.

        Raises:
            SignalError: It is not understood.
        """
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
            if key not in OTHERS
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
        *codes, measure = str(key).split(".")
        match = PLACEHOLDER.fullmatch("{" + measure + "}")
        group = next((each for each in self.header.groups if each.codes == tuple(codes)), None)
        try:
            if match is None or group is None:
                raise KeyError(key)
            return group.feature_of(match)
        except KeyError:
            known = [*[*short_names(self.header).values()][:MOST_NAMED], *OTHERS]
            problem = f"{self.header.name} measures no {str(key)!r}."
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


class ViewExpectations:
    """Reads what is expected of a view: its rows, in any order, each with the same of its columns.

    Args:
        document: Where it stands.
        name: The view's.
        columns: Its columns.
    """

    def __init__(self, document: Document, name: str, columns: Mapping[str, str]) -> None:
        self.document = document
        self.name = name
        self.columns = columns

    def read(self, kind: str, place: Place, value: Any) -> Expectation:
        """What stands at `place`.

        Raises:
            SignalError: It is not understood.
        """
        if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
            raise self.document.wrong(place, "`expect` is no list of rows.", "Write `expect: [{...}]`; [] for none.")
        for number, row in enumerate(value):
            for column in row:
                if column not in self.columns:
                    problem = f"{self.name} has no column {column!r}."
                    raise self.document.wrong((*place, number), problem, near(column, self.columns))
            if set(row) != set(value[0]):
                problem, cure = "This row has other columns than the first.", "Write the same columns in each row."
                raise self.document.wrong((*place, number), problem, cure)
        return Expectation(relation=tuple({name: as_sent(cell) for name, cell in row.items()} for row in value))
