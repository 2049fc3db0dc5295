"""Which bundle of a place was seen last, so that an older one, however well signed, does not pass for new.

A place is what hands bundles out, such as a store of models. Older is a bundle of an earlier day, of a smaller number
where the place counts, or one that a later one has followed here. What is remembered lies in the user's config folder.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from zbrisk.errors import BundleError, DataError
from zbrisk.files import replacing, sweep
from zbrisk.home import home
from zbrisk.untrusted import read_json

__all__ = ["Seen", "check_not_older", "remember"]

KEPT = 200  # bundles of one place


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One bundle: its version, the day that it learnt until (2026-11-22), and its number in that place (0 for none)."""

    bundle: str
    until: str
    number: int = 0


def check_not_older(place: str, bundle: Seen, *, cure: str) -> None:
    """Refuse a bundle that is older than the last one seen of a place.

    Raises:
        BundleError: It is; the cure is the caller's.
        DataError: What is remembered cannot be read.
    """
    before = _read(place)
    if not before or before[-1].bundle == bundle.bundle:
        return
    last = before[-1]
    if bundle.until < last.until or bundle.number < last.number or bundle.bundle in {each.bundle for each in before}:
        raise BundleError(
            f"Bundle {bundle.bundle} (until {bundle.until}) is older than {last.bundle} (until {last.until}), the last"
            f" one seen of {place}.",
            cure,
        )


def remember(place: str, bundle: Seen) -> None:
    """Keep this one as the last one seen; of what was seen after an earlier sight of it nothing stays.

    Raises:
        DataError: It cannot be kept.
    """
    before = _read(place)
    versions = [each.bundle for each in before]
    kept = before[: versions.index(bundle.bundle)] if bundle.bundle in versions else before
    while kept and (bundle.until < kept[-1].until or bundle.number < kept[-1].number):
        kept = kept[:-1]
    listed = [asdict(each) for each in [*kept, bundle][-KEPT:]]
    if before == [*kept, bundle]:
        sweep(_file(place).parent)
        return
    with replacing(_file(place)) as draft:
        draft.write_text(json.dumps({"place": place, "seen": listed}, indent=1) + "\n", encoding="utf-8")


def _file(place: str) -> Path:
    return home() / "seen" / f"{hashlib.sha256(place.encode()).hexdigest()[:24]}.json"


def _read(place: str) -> list[Seen]:
    path = _file(place)
    if not path.exists():
        return []
    try:
        found = [Seen(**each) for each in read_json(path)["seen"]]
        for each in found:
            dt.date.fromisoformat(each.until)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path} does not say what was seen.", "Remove it, after a look at what it says.") from error
    return found
