"""The calls."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from zbrisk.bundle.bundle import Bundle
from zbrisk.scoring.answer import Answer
from zbrisk.service.answers import PARTS, parts_of, written
from zbrisk.service.bodies import read_body, read_lines, require_type
from zbrisk.service.documentation import render_documentation
from zbrisk.service.problems import Problem
from zbrisk.service.schemas import PROBLEMS, ModelAnswer, NeedAnswer, case_body, lines_body
from zbrisk.service.service import Call, Service

__all__ = ["router"]

router = APIRouter()
Parts = Annotated[str | None, Query(description=f"Only these parts, with commas between: {', '.join(PARTS)}.")]
JSON = "application/json"


class Lines(StreamingResponse):
    """An answer that is sent while its call's body still comes, which must not be read for signs of a lost caller."""

    media_type = "application/x-ndjson"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI answer."""
        await self.stream_response(send)


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: PROBLEMS[status] for status in statuses}


BODY_PROBLEMS = _problems(400, 401, 403, 408, 413, 415, 422, 429, 503)
KEY_PROBLEMS = _problems(401, 403, 503)


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


# -- scoring ----------------------------------------------------------------------------------------------------------


@router.post(
    "/v1/score", tags=["score"], summary="Score one case", responses=BODY_PROBLEMS, openapi_extra=case_body(),
)  # fmt: skip
async def score(request: Request, parts: Parts = None) -> Response:
    """Scores, levels and, with the scope `raw`, everything that is said of a case, as `Answer.to_json` gives it."""
    service = _service(request)
    with service.call(request, "score", "score") as call:
        require_type(request)
        finish = _finish(call, parts)
        text = await service.score(call, await read_body(request, service.settings), finish)
    return Response(text, media_type=JSON)


@router.post(
    "/v1/score/batch", tags=["score"], summary="Score one case a line", responses=BODY_PROBLEMS,
    openapi_extra=lines_body(), response_class=Lines,
)  # fmt: skip
async def score_batch(request: Request, parts: Parts = None) -> Lines:
    """One case a line in, one answer or problem a line out, in the same order, as they are ready.

    Of what a single call may wait for, a batch waits with one line at a time.
    """
    service = _service(request)
    with service.call(request, "batch", "score") as call:
        require_type(request, lines=True)
        finish = _finish(call, parts)
    return Lines(_answers(service, call, request, finish))


@router.post(
    "/v1/page", tags=["score"], summary="The reviewer's page of one case", responses=BODY_PROBLEMS,
    openapi_extra=case_body(), response_class=HTMLResponse,
)  # fmt: skip
async def page(request: Request) -> HTMLResponse:
    """The page as one HTML file, masked."""
    service = _service(request)
    with service.call(request, "page", "page") as call:
        require_type(request)
        html = await service.score(call, await read_body(request, service.settings), Answer.to_html)
    return HTMLResponse(html)


def _finish(call: Call, parts: str | None) -> Any:
    assert call.key is not None
    raw = "raw" in call.key.scopes
    return partial(written, parts=parts_of(parts, raw=raw), raw=raw)


async def _answers(service: Service, batch: Call, request: Request, finish: Any) -> AsyncIterator[bytes]:
    try:
        async for line in read_lines(request, service.settings):
            yield await _answer(service, batch, line, finish)
    except Problem as problem:  # nothing more will come
        yield _in_one_line(problem.to_json(batch.request_id))


async def _answer(service: Service, batch: Call, line: bytes | Problem, finish: Any) -> bytes:
    call = Call(name="line", request_id=batch.request_id, key=batch.key)
    status = HTTPStatus.OK
    try:
        if isinstance(line, Problem):
            raise line
        document = json.loads(await service.score(call, line, finish, patient=True))
    except Problem as problem:
        document, status = problem.to_json(batch.request_id), problem.status
    service.record(call, status)
    return _in_one_line(document)


def _in_one_line(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


# -- what is served ---------------------------------------------------------------------------------------------------


@router.get("/v1/needs", tags=["model"], summary="What a score depends on", responses=KEY_PROBLEMS)
async def needs(request: Request) -> list[NeedAnswer]:
    """Which tables one case's score depends on, and by which joins their rows are reached."""
    service = _service(request)
    with service.call(request, "needs"):
        steps = service.model.scorer.needs().steps
    return [
        NeedAnswer(
            table=step.table, column=step.column, source=step.source, source_column=step.source_column,
            used_by=list(step.used_by),
        )
        for step in steps
    ]  # fmt: skip


@router.get("/v1/model", tags=["model"], summary="The bundle that answers", responses=KEY_PROBLEMS)
async def model(request: Request) -> ModelAnswer:
    """Version, day, targets and signers of the bundle."""
    service = _service(request)
    with service.call(request, "model"):
        return _described(service.model.scorer.bundle)


@router.get("/v1/contract", tags=["model"], summary="The tables", responses=KEY_PROBLEMS)
async def contract(request: Request) -> dict[str, Any]:
    """The tables that the bundle was trained for: columns, types, codes and keys."""
    service = _service(request)
    with service.call(request, "contract"):
        return dict(service.model.scorer.contract.document)


@router.post("/v1/reload", tags=["model"], summary="Take the new bundle", responses=_problems(401, 403, 409, 503))
async def reload(request: Request) -> ModelAnswer:
    """Load the bundle that was put in the place of the one served, try it, and let it answer from then on."""
    service = _service(request)
    with service.call(request, "reload", "reload"):
        await service.reload()
        return _described(service.model.scorer.bundle)


def _described(bundle: Bundle) -> ModelAnswer:
    return ModelAnswer(
        version=bundle.version, trained_until=bundle.until.isoformat(),
        targets=[each.target for each in bundle.targets], signers=list(bundle.signers),
    )  # fmt: skip


# -- for the machine --------------------------------------------------------------------------------------------------


@router.get("/healthz", tags=["health"], summary="The process lives")
async def healthz() -> dict[str, str]:
    """Always 200 while the process answers at all."""
    return {"status": "ok"}


@router.get("/readyz", tags=["health"], summary="Calls can be answered", responses=_problems(503))
async def readyz(request: Request) -> dict[str, str]:
    """200 where a bundle is loaded and the audit log can be written."""
    service = _service(request)
    if not service.audit.is_writable:
        raise Problem.unavailable("The audit log cannot be written.")
    return {"status": "ready", "bundle": service.model.seal}


@router.get("/metrics", tags=["health"], summary="Figures for Prometheus", response_class=Response)
async def metrics(request: Request) -> Response:
    """Calls by route and status, seconds, cases, and what waits."""
    figures = _service(request).metrics
    return Response(figures.text(), media_type=figures.content_type)


@router.get("/", include_in_schema=False)
async def documentation(request: Request) -> HTMLResponse:
    """The interface as a page; nothing on it comes from elsewhere."""
    return HTMLResponse(render_documentation(request.app.openapi()))


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> JSONResponse:
    """The interface as OpenAPI 3.1."""
    return JSONResponse(request.app.openapi())
