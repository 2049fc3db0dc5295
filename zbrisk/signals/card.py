"""A signal's card: what its header says to people and to the machinery."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from zbrisk.signals.groups import ByColumn, Code, combinations, filled, label_of, parse_by
from zbrisk.signals.measure import LATEST, TIMED, Measure, parse_measures
from zbrisk.signals.signal_file import HeaderError
from zbrisk.signals.window import ALL, Window

__all__ = ["Card", "Text", "parse_card"]

Text = Mapping[str, str]
KEYS = frozenset(
    {"label", "targets", "typology", "direction", "at", "by", "of", "through", "across", "measures", "windows"}
    | {"requires", "reason", "absent", "favourable", "evidence", "innocent", "verify", "law"}
)
DIRECTIONS = ("raises", "lowers", "either")
FAVOURABLE = ("rows", "absence")
BUILT_IN = ("window", "rows", "last_day")
TYPOLOGY = re.compile(r"A([1-9]|1\d|20)|S([1-9]|1[0-2])|context")
PLACEHOLDER = re.compile(r"\{(?P<name>\w+)(?:@(?P<window>[^{}]+))?\}")


@dataclass(frozen=True, kw_only=True)
class Card:
    """The header of a signal file; see features/README.md for each key.

    Measured `by` codes, it speaks of all combinations of them, and each of its `groups` of one: `codes`.
    """

    name: str
    label: Text
    targets: tuple[str, ...]
    typology: tuple[str, ...]
    direction: str
    at: str | None
    of: str
    through: str | None
    across: str
    measures: tuple[Measure, ...]
    requires: tuple[str, ...]
    reason: Text
    absent: Text | None
    favourable: tuple[str, ...]
    evidence: str | None
    innocent: Text | None
    verify: Text | None
    law: str | None
    by: tuple[ByColumn, ...] = ()
    codes: tuple[str, ...] = ()

    @cached_property
    def groups(self) -> tuple[Card, ...]:
        """A card for each combination of codes, in its own words; the card itself where there are none."""
        if not self.by or self.codes:
            return (self,)
        return tuple(self._of(codes) for codes in combinations(self.by))

    def _of(self, codes: Sequence[Code]) -> Card:
        """What this card says of the rows that have these codes."""
        labels = {column.column: code.label for column, code in zip(self.by, codes, strict=True)}
        return replace(
            self,
            name=".".join((self.name, *(code.code for code in codes))),
            codes=tuple(code.code for code in codes),
            label=label_of(self.label, codes),
            typology=tuple(dict.fromkeys(each for code in codes for each in code.typology)) or self.typology,
            reason=filled(self.reason, labels),
            absent=self.absent and filled(self.absent, labels),
            innocent=self.innocent and filled(self.innocent, labels),
            verify=self.verify and filled(self.verify, labels),
        )

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """All windows of all measures, each once."""
        return tuple(dict.fromkeys(window for measure in self.measures for window in measure.windows))

    def features(self) -> tuple[tuple[str, Measure, Window], ...]:
        """Name, measure and window of each feature, in the order of the columns."""
        return self._features

    @cached_property
    def _features(self) -> tuple[tuple[str, Measure, Window], ...]:
        if self.groups != (self,):
            return tuple(feature for group in self.groups for feature in group.features())
        return tuple((f"{self.name}__{m.name}__{w.name}", m, w) for m in self.measures for w in m.windows)

    def feature_labels(self, language: str) -> dict[str, str]:
        """Every feature in words, by its name."""
        return {
            name: card.feature_label(measure, window, language)
            for card in self.groups
            for name, measure, window in card.features()
        }

    def feature_label(self, measure: Measure, window: Window, language: str) -> str:
        """A feature in words: signal, measure, window."""
        separator = "·" if language == "zh" else ", "
        return separator.join((self.label[language], measure.label(language), window.label(language)))

    @property
    def plain_fact(self) -> bool:
        """Whether it says how large or how old a case is, which speaks neither for nor against anybody."""
        return self.typology == ("context",) and self.direction == "either"

    @cached_property
    def sentence_windows(self) -> tuple[Window, ...]:
        """The windows over which all that the reason shows is measured, so that it can be about one of them."""
        shown = self.placeholders(self.reason)
        if len({placeholder["window"] for placeholder in shown}) > 1:
            return ()
        return tuple(w for w in self.windows if all(self._shows(placeholder, w) for placeholder in shown))

    def placeholders(self, text: Text) -> tuple[re.Match[str], ...]:
        """The placeholders of measures in a text, in both languages."""
        found = (match for language in text.values() for match in PLACEHOLDER.finditer(language))
        return tuple(match for match in found if match["name"] not in BUILT_IN)

    def feature_of(self, placeholder: re.Match[str], about: Window | None = None) -> str:
        """The feature that a placeholder of the reason shows.

        Args:
            placeholder: A match of PLACEHOLDER.
            about: The window that the sentence is about; None for the first of the measure.

        Raises:
            KeyError: There is no such measure or window.
        """
        measure = next((m for m in self.measures if m.name == placeholder["name"]), None)
        if measure is None:
            raise KeyError(placeholder["name"])
        wanted = placeholder["window"] or (about.text if about else None)
        window = next((w for w in measure.windows if wanted is None or w.text == wanted), None)
        if window is None and about and about.trailing and measure.kind in LATEST:  # the last is the last of the window
            window = next((w for w in measure.windows if w == ALL), None)
        if window is None:
            raise KeyError(f"{placeholder['name']}@{wanted}")
        return f"{self.name}__{measure.name}__{window.name}"

    def _shows(self, placeholder: re.Match[str], window: Window) -> bool:
        try:
            self.feature_of(placeholder, window)
        except KeyError:
            return False
        return placeholder["window"] in (None, window.text)


def parse_card(name: str, header: Mapping[str, Any], *, targets: Sequence[str], days: Sequence[str]) -> Card:
    """A card from a parsed header.

    Args:
        name: The signal's name (the file's).
        header: The YAML at the head of the file.
        targets: The targets of the contract in force; where it has none, neither have its signals.
        days: The reference days of the contract in force.

    Raises:
        ValueError: Something is missing or not understood (then a `HeaderError`); the message says what and what to
            write.
    """
    unknown = set(header) - KEYS
    if unknown:
        key = sorted(unknown)[0]
        raise HeaderError(key, f"The header has the unknown key {key!r}; known are {', '.join(sorted(KEYS))}.")
    for key in ("label", *["targets"] * bool(targets), "typology", "measures", "reason"):
        if key not in header:
            raise ValueError(f"The header lacks `{key}`.")
    typology = _listed(header["typology"])
    context = typology == ("context",)
    at = header.get("at")
    with _under("windows"):
        windows = tuple(Window.parse(str(text)) for text in _listed(header.get("windows", ["all"])))
    with _under("measures"):
        measures = parse_measures(header["measures"], windows)
    direction = str(header.get("direction", "raises"))
    card = Card(
        name=name,
        label=_text(header, "label"),
        targets=_listed(header.get("targets", [])),
        typology=typology,
        direction=direction,
        at=at,
        of=str(header.get("of", "case")),
        through=header.get("through"),
        across=str(header.get("across", "max")),
        measures=measures,
        requires=_listed(header.get("requires", [])),
        reason=_text(header, "reason"),
        absent=_text(header, "absent") if "absent" in header else None,
        favourable=_listed(header.get("favourable", ["rows"] if direction == "lowers" else [])),
        evidence=header.get("evidence"),
        innocent=_text(header, "innocent") if "innocent" in header or not context else None,
        verify=_text(header, "verify") if "verify" in header or not context else None,
        law=header.get("law"),
        by=_by(header),
    )
    for group in card.groups:
        _check(group, targets, days)
    return card


def _by(header: Mapping[str, Any]) -> tuple[ByColumn, ...]:
    with _under("by"):
        return parse_by(header["by"]) if "by" in header else ()


def _check(card: Card, targets: Sequence[str], days: Sequence[str]) -> None:
    for target in card.targets:
        if target not in targets:
            known = f"known are {', '.join(targets)}" if targets else "it names no outcomes, and so no targets"
            raise HeaderError("targets", f"The target {target!r} is not in the contract; {known}.")
    for typology in card.typology:
        if not TYPOLOGY.fullmatch(typology):
            raise HeaderError("typology", f"The typology {typology!r} is unknown; use A1..A20, S1..S12 or context.")
    if card.direction not in DIRECTIONS:
        raise HeaderError("direction", f"The direction {card.direction!r} is unknown; use {', '.join(DIRECTIONS)}.")
    if card.direction == "lowers" and card.absent is None:
        raise HeaderError(
            "direction", "A signal with `direction: lowers` says in `absent` what its having no rows means."
        )
    _check_favourable(card)
    if (card.of == "case") != (card.through is None):
        raise HeaderError("of", "`of` and `through` go together: `of: party` with `through: applicants`.")
    if card.across not in ("max", "sum"):
        raise HeaderError("across", f"`across` is max or sum, not {card.across!r}.")
    _check_windows(card, days)
    _check_requires(card, days)
    for key, text in (("reason", card.reason), ("absent", card.absent or {})):
        with _under(key):
            for language, sentence in text.items():
                _check_placeholders(card, language, sentence)
    names = [feature for feature, _, _ in card.features()]
    for feature in names:
        if names.count(feature) > 1:
            raise HeaderError("measures", f"The feature {feature} is asked for twice.")


def _check_favourable(card: Card) -> None:
    for part in card.favourable:
        if part not in FAVOURABLE:
            raise HeaderError("favourable", f"`favourable` is a list of rows and absence, not {part!r}.")
    if "rows" in card.favourable and card.direction == "raises":
        raise HeaderError("favourable", "The rows of a signal with `direction: raises` speak for nobody.")
    if "absence" in card.favourable and card.absent is None:
        raise HeaderError("favourable", "An absence that speaks for the debtor says so in `absent`.")


def _check_requires(card: Card, days: Sequence[str]) -> None:
    for day in card.requires:
        if day not in days:
            raise HeaderError("requires", f"`requires` names {day!r}; known days of the case are {', '.join(days)}.")
    if card.requires and card.of != "case":
        raise HeaderError("requires", f"`requires` speaks of days of the case; `of: {card.of}` has none.")


def _check_windows(card: Card, days: Sequence[str]) -> None:
    for window in card.windows:
        for day in window.days:
            if day not in days:
                raise HeaderError(
                    "windows", f"The window {window.text!r} hangs on {day!r}; known days are as_of, {', '.join(days)}."
                )
            if card.of != "case":
                raise HeaderError(
                    "windows", f"The window {window.text!r} hangs on a day of the case; `of: {card.of}` has only as_of."
                )
    if card.at is None:
        if card.windows != (ALL,):
            raise HeaderError("windows", "Without `at` the rows have no day: only the window `all` is possible.")
        if any(m.kind in TIMED or (m.per_measure and m.per_measure.kind in TIMED) for m in card.measures):
            raise HeaderError("measures", "days_since, first and last need `at`.")
    if card.of != "case" and any(m.per_column for m in card.measures):
        raise HeaderError("measures", f"A measure of `of: {card.of}` cannot be divided by a column of the case.")


def _check_placeholders(card: Card, language: str, sentence: str) -> None:
    for placeholder in PLACEHOLDER.finditer(sentence):
        if placeholder["name"] in BUILT_IN and placeholder["window"] is None:
            continue
        try:
            card.feature_of(placeholder)
        except KeyError as missing:
            names = ", ".join(f"{{{name}}}" for name in (*(m.name for m in card.measures), *BUILT_IN))
            raise ValueError(
                f"The {language} text speaks of {missing.args[0]}, which is not measured; there are {names}."
            ) from None
    if sentence.count("{") != len(PLACEHOLDER.findall(sentence)):
        raise ValueError(f"The {language} text has a brace that is no placeholder: {sentence!r}.")
    for part in re.split(r"[\[\]]", re.sub(r"\[[^\[\]]*\{[^\[\]]*\]", "", sentence))[1:]:
        raise ValueError(
            f"The {language} text has a bracket that is not in a pair, or holds no placeholder, before {part!r}: "
            "[square brackets] hold what is said only where its figures are known and not 0."
        )


@contextmanager
def _under(key: str) -> Iterator[None]:
    """Whatever is not understood in here stands under a key."""
    try:
        yield
    except ValueError as error:
        raise HeaderError(key, str(error)) from error


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)


def _text(header: Mapping[str, Any], key: str) -> dict[str, str]:
    value = header.get(key)
    if not isinstance(value, Mapping) or not all(
        isinstance(value.get(k), str) and value[k].strip() for k in ("zh", "en")
    ):
        raise HeaderError(key, f"`{key}` is missing or lacks a language: write `{key}: {{zh: ..., en: ...}}`.")
    return {"zh": value["zh"].strip(), "en": value["en"].strip()}
