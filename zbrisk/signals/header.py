"""A signal's header: what it says to people and to the machinery."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, ValidationInfo, model_validator
from pydantic.json_schema import SkipJsonSchema, WithJsonSchema

from zbrisk.signals.groups import ByColumn, Code, combinations, filled, label_of, parse_by
from zbrisk.signals.measure import LATEST, TIMED, Measure, parse_measures
from zbrisk.signals.window import ALL, Window
from zbrisk.validation import Invalid, OneOrMany, StrictModel, Text, shown, validated

__all__ = ["SignalHeader", "Text", "parse_header"]

Typology = Annotated[
    str, Field(pattern=r"^(A([1-9]|1\d|20)|S([1-9]|1[0-2])|context)$", examples=["A13", "S4", "context"])
]
BUILT_IN = ("window", "rows", "last_day")
TYPOLOGY = re.compile(r"A([1-9]|1\d|20)|S([1-9]|1[0-2])|context")
PLACEHOLDER = re.compile(r"\{(?P<name>\w+)(?:@(?P<window>[^{}]+))?\}")


def _windows(value: Any) -> tuple[Window, ...]:
    """Windows as a header writes them: one, or a list."""
    return tuple(Window.parse(str(text)) for text in (value if isinstance(value, list) else [value]))


def _measures(value: Any, info: ValidationInfo) -> tuple[Measure, ...]:
    return parse_measures(value, info.data.get("default_windows", (ALL,)))


ONE_OR_MANY = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
Windows = Annotated[tuple[Window, ...], PlainValidator(_windows), WithJsonSchema(ONE_OR_MANY)]
Measures = Annotated[
    tuple[Measure, ...],
    PlainValidator(_measures),
    WithJsonSchema(
        {
            "type": "array",
            "minItems": 1,
            "items": {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": ONE_OR_MANY}]},
        }
    ),
]
CODES = {"type": "object", "additionalProperties": {"type": "object", "required": ["zh", "en"]}}
By = Annotated[
    tuple[ByColumn, ...],
    PlainValidator(parse_by),
    WithJsonSchema({"type": "object", "minProperties": 1, "additionalProperties": CODES}),
]


class SignalHeader(StrictModel):
    """The header of a signal file; see features/README.md for each key.

    Measured `by` codes, it speaks of all combinations of them, and each of its `groups` of one: `codes`.
    """

    name: SkipJsonSchema[str]  # the file's
    label: Text
    targets: OneOrMany[str] = ()
    typology: OneOrMany[Typology]
    direction: Literal["raises", "lowers", "either"] = "raises"
    at: str | None = None
    of: str = "case"
    through: str | None = None
    across: Literal["max", "sum"] = "max"
    default_windows: Windows = Field(default_factory=lambda: (ALL,), alias="windows")
    measures: Measures
    requires: OneOrMany[str] = ()
    least: int = Field(default=1, ge=1)
    reason: Text
    absent: Text | None = None
    favourable: OneOrMany[Literal["rows", "absence"]] = Field(
        default_factory=lambda given: ("rows",) if given.get("direction") == "lowers" else ()
    )
    evidence: str | None = None
    innocent: Text | None = None
    verify: Text | None = None
    law: str | None = None
    law_since: str | None = None
    by: By = ()
    codes: SkipJsonSchema[tuple[str, ...]] = ()  # of a group

    @property
    def groups(self) -> tuple[SignalHeader, ...]:
        """A header for each combination of codes, in its own words; the header itself where there are none."""
        return self._groups or (self,)

    @cached_property
    def _groups(self) -> tuple[SignalHeader, ...]:
        return tuple(self._of(codes) for codes in combinations(self.by)) if self.by and not self.codes else ()

    def _of(self, codes: Sequence[Code]) -> SignalHeader:
        """What this header says of the rows that have these codes."""
        labels = {column.column: code.label for column, code in zip(self.by, codes, strict=True)}
        own = self.model_copy(
            update={
                "name": ".".join((self.name, *(code.code for code in codes))),
                "codes": tuple(code.code for code in codes),
                "label": label_of(self.label, codes),
                "typology": tuple(dict.fromkeys(each for code in codes for each in code.typology)) or self.typology,
                "reason": filled(self.reason, labels),
                "absent": self.absent and filled(self.absent, labels),
                "innocent": self.innocent and filled(self.innocent, labels),
                "verify": self.verify and filled(self.verify, labels),
            }
        )
        for cached in set(own.__dict__) - set(
            SignalHeader.model_fields
        ):  # a copy brings what was worked out of the whole
            del own.__dict__[cached]
        return own

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """All windows of all measures, each once."""
        return tuple(dict.fromkeys(window for measure in self.measures for window in measure.windows))

    def features(self) -> tuple[tuple[str, Measure, Window], ...]:
        """Name, measure and window of each feature, in the order of the columns."""
        return self._features

    @cached_property
    def _features(self) -> tuple[tuple[str, Measure, Window], ...]:
        if self._groups:
            return tuple(feature for group in self.groups for feature in group.features())
        return tuple((f"{self.name}__{m.name}__{w.name}", m, w) for m in self.measures for w in m.windows)

    def feature_labels(self, language: str) -> dict[str, str]:
        """Every feature in words, by its name."""
        return {
            name: header.feature_label(measure, window, language)
            for header in self.groups
            for name, measure, window in header.features()
        }

    def feature_label(self, measure: Measure, window: Window, language: str) -> str:
        """A feature in words: signal, measure, window."""
        separator = "·" if language == "zh" else ", "
        return separator.join((self.label[language], measure.label(language), window.label(language)))

    def picks(self, measure: Measure) -> bool:
        """Whether a reason that this measure moved most shows only the rows that attain it.

        The words of a signal by codes are made for many combinations and measures, so its reason can name the measure.
        Any other reason says what its author wrote of all rows. Which of several parties has the value is not known.
        """
        return bool(self.codes) and self.of == "case" and measure.picks

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

    @model_validator(mode="after")
    def _holds_together(self) -> SignalHeader:
        for header in self.groups:
            for key, wrong, problem in _contradictions(header):
                if wrong:
                    raise Invalid(problem, place=(key,))
            for key, text in (("reason", header.reason), ("absent", header.absent or {})):
                for language, sentence in text.items():
                    _check_placeholders(header, key, language, sentence)
        return self

    def _shows(self, placeholder: re.Match[str], window: Window) -> bool:
        try:
            self.feature_of(placeholder, window)
        except KeyError:
            return False
        return placeholder["window"] in (None, window.text)


def parse_header(name: str, written: Mapping[str, Any], *, targets: Sequence[str], days: Sequence[str]) -> SignalHeader:
    """A signal's header from its YAML.

    Args:
        name: The signal's name (the file's).
        written: The mapping at the head of the file.
        targets: The targets of the contract in force; where it has none, neither have its signals.
        days: The reference days of the contract in force.

    Raises:
        Invalid: Something is missing or not understood; it says what, where, and what to write.
    """
    if "codes" in written:  # those of a group, which no header names
        raise Invalid("The header has the unknown key 'codes'.", "Codes stand under `by`.", place=("codes",))
    header = validated(SignalHeader, written, what="The header", also={"name": name})
    if targets and "targets" not in written:
        raise Invalid("The header lacks `targets`.", f"Known are {', '.join(targets)}.")
    for target in header.targets:
        if target not in targets:
            known = f"known are {', '.join(targets)}" if targets else "it names no outcomes, and so no targets"
            raise Invalid(f"The target {shown(target)} is not in the contract; {known}.", place=("targets",))
    _check_days(header, days)
    return header


def _check_days(header: SignalHeader, days: Sequence[str]) -> None:
    """The days that a header names are the contract's."""
    for window in header.windows:
        for day in window.days:
            if day not in days:
                problem = (
                    f"The window {shown(window.text)} hangs on {shown(day)}; known days are as_of, {', '.join(days)}."
                )
                raise Invalid(problem, place=("windows",))
    for day in header.requires:
        if day not in days:
            problem = f"`requires` names {shown(day)}; known days of the case are {', '.join(days)}."
            raise Invalid(problem, place=("requires",))
    if header.law_since is not None and header.law_since not in days:
        problem = f"`law_since` names {shown(header.law_since)}; known days of the case are {', '.join(days)}."
        raise Invalid(problem, place=("law_since",))


def _contradictions(header: SignalHeader) -> Iterator[tuple[str, bool, str]]:
    """What keys say of each other: a key, whether it contradicts another, and the sentence that says so."""
    no_absent, of_case, context = header.absent is None, header.of == "case", header.typology == ("context",)
    lowers = "A signal with `direction: lowers` says in `absent` what its having no rows means."
    yield "direction", header.direction == "lowers" and no_absent, lowers
    for_nobody = "The rows of a signal with `direction: raises` speak for nobody."
    yield "favourable", "rows" in header.favourable and header.direction == "raises", for_nobody
    says_so = "An absence that speaks for the debtor says so in `absent`."
    yield "favourable", "absence" in header.favourable and no_absent, says_so
    for key in ("innocent", "verify"):
        lacking = f"The header lacks `{key}`: write `{key}: {{zh: ..., en: ...}}`."
        yield key, getattr(header, key) is None and not context, lacking
    together = "`of` and `through` go together: `of: party` with `through: applicants`."
    yield "of", of_case != (header.through is None), together
    for window in header.windows:
        hangs = f"The window {shown(window.text)} hangs on a day of the case; `of: {header.of}` has only as_of."
        yield "windows", bool(window.days) and not of_case, hangs
    no_day = "Without `at` the rows have no day: only the window `all` is possible."
    yield "windows", header.at is None and header.windows != (ALL,), no_day
    kinds = {each.kind for m in header.measures for each in (m, m.per_measure) if each}
    yield "measures", header.at is None and not kinds.isdisjoint(TIMED), "days_since, first and last need `at`."
    divided = f"A measure of `of: {header.of}` cannot be divided by a column of the case."
    yield "measures", not of_case and any(m.per_column for m in header.measures), divided
    days = f"`requires` speaks of days of the case; `of: {header.of}` has none."
    yield "requires", not of_case and bool(header.requires), days
    for typology in header.typology:
        unknown = f"The typology {shown(typology)} is unknown; use A1..A20, S1..S12 or context."
        yield "by", not TYPOLOGY.fullmatch(typology), unknown
    names = [feature for feature, _, _ in header.features()]
    for feature in names:
        yield "measures", names.count(feature) > 1, f"The feature {feature} is asked for twice."


def _check_placeholders(header: SignalHeader, key: str, language: str, sentence: str) -> None:
    for placeholder in PLACEHOLDER.finditer(sentence):
        if placeholder["name"] in BUILT_IN and placeholder["window"] is None:
            continue
        try:
            header.feature_of(placeholder)
        except KeyError as missing:
            names = ", ".join(f"{{{name}}}" for name in (*(m.name for m in header.measures), *BUILT_IN))
            problem = f"The {language} text speaks of {missing.args[0]}, which is not measured; there are {names}."
            raise Invalid(problem, place=(key, language)) from None
    if sentence.count("{") != len(PLACEHOLDER.findall(sentence)):
        problem = f"The {language} text has a brace that is no placeholder: {sentence!r}."
        raise Invalid(problem, place=(key, language))
    for part in re.split(r"[\[\]]", re.sub(r"\[[^\[\]]*\{[^\[\]]*\]", "", sentence))[1:]:
        raise Invalid(
            f"The {language} text has a bracket that is not in a pair, or holds no placeholder, before {part!r}: "
            "[square brackets] hold what is said only where its figures are known and not 0.",
            place=(key, language),
        )
