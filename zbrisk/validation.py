"""Documents that people write or bundles carry, validated by models; what is wrong becomes one sentence with a place.

Each form (a signal's header, a recipe, a contract ...) is a `StrictModel`. pydantic checks types, ranges and keys,
and gives the JSON Schema that editors use; this module says in plain English what it found, and finds the line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
)
from pydantic.json_schema import JsonSchemaValue, WithJsonSchema
from pydantic_core import ErrorDetails, core_schema

__all__ = [
    "Filled", "Invalid", "Many", "OneOrMany", "Place", "StrictModel", "Text", "line_of", "lines_of", "one_of",
    "refusal", "shown", "validated",
]  # fmt: skip

Place = tuple[str | int, ...]  # keys and positions, from the top of the document
M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")
SHOWN = 60
LISTED = 40  # known keys or codes in one sentence


class StrictModel(BaseModel):
    """A form: no other keys than its own, nothing converted ("1" is no number, 1 is no bool), and never changed."""

    # what is nested in another form, or never read in this process, is not built
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)


class Invalid(ValueError):
    """Something in a document that is not understood.

    Args:
        problem: One sentence.
        cure: What to write instead.
        place: Where it stands: keys and positions, from the top of the document or of the model that raises it.
    """

    def __init__(self, problem: str, cure: str = "", *, place: Place = ()) -> None:
        super().__init__(f"{problem} {cure}".strip())
        self.problem = problem
        self.cure = cure
        self.place = place


def refusal(place: Place, problem: str, cure: str) -> Invalid:
    """What is wrong at a place; the problem is the rest of the sentence."""
    return Invalid(f"{_called(place, 'The document')} {problem}", cure, place=place)


def one_of(value: str, known: Collection[str], what: str, place: Place) -> str:
    """The value, if it is a known one.

    Raises:
        Invalid: It is not.
    """
    if value not in known:
        listed = ", ".join(list(known)[:LISTED])
        raise refusal(place, f"is {shown(value)}, which is no {what}.", f"Use one of {listed}.")
    return value


def validated(model: type[M], document: Any, *, what: str, also: Mapping[str, Any] | None = None) -> M:
    """A document as a model.

    Args:
        model: The form.
        document: What was parsed; nothing of it is trusted.
        what: What the document is called where a sentence is about the whole of it, such as "The header".
        also: Values of the model that come from elsewhere, such as its name, and that no document may hold.

    Raises:
        Invalid: The first thing that is wrong; an unknown key before all others, since it may be a key misspelt.
    """
    if also and isinstance(document, Mapping):
        for key in also:
            if key in document:
                raise _unknown_key(_shape(model, ()), (key,), what)
        document = {**document, **also}
    try:
        return model.model_validate(document)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise _invalid(model, _worth_saying(found, document), document, what) from error


# -- what forms are made of -------------------------------------------------------------------------------------------


class _OneOrMany:
    """One value, or a list of them: a tuple in any case."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(_one_or_many, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        several = handler(schema)
        return {"anyOf": [several["items"], several]}


def _one_or_many(value: Any) -> Any:
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def _many(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _both_languages(value: Any) -> Any:
    cure = "Write {zh: ..., en: ...}, a text with a comma in quotes."
    if not isinstance(value, Mapping):
        raise Invalid(f"is {shown(value)} and no text in two languages.", cure)
    for language in ("zh", "en"):
        if not isinstance(value.get(language), str) or not value[language].strip():
            raise Invalid(f"lacks a language: `{language}`.", cure)
    for language in value:
        if language not in ("zh", "en"):
            raise Invalid(f"has the unknown language {shown(language)}.", cure)
    return {language: value[language].strip() for language in ("zh", "en")}


Many = Annotated[tuple[T, ...], BeforeValidator(_many)]  # a list
OneOrMany = Annotated[tuple[T, ...], _OneOrMany()]
SENTENCE = {"type": "string", "minLength": 1}
Text = Annotated[  # for reviewers (zh) and for developers (en)
    Mapping[str, str],
    BeforeValidator(_both_languages),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {"zh": SENTENCE, "en": SENTENCE},
            "required": ["zh", "en"],
            "additionalProperties": False,
        }
    ),
]
Filled = Annotated[str, Field(min_length=1)]


# -- lines ------------------------------------------------------------------------------------------------------------


def lines_of(node: yaml.Node | None) -> dict[Place, int]:
    """The line (1-based) of every key and list member of a YAML text."""
    return dict(_lines(node, ()))


def line_of(place: Place, lines: Mapping[Place, int]) -> int:
    """The line of a place; that of what surrounds it where it is not there."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _lines(node: yaml.Node | None, place: Place) -> Iterator[tuple[Place, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            own = (*place, str(key.value))
            yield own, key.start_mark.line + 1
            yield from _lines(value, own)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            own = (*place, position)
            yield own, value.start_mark.line + 1
            yield from _lines(value, own)


# -- sentences --------------------------------------------------------------------------------------------------------

WRONG_TYPES = {
    "string_type": ("no text", "Write a text; a number stands in quotes."),
    "bool_type": ("neither true nor false", "Write true or false."),
    "date_type": ("no date", "Write it as 2022-11-22, without quotes."),
    "tuple_type": ("no list", "Write [one, another]."),
    "list_type": ("no list", "Write [one, another]."),
    "dict_type": ("no mapping", "Write `name: value` lines."),
    "model_type": ("no mapping", "Write `name: value` lines."),
    "finite_number": ("no finite number", "Write a number."),
}
NUMBERS = ("int_type", "float_type", "greater_than", "greater_than_equal", "less_than", "less_than_equal")


def _invalid(model: type[BaseModel], error: ErrorDetails, document: Any, what: str) -> Invalid:
    """pydantic's error as a sentence about a place of the document."""
    kind, given = error["type"], error["input"]
    place = _within(error["loc"], document)
    shape = _shape(model, error["loc"])
    if kind == "value_error":
        return _raised(error["ctx"]["error"], place, what)
    if kind == "missing":
        return Invalid(f"{_called(place, what)} lacks `{error['loc'][-1]}`.", "Add it.", place=place)
    if kind in ("extra_forbidden", "invalid_key") or error["loc"][-1:] == ("[key]",):
        place = place or error["loc"]  # pydantic writes a key that is no text as one, which the document lacks
        return _unknown_key(_shape(model, place[:-1]), place, what)
    if kind in ("too_long", "string_too_long"):
        many = f"has {len(given):,} {'letters' if isinstance(given, str) else 'members'}"
        return Invalid(
            f"{_called(place, what)} {many}.", f"At most {error['ctx']['max_length']:,} are read.", place=place
        )
    is_what, cure = _wrong_value(kind, shape)
    return Invalid(f"{_called(place, what)} is {shown(given)}{is_what}.", cure, place=place)


def _worth_saying(errors: Sequence[ErrorDetails], document: Any) -> ErrorDetails:
    """An unknown key, which may be a key misspelt; else the first error, where it is of a union the deepest of it."""
    for error in errors:
        if error["type"] == "extra_forbidden":
            return error
    first = _within(errors[0]["loc"], document)
    same = [each for each in errors if _within(each["loc"], document)[: len(first)] == first]
    return max(same, key=lambda each: (len(_within(each["loc"], document)), not each["type"].endswith("_type")))


def _raised(error: Exception, place: Place, what: str) -> Invalid:
    """What one of our own validators raised: a whole sentence, or one that begins with the place."""
    if not isinstance(error, Invalid):
        return Invalid(str(error), place=place)
    whole = (*place, *error.place)
    begins = "" if error.problem[:1].isupper() or error.problem[:1] == "`" else f"{_called(whole, what)} "
    return Invalid(begins + error.problem, error.cure, place=whole)


def _wrong_value(kind: str, shape: Mapping[str, Any]) -> tuple[str, str]:
    if kind == "literal_error":
        known = ", ".join(map(str, shape.get("enum", [shape.get("const")])[:LISTED]))
        return ", which is unknown", f"Use {known}." if "," not in known else f"Use one of {known}."
    if kind in NUMBERS:
        number = _number(shape)
        return f" and no {number}", f"Write a {number}."
    if kind == "string_pattern_mismatch":
        examples = " or ".join(shape["examples"])
        return f", which has not the form {examples}", f"Write it as {shape['examples'][0]}."
    if kind in ("too_short", "string_too_short"):
        return ", which is empty", "Fill it in, or leave the key out."
    is_what, cure = WRONG_TYPES.get(kind, ("not understood", "Compare it with the documentation."))
    return f", {is_what}" if is_what.startswith(("neither", "not")) else f" and {is_what}", cure


def _number(shape: Mapping[str, Any]) -> str:
    """`whole number from 1 to 20`, `number above 0`."""
    kind = "whole number" if shape.get("type") == "integer" else "number"
    low, high = shape.get("minimum"), shape.get("maximum")
    if "exclusiveMinimum" in shape:
        return f"{kind} above {shape['exclusiveMinimum']:g}"
    if low is not None and high is not None:
        return f"{kind} from {low:,.15g} to {high:,.15g}"
    return kind if low is None else f"{kind} of at least {low:,.15g}"


def _unknown_key(shape: Mapping[str, Any], place: Place, what: str) -> Invalid:
    known = sorted(shape.get("properties", shape.get("propertyNames", {}).get("enum", ())))
    near = get_close_matches(str(place[-1]), known, n=1)
    cure = f"Known are {', '.join(known[:LISTED])}." if known else "Write a name, as the documentation shows."
    cure = f"Did you mean `{near[0]}`?" if near else cure
    return Invalid(f"{_called(place[:-1], what)} has the unknown key {shown(place[-1])}.", cure, place=place)


def _called(place: Place, what: str) -> str:
    named = ".".join(str(each + 1) if isinstance(each, int) else shown(each)[1:-1] for each in place)
    return f"`{named if len(named) <= 2 * SHOWN else named[: 2 * SHOWN] + '...'}`" if place else what


def shown(value: object) -> str:
    """A value, short enough for a sentence."""
    text = repr(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


def _within(location: Place, document: Any) -> Place:
    """The part of pydantic's location that stands in the document: not the names of a union's members."""
    place: list[str | int] = []
    at = document
    for step in location:
        inside = (isinstance(at, Mapping) and step in at) or (isinstance(at, (list, tuple)) and isinstance(step, int))
        if inside:
            at = at[step]
            place.append(step)
    return tuple(place)


@cache
def _schema(model: type[BaseModel]) -> Mapping[str, Any]:
    return model.model_json_schema()


def _shape(model: type[BaseModel], place: Sequence[str | int]) -> Mapping[str, Any]:
    """The JSON Schema of a place: its known keys, values, ranges and examples."""
    whole = _schema(model)
    shape: Mapping[str, Any] = whole
    for step in place:
        kind = "array" if isinstance(step, int) else "object"
        shape = _resolved(shape, whole, kind)
        named = shape.get("additionalProperties") or next(iter(shape.get("patternProperties", {}).values()), None)
        inside = shape.get("items") if kind == "array" else named
        shape = shape.get("properties", {}).get(step) or inside or shape  # else the name of a union's member
    return _resolved(shape, whole, "object")


def _resolved(shape: Mapping[str, Any], whole: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    """Without references; of several forms the first of that kind, or else the first."""
    if "$ref" in shape:
        return _resolved(whole["$defs"][shape["$ref"].rpartition("/")[2]], whole, kind)
    forms = [_resolved(each, whole, kind) for each in shape.get("anyOf", ()) if each.get("type") != "null"]
    return next((form for form in forms if form.get("type") == kind), forms[0]) if forms else shape
