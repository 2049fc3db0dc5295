"""What a caller gets of an answer: all of it, or what names nobody."""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus

from zbrisk.errors import DataError, ZbriskError
from zbrisk.explaining.explanation import PARTS
from zbrisk.scoring.answer import Answer
from zbrisk.service.problems import Problem
from zbrisk.untrusted import parse_json

__all__ = ["PARTS", "Case", "parts_of", "written"]

NAMING_NOBODY = ("case_id", "as_of", "risks", "model_version", "trained_until")
FORM = "Send an object with as_of, records and, where several cases are in them, case_id."
KEYS = frozenset({"as_of", "records", "case_id"})


class Case:
    """A call's body: one case's records and the day.

    Args:
        body: JSON: as_of, records by table, and case_id where the records hold several cases.

    Raises:
        Problem: It is no JSON (400), or no case (422).
    """

    def __init__(self, body: bytes) -> None:
        try:
            document = parse_json(body, "The body")
        except ZbriskError as error:
            raise Problem(HTTPStatus.BAD_REQUEST, error.problem, error.cure) from error
        if not isinstance(document, dict) or not {"as_of", "records"} <= document.keys() <= KEYS:
            raise Problem.of(DataError("The body is no case.", FORM))
        self.as_of = document["as_of"]
        self.records = document["records"]
        self.case_id = document.get("case_id")


def parts_of(text: str | None, *, raw: bool) -> Collection[str] | None:
    """The parts that a call asks for, by names with commas between; None for all that the key may see.

    Raises:
        Problem: There is no such part (422), or it names people and the key has no scope raw (403).
    """
    if text is None:
        return None if raw else NAMING_NOBODY
    parts = [part.strip() for part in text.split(",")]
    if unknown := [part for part in parts if part not in PARTS]:
        raise Problem.of(DataError(f"There is no part {unknown[0][:80]!r}.", f"Use {', '.join(PARTS)}."))
    if not raw and set(parts) - set(NAMING_NOBODY):
        raise Problem.forbidden("raw")
    return parts


def written(answer: Answer, parts: Collection[str] | None, *, raw: bool) -> bytes:
    """The answer as JSON: byte by byte what `Answer.to_json` gives, or the parts asked for in the same form."""
    return answer.to_utf8(parts, reasons=raw)
