"""A small bundle to do things to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.bundle import program_of, write_small
from zbrisk.compiler.compiled import Program


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return program_of(tmp_path_factory.mktemp("signals"))


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory, program: Program) -> Path:
    return write_small(tmp_path_factory.mktemp("written") / "bundle", program)


@pytest.fixture
def folder(tmp_path: Path, written: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "bundle"))


@pytest.fixture
def another_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another person's config folder, empty; what was signed before is signed by somebody else."""
    monkeypatch.setenv("ZBRISK_HOME", str(tmp_path / "another home"))
    return tmp_path / "another home"
