"""Tests of signals without Python: YAML cases beside the SQL, run on both engines; features/README.md shows them."""

from zbrisk.testing.background import Background, read_background
from zbrisk.testing.cases import Case, Expectation, SignalTests, read_signal_tests
from zbrisk.testing.drafts import write_draft
from zbrisk.testing.rows import Row
from zbrisk.testing.suite import Failure, Report, Result, run_signal_tests, test_file_of

__all__ = [
    "Background",
    "Case",
    "Expectation",
    "Failure",
    "Report",
    "Result",
    "Row",
    "SignalTests",
    "read_background",
    "read_signal_tests",
    "run_signal_tests",
    "test_file_of",
    "write_draft",
]
