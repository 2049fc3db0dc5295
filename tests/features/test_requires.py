"""A day of the case that is not known is no data: nothing could be found before or after it."""

from __future__ import annotations

import pytest

from tests.support.story import CONTRACT, features, row
from zbrisk.signals.catalogue import read_catalogue

REQUIRING = [s.header.name for s in read_catalogue(None, CONTRACT).signals if s.header.requires]


def test_some_signals_require_a_day() -> None:
    assert "cofiled_suits" in REQUIRING


@pytest.mark.parametrize("signal", REQUIRING)
def test_without_the_suit_there_is_no_data(signal: str) -> None:
    unknown = row("cases", case_id="E", basis_case_id=None)
    told = features({"with": (signal, []), "without": (signal, unknown)})
    assert set(told["without"].values()) == {None}
    assert told["with"]["count__all"] == 0
