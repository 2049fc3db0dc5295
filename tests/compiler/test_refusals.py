"""Every unsafe or unsupported statement is refused when it is read, with file, line and cure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.compiler.header_refusals import HEADER_REFUSALS
from tests.compiler.refusals import REFUSALS, Refusal
from tests.oracle.naive import SIGNALS
from zbrisk.compiler.program import compile_catalogue
from zbrisk.contract import Contract, load_contract
from zbrisk.errors import SignalError
from zbrisk.signals.catalogue import read_catalogue


@pytest.fixture(scope="module")
def contract() -> Contract:
    return load_contract()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The test views, which are compiled once, and beside them the file on trial."""
    home = tmp_path_factory.mktemp("trials")
    shutil.copytree(SIGNALS / "views", home / "views")
    return home


@pytest.mark.parametrize("refusal", [*REFUSALS, *HEADER_REFUSALS], ids=lambda refusal: refusal.id)
def test_is_refused_with_file_line_and_cure(refusal: Refusal, contract: Contract, folder: Path) -> None:
    path = folder / "trial.sql"
    path.write_text(refusal.text, encoding="utf-8")
    with pytest.raises(SignalError, match=refusal.match) as refused:
        compile_catalogue(read_catalogue(folder, contract), contract)
    assert refused.value.file == str(path)
    assert refused.value.line in refusal.lines
    assert refused.value.cure.strip()
