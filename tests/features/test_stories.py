"""Each signal fires where it should, tells an innocent look-alike apart, and is silent where there is no data."""

from __future__ import annotations

import pytest

from tests.features.stories import STORIES
from tests.features.story import Story, Values, everything, features


@pytest.fixture(scope="module")
def values() -> dict[str, Values]:
    """All stories side by side in one prefecture."""
    scenes = {f"{s}.fires": (s.signal, s.fires) for s in STORIES}
    return features(scenes | {f"{s}.innocent": (s.signal, s.innocent) for s in STORIES})


@pytest.fixture(scope="module")
def silent() -> dict[str, Values]:
    """The stories again, each without the table that it cannot do without."""
    found: dict[str, Values] = {}
    for table in sorted({s.without for s in STORIES if s.without}):
        found |= features({s.signal: (s.signal, s.fires) for s in STORIES if s.without == table}, without=table)
    return found


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_fires(story: Story, values: dict[str, Values]) -> None:
    found = values[f"{story}.fires"]
    assert {name: found[name] for name in story.found} == pytest.approx(dict(story.found))


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_tells_the_innocent_apart(story: Story, values: dict[str, Values]) -> None:
    found = values[f"{story}.innocent"]
    assert {name: found[name] for name in story.tells} == pytest.approx(dict(story.tells))


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_look_alike_differs(story: Story, values: dict[str, Values]) -> None:
    innocent = values[f"{story}.innocent"]
    assert any(story.found.get(name, value) != value for name, value in story.tells.items())
    assert innocent != values[f"{story}.fires"]


@pytest.mark.parametrize("story", [s for s in STORIES if s.without], ids=str)
def test_no_data_is_not_zero(story: Story, silent: dict[str, Values]) -> None:
    assert set(silent[story.signal].values()) == {None}


def test_every_signal_has_its_story() -> None:
    assert sorted(story.signal for story in STORIES) == sorted(signal.name for signal in everything().signals)


def test_only_the_case_itself_is_always_known() -> None:
    always = {story.signal for story in STORIES if story.without is None}
    assert always == {signal.name for signal in everything().signals if not signal.tables}
