"""Rows of workbooks (xlsx, xls, xlsb, ods), read by a child process within limits."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType

from zbrisk.errors import MissingExtraError

__all__ = ["WorkbookReader"]

MOST_UNPACKED = 3 << 30  # bytes that a workbook may unpack to, by its own directory
MOST_MEMBERS = 10_000
COMMAND = (sys.executable, "-P", "-m", "zbrisk.intake.reading.child")


class WorkbookReader:
    """Reads one workbook after the other; the child is started with the first, and again after one that ended it.

    Use it in a `with` block, at whose end the child ends.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None

    def __enter__(self) -> WorkbookReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, workbook: Path, rows: Path) -> str:
        """Write the rows of all sheets to `rows`.

        Returns:
            An empty text, or a code of `reasons.yaml` that says why the workbook was not read.

        Raises:
            MissingExtraError: The library that reads workbooks is not installed.
        """
        if refusal := _by_directory(workbook):
            return refusal
        child = self._started()
        assert child.stdin is not None and child.stdout is not None
        answer = ""
        with suppress(BrokenPipeError):
            child.stdin.write(json.dumps([str(workbook), str(rows)]) + "\n")
            child.stdin.flush()
            answer = child.stdout.readline().strip()
        if answer == "ok":
            return ""
        if not answer:  # it asked for more memory or time than it may have, and was ended
            self._end()
        return f"workbook_{answer or 'far_cell'}"

    def _started(self) -> subprocess.Popen[str]:
        if self._child is None:
            if find_spec("python_calamine") is None:
                raise MissingExtraError.for_library("python-calamine", "intake")
            self._child = subprocess.Popen(
                COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
            )
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _by_directory(path: Path) -> str:
    """What the directory of a zip says against reading it, before a byte of it is unpacked."""
    if not zipfile.is_zipfile(path):
        return ""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return "workbook_broken"
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        return "workbook_too_large"
    return ""
