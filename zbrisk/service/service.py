"""What stands behind the calls: who may, what answers, and what is written down."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TypeVar

from fastapi import Request
from starlette.requests import ClientDisconnect

from zbrisk.errors import BundleError, ZbriskError
from zbrisk.scoring.answer import Answer
from zbrisk.service.access_keys import AccessKey, KeyRing
from zbrisk.service.answers import Case
from zbrisk.service.audit_log import AuditLog
from zbrisk.service.gate import Gate
from zbrisk.service.metrics import Metrics
from zbrisk.service.problems import Problem
from zbrisk.service.served_model import ServedModel
from zbrisk.service.settings import Settings

__all__ = ["Call", "Service"]

logger = logging.getLogger("zbrisk.service")
Result = TypeVar("Result")


@dataclass(kw_only=True)
class Call:
    """A call as the audit log will name it."""

    name: str
    request_id: str
    key: AccessKey | None = None
    case_id: str | None = None


class Service:
    """One process of the service."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.keys = KeyRing(settings.keys)
        self.audit = AuditLog(settings.audit)
        self.model = ServedModel(settings)
        self.gate = Gate(settings.waiting)
        self.metrics = Metrics()
        self._catching_up: asyncio.Task[None] | None = None

    @contextmanager
    def call(self, request: Request, name: str, scope: str | None = None) -> Iterator[Call]:
        """A call that is permitted, and is written down however it ends, before its answer is sent.

        Raises:
            Problem: The key is missing (401) or lacks the scope (403), or the log cannot be written (503).
        """
        call = Call(name=name, request_id=request.state.request_id)
        try:
            call.key = self._permitted(request, scope)
            yield call
        except Problem as problem:
            self.record(call, problem.status)
            raise
        except ClientDisconnect:
            self.record(call, "left")
            raise
        except BaseException:
            self.record(call, HTTPStatus.INTERNAL_SERVER_ERROR)
            raise
        self.record(call, HTTPStatus.OK)

    def record(self, call: Call, outcome: HTTPStatus | str) -> None:
        """Write a call down, and how it ended: an HTTP status, or `left` where the caller went before the answer.

        Raises:
            Problem: The log cannot be written (503).
        """
        try:
            self.audit.write(
                request=call.request_id, call=call.name, key=call.key and call.key.name, case=call.case_id,
                bundle=self.model.seal, outcome=outcome if isinstance(outcome, str) else outcome.value,
            )  # fmt: skip
        except ZbriskError as error:
            logger.error("The audit log cannot be written: %s", error.problem)
            raise Problem.unavailable("The call cannot be logged.") from error

    async def score(
        self, call: Call, body: bytes, finish: Callable[[Answer], Result], *, patient: bool = False
    ) -> Result:
        """Score the case of a body, and make of its answer what is sent.

        Raises:
            Problem: It is no case (400, 422), or too many wait (429).
        """
        self._catch_up()
        try:
            result = await self.gate.run(partial(self._scored, call, body, finish), patient=patient)
        except Problem as problem:
            self.metrics.cases.labels("busy" if problem.status == HTTPStatus.TOO_MANY_REQUESTS else "refused").inc()
            raise
        finally:
            self.metrics.inside.set(self.gate.inside)
        self.metrics.cases.labels("scored").inc()
        return result

    async def reload(self) -> None:
        """Take the bundle that stands in the folder now, beside the calls that go on.

        Raises:
            Problem: It is refused (409); the old one goes on answering.
        """
        try:
            await asyncio.to_thread(self.model.reload)
        except BundleError as error:
            raise Problem(HTTPStatus.CONFLICT, error.problem, error.cure) from error

    def _scored(self, call: Call, body: bytes, finish: Callable[[Answer], Result]) -> Result:
        case = Case(body)
        if isinstance(case.case_id, str):
            call.case_id = case.case_id
        try:
            answer = self.model.scorer.score_case(case.records, as_of=case.as_of, case_id=case.case_id)
            call.case_id = answer.case_id
            return finish(answer)
        except ZbriskError as error:
            raise Problem.of(error) from error

    def _permitted(self, request: Request, scope: str | None) -> AccessKey:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            key = self.keys.find(token.strip(), dt.date.today()) if kind.lower() == "bearer" else None
        except ZbriskError as error:
            logger.error("The access keys cannot be read: %s", error.problem)
            raise Problem.unavailable("The access keys cannot be read.") from error
        if key is None:
            raise Problem.unauthorized()
        if scope is not None and scope not in key.scopes:
            raise Problem.forbidden(scope)
        return key

    def _catch_up(self) -> None:
        """Reload beside the calls where another process has reloaded."""
        if self.model.is_behind and (self._catching_up is None or self._catching_up.done()):
            self._catching_up = asyncio.create_task(self._caught_up())

    async def _caught_up(self) -> None:
        try:
            await asyncio.to_thread(self.model.reload, announce=False)
        except ZbriskError as error:
            logger.error("The bundle was not reloaded: %s", error.problem)
