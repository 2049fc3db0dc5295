"""What is in a checkout and not in the installed library: training and experiments."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from zbrisk.errors import MissingExtraError

__all__ = ["from_checkout"]


def from_checkout(name: str) -> Any:
    """A module of `training` or `experiments`, imported only when a command needs it.

    Raises:
        MissingExtraError: This is a bare wheel, or an optional library is missing.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        room, missing = name.partition(".")[0], str(error.name)
        if missing.partition(".")[0] != room:
            raise MissingExtraError.for_library(missing, "training") from error
        raise MissingExtraError(
            f"This needs `{room}`, which the installed library leaves out.",
            "Get zbrisk's source (a clone of its repository, or its .tar.gz), run `make demo` there once, and use the"
            " .venv/bin/zbrisk that this makes.",
        ) from error
