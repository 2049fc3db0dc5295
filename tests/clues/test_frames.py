from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from zbrisk.clues import frames
from zbrisk.clues.frames import write_frames


@pytest.mark.parametrize("size", [1, 3, 5, 7, 30])
def test_bytes_do_not_depend_on_where_a_frame_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, size: int) -> None:
    monkeypatch.setattr(frames, "GROUP", 5)
    frame = pd.DataFrame({"id": [f"c{n}" for n in range(23)], "value": np.linspace(0, 1, 23)})
    frame.loc[3, "value"] = np.nan
    assert write_frames([frame], tmp_path / "whole.parquet") == (2, 23)
    write_frames((frame.iloc[at : at + size] for at in range(0, 23, size)), tmp_path / "parts.parquet")
    assert (tmp_path / "parts.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "parts.parquet"), frame)
