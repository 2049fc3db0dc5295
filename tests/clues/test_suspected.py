"""Ranked sham clues say whom they suspect; other clues do not."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from tests.clues.test_worklist import TYPOLOGIES, docket, reason
from tests.support.story import person
from zbrisk.clues.suspected import with_suspect_names, with_suspect_side


def clues(*targets: str) -> pd.DataFrame:
    table = pd.DataFrame({"case_id": "E1", "as_of": pd.Timestamp("2024-01-01"), "target": list(targets)})
    return table.assign(reasons=json.dumps([reason("kin", 1.0)]), level="较高")


def test_programs_read_a_code() -> None:
    listed = with_suspect_side(clues("sham_litigation", "concealed_assets"), TYPOLOGIES)
    assert listed["suspect_side"].tolist() == ["collusion", None]


def test_people_read_masked_names() -> None:
    world = docket(person("A", name="张建军"))
    listed = with_suspect_names(clues("concealed_assets", "sham_litigation"), TYPOLOGIES, world)
    assert listed["suspect_side"].tolist() == ["", "可能涉及双方：申请执行人张某、被执行人王某"]


def test_lists_without_sham_clues_stay_as_they_are() -> None:
    alone = clues("concealed_assets")
    assert with_suspect_side(alone, TYPOLOGIES) is alone
    assert with_suspect_names(alone, TYPOLOGIES, docket()) is alone


def test_a_clue_without_reasons_suspects_nobody_yet() -> None:
    bare = clues("sham_litigation").assign(reasons="")
    assert with_suspect_side(bare, TYPOLOGIES)["suspect_side"].tolist() == [None]
    assert with_suspect_names(bare, TYPOLOGIES, docket())["suspect_side"].tolist() == ["待查"]


@pytest.mark.parametrize("level", ["较低", "中等"])
def test_nobody_is_named_below_a_high_level(level: str) -> None:
    low = clues("sham_litigation").assign(level=level)
    assert with_suspect_side(low, TYPOLOGIES)["suspect_side"].tolist() == [None]
    assert with_suspect_names(low, TYPOLOGIES, docket())["suspect_side"].tolist() == [""]
