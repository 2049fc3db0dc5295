"""A folder with one small signal, and the ways of testing it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.story import CONTRACT
from zbrisk.testing import Report, run_signal_tests

SIGNAL = """/*
label:    {zh: 转让, en: passed on}
targets:  [concealed_assets]
typology: context
at:       event_date
measures: [count, sum(price) / claim_amount, min(price)]
windows:  [all, since filed]
reason:   {zh: "转让 {count} 次", en: "passed on {count} times"}
*/
select event.event_date, event.price
from this_case
join case_parties as role on role.case_id = this_case.case_id and role.role = 'debtor'
join asset_events as event on event.holder_id = role.party_id and event.event = 'transfer'
"""

SOUND = """given:
  assets: [{asset_id: boat, asset_class: ship}]

fires:
  - name: sold
    given:
      asset_events:
        - {event_id: sale, asset_id: boat, event: transfer, event_date: 2022-07-01, holder_id: D, price: 50000}
    expect: {count@all: 1, count@since filed: 1, sum_price_per_claim_amount: 0.5, min_price: 50000}

innocent:
  - name: let
    given:
      asset_events: [{asset_id: boat, event: lease, event_date: 2022-07-01, holder_id: D}]
    expect: {fires: false}

no_data:
  - without: asset_events
"""

Tested = Callable[..., Report]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A signal with sound tests."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "passed_on.sql").write_text(SIGNAL, encoding="utf-8")
    (tmp_path / "own" / "passed_on.test.yaml").write_text(SOUND, encoding="utf-8")
    return tmp_path


@pytest.fixture
def tested(folder: Path) -> Tested:
    """The report on the tests with some parts replaced."""

    def run(*parts: tuple[str, str], wanted: tuple[str, ...] = ()) -> Report:
        text = SOUND
        for old, new in parts:
            assert old in text
            text = text.replace(old, new)
        (folder / "own" / "passed_on.test.yaml").write_text(text, encoding="utf-8")
        return run_signal_tests(folder, CONTRACT, wanted=wanted)

    return run
