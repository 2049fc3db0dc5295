"""Bodies of calls, read within bounds of size and time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus

from fastapi import Request

from zbrisk.service.problems import Problem
from zbrisk.service.settings import Settings

__all__ = ["read_body", "read_lines", "require_type"]

JSON_TYPES = ("application/json",)
LINES_TYPES = ("application/x-ndjson", "application/jsonl", "application/json-lines")


def require_type(request: Request, *, lines: bool = False) -> None:
    """Refuse a body that is said to be of another type.

    Raises:
        Problem: It is (415).
    """
    wanted = LINES_TYPES if lines else JSON_TYPES
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in wanted:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"The body is of type {given[:80] or 'none'!r}.",
            f"Send {wanted[0]} in UTF-8.",
        )


async def read_body(request: Request, settings: Settings) -> bytes:
    """The body.

    Raises:
        Problem: It is too large (413), or takes too long (408).
    """
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > settings.most_bytes:
        raise _too_large("The body", settings)
    body = bytearray()
    async for chunk in _chunks(request, settings.body_seconds, each=False):
        body += chunk
        if len(body) > settings.most_bytes:
            raise _too_large("The body", settings)
    return bytes(body)


async def read_lines(request: Request, settings: Settings) -> AsyncIterator[bytes | Problem]:
    """The lines of a body that are not empty, as they come; a problem in the place of one that is too large.

    Raises:
        Problem: The next line takes too long (408).
    """
    line = bytearray()
    skipping = False
    async for chunk in _chunks(request, settings.body_seconds, each=True):
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            line += piece
            if skipping or len(line) > settings.most_bytes:
                yield _too_large("The line", settings)
            elif line.strip():
                yield bytes(line)
            line.clear()
            skipping = False
        line += rest
        if len(line) > settings.most_bytes:
            line.clear()
            skipping = True
    if skipping:
        yield _too_large("The line", settings)
    elif line.strip():
        yield bytes(line)


async def _chunks(request: Request, seconds: float, *, each: bool) -> AsyncIterator[bytes]:
    """What comes, within a time for all of it or for each chunk."""
    loop, stream = asyncio.get_running_loop(), request.stream()
    until = loop.time() + seconds
    while True:
        try:
            async with asyncio.timeout_at(loop.time() + seconds if each else until):
                chunk = await anext(stream)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise Problem(
                HTTPStatus.REQUEST_TIMEOUT,
                f"The body was not there after {seconds:g} seconds.",
                "Send it at once; connections that rest are closed.",
            ) from error
        yield chunk


def _too_large(what: str, settings: Settings) -> Problem:
    return Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"{what} is larger than {settings.body_megabytes:g} MB.",
        "Send only what /v1/needs names, or start the service with a larger --body-megabytes.",
    )
