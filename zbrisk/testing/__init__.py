"""Tests of signals without Python: YAML cases beside the SQL, run on both engines; features/README.md shows them."""

from zbrisk.testing.background import Background, read_background
from zbrisk.testing.cases import Case, CaseFile, read_signal_tests, read_view_tests
from zbrisk.testing.comparing import Failure, Result
from zbrisk.testing.drafts import write_draft
from zbrisk.testing.rows import Row
from zbrisk.testing.suite import Report, run_signal_tests, test_file_of

__all__ = [
    "Background",
    "Case",
    "CaseFile",
    "Failure",
    "Report",
    "Result",
    "Row",
    "read_background",
    "read_signal_tests",
    "read_view_tests",
    "run_signal_tests",
    "test_file_of",
    "write_draft",
]
