from __future__ import annotations

from pathlib import Path

import pytest

from zbrisk.errors import DataError
from zbrisk.files import replacing


def test_the_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    with replacing(tmp_path / "new" / "out.csv") as draft:
        draft.write_text("1")
        assert draft.suffix == ".csv"
        assert not (tmp_path / "new" / "out.csv").exists()
    assert (tmp_path / "new" / "out.csv").read_text() == "1"


@pytest.mark.parametrize("accident", [ValueError, KeyboardInterrupt])
def test_an_accident_leaves_what_was(tmp_path: Path, accident: type[BaseException]) -> None:
    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(accident), replacing(tmp_path / "out.csv") as draft:
        draft.write_text("half")
        raise accident
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("out.csv", "old")]


def test_a_folder_takes_the_place_of_a_folder(tmp_path: Path) -> None:
    for text in ("old", "new"):
        with replacing(tmp_path / "bundle") as draft:
            draft.mkdir()
            (draft / "model.txt").write_text(text)
    assert (tmp_path / "bundle" / "model.txt").read_text() == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["bundle"]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="cannot be written"), replacing(tmp_path / "file" / "out.csv"):
        pass
