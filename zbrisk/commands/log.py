"""What is logged, on stderr: there is where people look while a command runs, and stdout holds results alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from zbrisk.commands.output import logger
from zbrisk.commands.terminal import Terminal

__all__ = ["logging_to_stderr"]


class _Lines(logging.Handler):
    """One line a record; the terminal may be gone."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print the record."""
        with suppress(OSError):
            shown = Terminal(stderr=True, soft_wrap=True, highlight=False, markup=False, emoji=False)
            shown.print(self.format(record))


@contextmanager
def logging_to_stderr() -> Iterator[None]:
    """While the block lasts, what zbrisk logs goes to stderr, and there alone."""
    handler = _Lines()
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
        logger.setLevel(logging.NOTSET)
