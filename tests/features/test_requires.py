"""A day of the case that is not known is no data: nothing could be found before or after it."""

from __future__ import annotations

import pytest

from tests.support.story import Values, catalogue, features, row

REQUIRING = [signal.header.name for signal in catalogue().signals if signal.header.requires]
WITH, WITHOUT = "{} with", "{} without"


@pytest.fixture(scope="module")
def found() -> dict[str, Values]:
    """What each signal finds with the suit behind the case, and without."""
    unknown = row("cases", case_id="E", basis_case_id=None)
    scenes = {WITH.format(signal): (signal, []) for signal in REQUIRING}
    return features(scenes | {WITHOUT.format(signal): (signal, unknown) for signal in REQUIRING})


def test_some_signals_require_a_day() -> None:
    assert "cofiled_suits" in REQUIRING


@pytest.mark.parametrize("signal", REQUIRING)
def test_without_the_suit_there_is_no_data(signal: str, found: dict[str, Values]) -> None:
    assert set(found[WITHOUT.format(signal)].values()) == {None}
    assert found[WITH.format(signal)]["count__all"] == 0
