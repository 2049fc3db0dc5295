"""Read a campaign's YAML file; what is wrong is named with file, line and cure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from zbrisk.contract import Contract
from zbrisk.contract.labels import Bilingual
from zbrisk.errors import DataError
from zbrisk.selection.campaign import Campaign
from zbrisk.selection.campaign_conditions import AGE, CONDITIONS
from zbrisk.signals.catalogue import features_folder
from zbrisk.untrusted import yaml_node

__all__ = ["read_campaign", "ready_campaigns"]

KEYS = ("label", "about", "cases", "priority", "checkpoints", "targets")
CHECKPOINT_KEYS = ("rules", "aspects")
RULE = re.compile(r"R-\d{2}")
WAYS = ("any", "prefix", "contains")
SIDES = ("from", "to")
Place = tuple[str, ...]


def ready_campaigns() -> dict[str, Path]:
    """The campaigns that come with zbrisk, by name."""
    return {path.stem: path for path in sorted((features_folder() / "campaigns").glob("*.yaml"))}


def read_campaign(source: str | Path, contract: Contract) -> Campaign:
    """Read a campaign.

    Args:
        source: A YAML file, or the name of a campaign that comes with zbrisk.
        contract: Whose codes and targets it may name.

    Raises:
        DataError: The file cannot be read, or a key or value is not understood; file, line and cure are named.
    """
    path = Path(source)
    try:
        if not path.exists():
            path = ready_campaigns().get(str(source), path)
        tree, document = yaml_node(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        known = ", ".join(ready_campaigns())
        raise DataError(f"There is no campaign {source}.", f"Give a YAML file, or one of {known}.") from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error)
        raise DataError(f"{where}: this is no YAML: {problem}.", "Quote texts with colons or braces.") from error
    return _Reader(path, contract, _lines(tree)).campaign(document)


@dataclass(frozen=True)
class _Reader:
    path: Path
    contract: Contract
    lines: Mapping[Place, int]

    def campaign(self, document: Any) -> Campaign:
        self._keys(document, (), KEYS)
        label = document.get("label")
        if not isinstance(label, dict) or not all(isinstance(label.get(k), str) for k in ("zh", "en")):
            raise self._wrong(("label",), "`label` lacks a language", "Write `label: {zh: ..., en: ...}`")
        checkpoints = document.get("checkpoints") or {}
        self._keys(checkpoints, ("checkpoints",), CHECKPOINT_KEYS)
        rules = self._texts(checkpoints.get("rules", []), ("checkpoints", "rules"), empty=True)
        for rule in rules:
            if not RULE.fullmatch(rule):
                raise self._wrong(("checkpoints", "rules"), f"{rule!r} is no rule", "Write its number, such as R-18")
        aspects = checkpoints.get("aspects", [])
        known = self.contract.outcomes.targets if self.contract.outcomes else ()
        return Campaign(
            name=self.path.stem,
            label=Bilingual(zh=label["zh"], en=label["en"]),
            cases=self._conditions(document, "cases"),
            priority=self._conditions(document, "priority"),
            rules=frozenset(rules),
            aspects=frozenset(map(str, self._list(aspects, ("checkpoints", "aspects"), empty=True))),
            targets=self._codes(document.get("targets", []), ("targets",), known, empty=True),
        )

    def _conditions(self, document: Mapping[str, Any], part: str) -> dict[str, Any]:
        conditions = document.get(part) or {}
        self._keys(conditions, (part,), tuple(CONDITIONS))
        return {name: self._value(value, (part, name)) for name, value in conditions.items()}

    def _value(self, value: Any, place: Place) -> Any:
        kind = CONDITIONS[place[-1]]
        if kind.form in ("codes", "flag_or_codes"):
            if kind.form == "flag_or_codes" and isinstance(value, bool):
                return value
            table, _, column = kind.column.partition(".")
            home = self.contract.tables.get(table)
            known = home.columns[column].codes if home and column in home.columns else ()
            return self._codes(value, place, known)
        reading: Mapping[str, Callable[[Any, Place], Any]] = {
            "texts": self._texts,
            "texts_or_mapping": self._ways,
            "amounts": self._amounts,
            "days": self._days,
            "age": self._days,
            "flag": self._flag,
        }
        return reading[kind.form](value, place)

    # -- forms ------------------------------------------------------------------------------------------------------

    def _ways(self, value: Any, place: Place) -> Any:
        if not isinstance(value, dict):
            return self._texts(value, place)
        self._keys(value, place, WAYS)
        return {way: self._texts(texts, (*place, way)) for way, texts in value.items()}

    def _amounts(self, value: Any, place: Place) -> dict[str, float]:
        self._keys(value, place, SIDES, filled=True)
        for side, limit in value.items():
            if isinstance(limit, bool) or not isinstance(limit, int | float) or limit < 0:
                raise self._wrong((*place, side), f"{limit!r} is no amount", "Write yuan as a number, such as 100000")
        self._ordered(value, place)
        return dict(value)

    def _days(self, value: Any, place: Place) -> dict[str, Any]:
        over = CONDITIONS[place[-1]].form == "age"
        self._keys(value, place, (*SIDES, "over") if over else SIDES, filled=True)
        for side, limit in value.items():
            if side == "over" and not AGE.fullmatch(str(limit)):
                raise self._wrong((*place, side), f"{limit!r} is no age", "Write 3y, 18m or 90d")
            if side != "over" and (not isinstance(limit, dt.date) or isinstance(limit, dt.datetime)):
                raise self._wrong((*place, side), f"{limit!r} is no day", "Write it as 2022-11-22, without quotes")
        self._ordered(value, place)
        return dict(value)

    def _ordered(self, value: Mapping[str, Any], place: Place) -> None:
        if all(side in value for side in SIDES) and value["from"] > value["to"]:
            raise self._wrong(place, "`from` lies after `to`", "Change them over")

    def _flag(self, value: Any, place: Place) -> bool:
        if not isinstance(value, bool):
            raise self._wrong(place, f"{value!r} is neither true nor false", "Write true or false")
        return value

    def _codes(self, value: Any, place: Place, known: Sequence[str], *, empty: bool = False) -> tuple[str, ...]:
        codes = self._texts(value, place, empty=empty)
        for code in codes:
            if code not in known:
                raise self._wrong(place, f"{code!r} is unknown", f"Write some of {', '.join(known)}")
        return codes

    def _texts(self, value: Any, place: Place, *, empty: bool = False) -> tuple[str, ...]:
        listed = self._list(value, place, empty=empty)
        if not all(isinstance(text, str) and text for text in listed):
            raise self._wrong(place, "This is no list of texts", "Write `[one, another]`, with quotes around numbers")
        return tuple(listed)

    def _list(self, value: Any, place: Place, *, empty: bool) -> list[Any]:
        if not isinstance(value, list) or not (value or empty):
            raise self._wrong(place, "This is no list, or an empty one", "Write `[one, another]`")
        return value

    def _keys(self, value: Any, place: Place, known: Sequence[str], *, filled: bool = False) -> None:
        if not isinstance(value, dict) or (filled and not value):
            raise self._wrong(place, "Keys are missing here", f"Write some of {', '.join(known)}")
        for key in value:
            if key not in known:
                raise self._wrong((*place, str(key)), f"The key {key!r} is unknown", f"Known are {', '.join(known)}")

    def _wrong(self, place: Place, problem: str, cure: str) -> DataError:
        line = next((self.lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in self.lines), 1)
        return DataError(f"{self.path}:{line}: {'.'.join(place) or 'campaign'}: {problem}.", f"{cure}.")


def _lines(node: yaml.Node | None, place: Place = ()) -> dict[Place, int]:
    """The line of each key."""
    found: dict[Place, int] = {}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            found |= {inner: key.start_mark.line + 1} | _lines(value, inner)
    return found
