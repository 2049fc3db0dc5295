"""Refusals over HTTP: problem details (RFC 9457) that carry zbrisk's `problem` and `cure`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse

from zbrisk.errors import ZbriskError

__all__ = ["MEDIA_TYPE", "Problem"]

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A call that is refused.

    Args:
        status: The HTTP status.
        problem: One sentence.
        cure: What to do about it.
        headers: Further headers of the answer.
    """

    def __init__(self, status: HTTPStatus, problem: str, cure: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem
        self.cure = cure
        self.headers = dict(headers or {})

    @classmethod
    def of(cls, error: ZbriskError) -> Problem:
        """What zbrisk refuses: the call is understood, its content is not right."""
        return cls(HTTPStatus.UNPROCESSABLE_ENTITY, error.problem, error.cure)

    @classmethod
    def busy(cls, seconds: float) -> Problem:
        """More calls than can wait; `seconds` is when a place may be free."""
        again = max(1, math.ceil(seconds))
        return cls(
            HTTPStatus.TOO_MANY_REQUESTS,
            "The service is busy, and as many calls as may wait are waiting.",
            f"Send it again in {again} s, or start the service with more workers.",
            {"Retry-After": str(again)},
        )

    @classmethod
    def unauthorized(cls) -> Problem:
        """No key, or one that is not good any more."""
        return cls(
            HTTPStatus.UNAUTHORIZED,
            "The call has no access key that is valid.",
            "Send the header `Authorization: Bearer KEY`; `zbrisk serve keys new` makes a key.",
            {"WWW-Authenticate": "Bearer"},
        )

    @classmethod
    def forbidden(cls, scope: str) -> Problem:
        """A key that does not open this."""
        return cls(
            HTTPStatus.FORBIDDEN,
            f"The access key has no scope {scope}.",
            f"Ask whoever runs the service for a key with the scope {scope}.",
        )

    @classmethod
    def unavailable(cls, problem: str) -> Problem:
        """Something that the service needs is not there."""
        return cls(HTTPStatus.SERVICE_UNAVAILABLE, problem, "Tell whoever runs the service.")

    def to_json(self, request_id: str) -> dict[str, Any]:
        """The body; `problem` and `cure` are what every refusal of zbrisk has."""
        return {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": f"{self.problem} {self.cure}",
            "instance": f"urn:request:{request_id}",
            "problem": self.problem,
            "cure": self.cure,
        }

    def response(self, request_id: str) -> JSONResponse:
        """The answer."""
        return JSONResponse(self.to_json(request_id), self.status.value, self.headers, MEDIA_TYPE)
