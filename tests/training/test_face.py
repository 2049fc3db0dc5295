"""The public face of training: its names, and that looking at it costs nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import training


def test_every_public_name_is_there_and_no_other() -> None:
    assert dir(training) == sorted(training.__all__)
    assert {getattr(training, name).__name__ for name in training.__all__} == set(training.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'fit'"):
        _ = training.fit


def test_importing_it_brings_in_nothing_that_trains() -> None:
    program = "import sys, training; sys.exit(bool({'duckdb', 'lightgbm', 'optuna', 'pandas'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
