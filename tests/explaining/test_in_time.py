from __future__ import annotations

import datetime as dt

import pytest

from tests.support.explanation import reason
from tests.support.signals import signal
from zbrisk.explaining.in_time import in_time
from zbrisk.explaining.reason import Reason
from zbrisk.validation import Invalid

SERVED, CLOSED = dt.date(2018, 3, 23), dt.date(2018, 12, 23)
DAYS = {"served": SERVED, "closed": CLOSED, "filed": None}


def said(newest: dt.date | None, since: str | None = "served", days: dict[str, dt.date | None] = DAYS) -> Reason:
    moved = reason("moved", 1.0, "得失", "得失一项", typology=("A1", "A20"), law="第6条")
    return in_time(moved, signal("moved", law="第6条", **({"law_since": since} if since else {})).header, newest, days)


@pytest.mark.parametrize(
    ("newest", "law", "typology"),
    [
        (dt.date(2018, 1, 31), None, ("A1",)),
        (SERVED, "第6条", ("A1",)),
        (dt.date(2018, 12, 22), "第6条", ("A1",)),
        (CLOSED, "第6条", ("A1", "A20")),
        (None, None, ("A1", "A20")),  # an event without a day proves nothing of its time
    ],
)
def test_a_provision_and_a_typology_on_later_acts_need_one(
    newest: dt.date | None, law: str | None, typology: tuple[str, ...]
) -> None:
    assert (said(newest).law, said(newest).typology) == (law, typology)


def test_a_provision_without_such_a_day_stands_and_one_whose_day_is_not_known_does_not() -> None:
    assert said(dt.date(2018, 1, 31), since=None).law == "第6条"
    assert said(CLOSED, since="filed").law is None


def test_the_day_is_one_of_the_case() -> None:
    with pytest.raises(Invalid, match="law_since"):
        signal("moved", law="第6条", law_since="yesterday")
