"""`not like` is not `like`: sqlglot keeps the NOT inside the LIKE."""

from __future__ import annotations

import pytest

from zbrisk.compiler.query import QueryCompiler
from zbrisk.compiler.views import open_namespace
from zbrisk.contract import load_contract
from zbrisk.signals.signal_file import SignalFile


@pytest.mark.parametrize("written", ["case_no not like '%9'", "not case_no like '%9'"])
def test_not_like_keeps_its_not(written: str) -> None:
    file = SignalFile(name="s", path="s.sql", header={}, sql=f"select case_id from this_case where {written}")
    tree = QueryCompiler(file, open_namespace(load_contract(), ()).relations).compile().tree
    assert "NOT (this_case.case_no LIKE" in tree.sql() or "NOT (case_no LIKE" in tree.sql()
