from __future__ import annotations

import gc

import pytest

from zbrisk.uncollected import uncollected


def test_the_collector_is_as_it_was_whatever_happens_and_however_deep() -> None:
    with pytest.raises(ZeroDivisionError), uncollected(), uncollected():
        assert not gc.isenabled()
        _ = 1 / 0
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
