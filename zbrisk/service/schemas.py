"""The forms of bodies, for the description of the interface; `zbrisk.service.answers` reads them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

__all__ = ["PROBLEMS", "CaseBody", "ModelAnswer", "NeedAnswer", "ProblemAnswer", "case_body", "lines_body"]

EXAMPLE = {
    "as_of": "2026-11-22",
    "case_id": "C0013750",
    "records": {
        "cases": [
            {
                "case_id": "C0013750", "case_no": "（2023）浙9682执1234号", "case_kind": "enforcement",
                "filed_date": "2023-06-22", "closed_date": "2025-05-06", "close_mode": "terminated_round",
                "claim_amount": 864000,
            }
        ],
        "case_parties": [{"case_id": "C0013750", "party_id": "P0022911", "role": "debtor"}],
        "vehicle_sightings": [],
    },
}  # fmt: skip


class CaseBody(BaseModel):
    """One case's records, and the day on which they are looked at."""

    as_of: str = Field(description="The day, 2026-11-22; not one that has not come.")
    case_id: str | None = Field(None, description="Which case, where the records hold several.")
    records: dict[str, list[dict[str, Any]]] = Field(
        description="Rows by table, see /v1/contract and /v1/needs. A table that is left out is no data, an empty one"
        " says that nothing was found."
    )


class ProblemAnswer(BaseModel):
    """A refusal (RFC 9457)."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    instance: str = Field(description="The request's id, which the audit log has too.")
    problem: str = Field(description="One sentence.")
    cure: str = Field(description="What to do about it.")


class ModelAnswer(BaseModel):
    """The bundle that answers."""

    version: str
    trained_until: str
    targets: list[str]
    signers: list[str] = Field(description="The trusted keys that signed it.")


class NeedAnswer(BaseModel):
    """Rows that a score depends on: those of `table` whose `column` is a value of `source_column` of `source`."""

    table: str
    column: str
    source: str
    source_column: str
    used_by: list[str]


WHAT = {
    400: "The body is no JSON.",
    401: "No valid access key.",
    403: "The key lacks the scope.",
    408: "The body did not come in time.",
    409: "The new bundle is refused; the old one goes on answering.",
    413: "The body is too large.",
    415: "The body is of another type.",
    422: "The case cannot be scored; problem and cure say why.",
    429: "Too many calls wait; Retry-After says when to come again.",
    503: "The service cannot answer now.",
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": what,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemAnswer"}}},
    }
    for status, what in WHAT.items()
}


def case_body() -> dict[str, Any]:
    """What OpenAPI says of a body that is one case."""
    content = {"schema": CaseBody.model_json_schema(), "example": EXAMPLE}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def lines_body() -> dict[str, Any]:
    """What OpenAPI says of a body of one case a line."""
    content = {"schema": {"type": "string", "description": "One object as of /v1/score a line."}}
    return {"requestBody": {"required": True, "content": {"application/x-ndjson": content}}}
