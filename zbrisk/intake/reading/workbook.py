"""Rows of workbooks (xlsx, xls, xlsb, ods), lines of Word and PDF, read by a child process within limits."""

from __future__ import annotations

import json
import os
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
LIBRARIES = {"python_calamine": "python-calamine", "docx2python": "docx2python", "pypdfium2": "pypdfium2"}
ENVIRONMENT = {"ARROW_DEFAULT_MEMORY_POOL": "system"}  # Arrow's own takes a GiB of addresses for a few megabytes
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

    def read(self, workbook: Path, rows: Path, what: str = "workbook") -> str:
        """Write the rows of all sheets to `rows`.

        Args:
            workbook: The file.
            rows: Where to.
            what: `document` for Word and PDF, whose rows are lines, and whose sheets are pages.

        Returns:
            An empty text, or a code of `reasons.yaml` that says why the file was not read.

        Raises:
            MissingExtraError: A library that reads such files is not installed.
        """
        if refusal := _by_directory(workbook):
            return f"{what}_{refusal}"
        answer = self._ask(workbook, rows)
        if not answer and what == "workbook":
            answer = self._ask(workbook, None)
        return "" if answer == "ok" else f"{what}_{answer or 'stopped'}"

    def _ask(self, file: Path, rows: Path | None) -> str:
        """The child's answer; nothing where it asked for more memory or time than it may have, and was ended."""
        child = self._started()
        assert child.stdin is not None and child.stdout is not None
        answer = ""
        with suppress(BrokenPipeError):
            child.stdin.write(json.dumps([str(file), rows and str(rows)]) + "\n")
            child.stdin.flush()
            answer = child.stdout.readline().strip()
        if not answer:
            self._end()
        return answer

    def _started(self) -> subprocess.Popen[str]:
        if self._child is None:
            for module, library in LIBRARIES.items():
                if find_spec(module) is None:
                    raise MissingExtraError.for_library(library, "intake")
            self._child = subprocess.Popen(
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                env=os.environ | ENVIRONMENT,
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
        return "broken"
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        return "too_large"
    return ""
