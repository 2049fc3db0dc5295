from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import DAY, Invoke, Office, left_in, said


@pytest.fixture(scope="module")
def opened(made_up: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from zbrisk import open_tables

    return open_tables(made_up.tables, tmp_path_factory.mktemp("kept") / "opened")


@pytest.mark.parametrize("words", [["--top", 7], [], ["--top", 7, "--all"], ["--success-rate", 0.5], ["--budget", 20]])
def test_a_list_in_shards_is_the_list(
    made_up: Office, opened: Path, zbrisk: Invoke, tmp_path: Path, words: list[object]
) -> None:
    words = ["--model", made_up.bundle, "--as-of", DAY, *words]
    assert zbrisk("rank", made_up.tables, *words, "--out", tmp_path / "whole.parquet").exit_code == 0
    for size in (1000, 300):
        out = tmp_path / "parts.parquet"
        result = zbrisk("rank", opened, *words, "--out", out, "--shards", size)
        assert result.exit_code == 0, result.stderr
        assert out.read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    assert left_in(tmp_path) == ["parts.parquet", "whole.parquet"]


def test_shards_are_read_from_opened_tables(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    words = ["--model", made_up.bundle, "--as-of", DAY, "--out", tmp_path / "clues.parquet"]
    said(zbrisk("rank", made_up.tables, *words, "--shards", 300), "holds no opened tables", "zbrisk open")
    said(zbrisk("rank", made_up.tables, *words, "--workers", 2), "--shards 20000")
    assert left_in(tmp_path) == []
