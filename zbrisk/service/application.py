"""The application: routes, refusals, request ids and figures around one service."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zbrisk import __version__
from zbrisk.service.problems import Problem
from zbrisk.service.routes import router
from zbrisk.service.schemas import CaseBody, ProblemAnswer
from zbrisk.service.served_model import let_go
from zbrisk.service.service import Service
from zbrisk.service.settings import Settings

__all__ = ["create_app", "from_environment"]

logger = logging.getLogger("zbrisk.service")
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def create_app(settings: Settings) -> FastAPI:
    """The ASGI application of one process; the bundle is loaded and tried when it starts.

    Raises:
        ZbriskError: At its start, where the bundle is refused.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = Service(settings)
        app.state.service = service
        yield
        service.gate.close()
        let_go()

    app = FastAPI(
        title="zbrisk", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None,
        summary="Levels and reasons of terminated enforcement cases (终本).",
        description="Every call but those on health needs the header `Authorization: Bearer KEY`.",
        telemetry=NO_TELEMETRY,
    )  # fmt: skip
    app.include_router(router)
    app.add_exception_handler(Problem, _refused)
    app.add_exception_handler(HTTPException, _http_refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_middleware(Watched)
    _describe(app)
    return app


def from_environment() -> FastAPI:
    """What uvicorn calls in each of several processes."""
    return create_app(Settings.from_environment())


class Watched:
    """Around every call: its id, its headers, its figures, and one sentence where something is wrong with us."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI call."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        call = _Watch(scope, send)
        try:
            await self.app(scope, receive, call.send)
        except ClientDisconnect:
            pass
        except Exception as error:
            # the text of an exception may quote a cell, so that only its place is logged
            logger.error("Request %s ended in %s at %s.", call.request_id, type(error).__name__, _place(error))
            await call.fail(receive)
        finally:
            call.count()


class _Watch:
    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._start, self._status = time.perf_counter(), 0
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        self.request_id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = self.request_id

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            own = HEADERS | {"X-Request-ID": self.request_id}
            extra = [(name.lower().encode(), value.encode()) for name, value in own.items()]
            message = {**message, "headers": [*message.get("headers", ()), *extra]}
        await self._send(message)

    async def fail(self, receive: Receive) -> None:
        if self._status == 0:  # nothing was sent yet
            cure = "Tell whoever runs it the request's id."
            problem = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The service failed.", cure)
            await problem.response(self.request_id)(self._scope, receive, self.send)

    def count(self) -> None:
        metrics = self._scope["app"].state.service.metrics
        route = getattr(self._scope.get("route"), "path", "none")
        metrics.calls.labels(route, str(self._status)).inc()
        metrics.seconds.labels(route).observe(time.perf_counter() - self._start)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "an unknown place"


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    return error.response(request.state.request_id)


async def _http_refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    problem = Problem(HTTPStatus(error.status_code), f"{error.detail}.", "See / for the calls that there are.", headers)
    return problem.response(request.state.request_id)


async def _not_valid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first: MutableMapping[str, Any] = dict(error.errors()[0])
    where = ".".join(str(part) for part in first["loc"])
    problem = Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{where}: {first['msg']}.", "See / for what is asked for.")
    return problem.response(request.state.request_id)


def _describe(app: FastAPI) -> None:
    """Add to the description what FastAPI cannot read off the routes."""
    original = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = original()
            parts = document.setdefault("components", {})
            schemas = parts.setdefault("schemas", {})
            for each in (CaseBody, ProblemAnswer):
                schemas[each.__name__] = each.model_json_schema()
            parts["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
            for path, calls in document["paths"].items():
                for call in calls.values():
                    if path.startswith("/v1/"):
                        call["security"] = [{"key": []}]
        assert app.openapi_schema is not None
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
