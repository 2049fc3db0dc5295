"""How far a study has come, each line with the seconds since it began."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["Tell", "elapsed"]

Tell = Callable[[str], None]


def elapsed() -> Tell:
    """A function that prints what it is given behind the seconds since `elapsed` was called."""
    start = time.perf_counter()

    def tell(what: str) -> None:
        print(f"{time.perf_counter() - start:5.0f} s {what}", flush=True)

    return tell
