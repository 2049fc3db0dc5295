"""Write outputs whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zbrisk.errors import DataError

__all__ = ["replacing"]


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """A path beside `path` to write a file or folder to; it takes the place of `path` when the block ends well.

    On an error or Ctrl-C nothing is left behind, and what stood at `path` stays as it was.

    Raises:
        DataError: The folder cannot be made or written to.
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise DataError(
            f"{target} cannot be written: {error.strerror}.", "Choose a folder that you may write to."
        ) from error
    try:
        draft = workshop / target.name  # keeps the ending, which tells many writers the format
        yield draft
        if draft.is_dir() and target.is_dir():
            target.rename(workshop / "old")
        os.replace(draft, target)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
