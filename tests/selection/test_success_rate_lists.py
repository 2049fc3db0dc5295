from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.support.bundle import targets
from zbrisk.bundle.audits import Audits
from zbrisk.errors import DataError
from zbrisk.selection.success_rate import select_success_rate


def clues(target: str, scores: list[float]) -> pd.DataFrame:
    frame = pd.DataFrame({"case_id": [f"c{i}" for i in range(len(scores))], "score": scores, "target": target})
    return frame.assign(probability=1 / (1 + np.exp(-frame["score"])), rank=np.arange(1, len(scores) + 1))


def test_each_target_has_its_own_list() -> None:
    first, second = targets()
    sharp = Audits(scores=(3.0,) * 20 + (-3.0,) * 20, labels=(1.0,) * 20 + (0.0,) * 20, weights=(1.0,) * 40)
    scores = [3.0] * 8 + [-3.0] * 8
    both = pd.concat([clues(first.target, scores), clues(second.target, scores)], ignore_index=True)
    left, promises = select_success_rate(both, [replace(first, audits=sharp), second], 0.8)
    assert left["case_id"].tolist() == [f"c{i}" for i in range(8)]
    assert promises[first.target].sentence == "8 cases, of which at least 80% are expected to be confirmed"
    assert promises[second.target].length == 0


def test_a_rate_of_percents_is_refused() -> None:
    with pytest.raises(DataError, match="success rate of 80"):
        select_success_rate(clues("x", [1.0]), [], 80)
