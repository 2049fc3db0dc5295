"""Each signal does what the cases beside it say: features/*/NAME.test.yaml."""

from __future__ import annotations

import pytest

from tests.support.story import CONTRACT, catalogue
from zbrisk.testing import Report, run_signal_tests

NAMES = [signal.header.name for signal in catalogue().signals]


@pytest.fixture(scope="module")
def report() -> Report:
    """All cases, run once."""
    return run_signal_tests(None, CONTRACT)


@pytest.mark.parametrize("signal", NAMES)
def test_signal_does_what_its_cases_say(report: Report, signal: str) -> None:
    assert [str(failure) for failure in report.failures if failure.signal == signal] == []
    assert {result.case.kind for result in report.results if result.case.signal == signal} >= {"fires", "innocent"}


def test_no_case_stands_beside_another_signal(report: Report) -> None:
    assert {failure.signal for failure in report.failures} <= set(NAMES)
