from __future__ import annotations

from pathlib import Path

import pytest

from zbrisk.bundle.last_seen import Seen, check_not_older, remember
from zbrisk.errors import BundleError, DataError

JAN, FEB, FEB_TOO, MAR = (
    Seen(bundle=name, until=f"2024-{month}-01") for name, month in (("a", "01"), ("b", "02"), ("c", "02"), ("d", "03"))
)


@pytest.fixture(autouse=True)
def somebody(another_home: Path) -> Path:
    return another_home


def pass_by(*bundles: Seen) -> None:
    for bundle in bundles:
        check_not_older("shop", bundle, cure="")
        remember("shop", bundle)


def test_newer_ones_and_the_same_pass() -> None:
    pass_by(JAN, JAN, FEB, FEB_TOO, MAR, MAR)


@pytest.mark.parametrize(("seen", "old"), [((FEB,), JAN), ((JAN, FEB), JAN), ((FEB, FEB_TOO), FEB), ((MAR,), FEB)])
def test_an_older_one_is_refused_with_the_cure(seen: tuple[Seen, ...], old: Seen) -> None:
    pass_by(*seen)
    with pytest.raises(BundleError, match="is older than") as refused:
        check_not_older("shop", old, cure="Say so.")
    assert refused.value.cure == "Say so."
    check_not_older("another shop", old, cure="")


def test_a_smaller_number_is_older_on_the_same_day() -> None:
    pass_by(Seen(bundle="b", until="2024-02-01", number=7))
    with pytest.raises(BundleError, match="is older than"):
        check_not_older("shop", Seen(bundle="c", until="2024-02-01", number=5), cure="")


def test_after_a_deliberate_roll_back_the_way_forward_is_open_again() -> None:
    pass_by(JAN, FEB, MAR)
    remember("shop", FEB)
    pass_by(FEB, MAR)
    with pytest.raises(BundleError):
        check_not_older("shop", JAN, cure="")


@pytest.mark.parametrize(
    "text", ["", "{}", '{"seen": [{"bundle": "a"}]}', '{"seen": [{"bundle": "a", "until": "soon"}]}']
)
def test_a_broken_memory_is_no_empty_one(text: str, somebody: Path) -> None:
    pass_by(JAN)
    (file,) = (somebody / "seen").iterdir()
    file.write_text(text)
    with pytest.raises(DataError):
        check_not_older("shop", JAN, cure="")
