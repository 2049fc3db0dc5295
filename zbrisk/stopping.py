"""Signals that end a command, and the few moments in which they have to wait."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Stop", "Stopped", "stoppable", "undisturbed"]

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Stopped(KeyboardInterrupt):
    """A signal asks the command to end; what is open is cleaned up on the way out."""


class Stop:
    """What signals have asked for.

    Attributes:
        asked: The number of the last signal, or None.
        heeded: Whether signals still end something; from then on they are ignored.
    """

    def __init__(self) -> None:
        self.asked: int | None = None
        self.heeded = True
        self._waiting = False
        self._undisturbed = 0

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """Raise `Stopped` now, or as soon as nothing has to be finished first."""
        if not self.heeded:
            return
        self.asked = number
        if self._undisturbed:
            self._waiting = True
        else:
            raise Stopped

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """See `undisturbed`."""
        self._undisturbed += 1
        try:
            yield
        finally:
            self._undisturbed -= 1
            if self._waiting and not self._undisturbed:
                self._waiting = False
                if self.heeded:
                    raise Stopped


_stop: Stop | None = None


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Ctrl-C, SIGTERM and SIGHUP raise `Stopped` in the block, as often as they come.

    For the command line alone: a library leaves its caller's signals as they are. A signal that the caller ignores
    (`nohup`) stays ignored. Without effect outside the main thread, which alone can handle signals.
    """
    global _stop
    stop, outer = Stop(), _stop
    before = {}
    try:
        if threading.current_thread() is threading.main_thread():
            _stop = stop
            for number in ENDING:
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    before[number] = signal.signal(number, stop.on_signal)
        yield stop
    finally:
        stop.heeded = False
        for number, handler in before.items():
            signal.signal(number, handler)
        _stop = outer


@contextmanager
def undisturbed() -> Iterator[None]:
    """No `Stopped` is raised in the block; it is raised when the block ends. Keep it short."""
    if _stop is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    with _stop.held_back():
        yield
