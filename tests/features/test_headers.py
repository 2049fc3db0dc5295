"""Every signal can be read by a reviewer in both languages, and says where its law comes from."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.support.story import catalogue, everything
from zbrisk.explaining.reason_text import UNITS, feature_units
from zbrisk.signals.header import BUILT_IN, PLACEHOLDER, SignalHeader
from zbrisk.signals.sentence_check import sentence_mistake

CATALOGUE = catalogue()
HEADERS = [signal.header for signal in CATALOGUE.signals]
OTHER_UNIT = re.compile(r"[年月天日岁元次件项人名]|(years?|months?|days?|yuan|persons?)\b")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.name)
def test_header_is_complete(header: SignalHeader) -> None:
    for text in (header.label, header.reason, header.absent, header.innocent, header.verify):
        if text is not None:
            assert CHINESE.search(text["zh"])
            assert not CHINESE.search(text["en"])
    assert header.typology == ("context",) or (header.innocent and header.verify)


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.name)
def test_both_languages_show_the_same_values(header: SignalHeader) -> None:
    zh, en = (sorted(m.group() for m in PLACEHOLDER.finditer(header.reason[each])) for each in ("zh", "en"))
    assert zh == en


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.name)
def test_what_a_reason_says_can_be_counted_in_its_rows(header: SignalHeader) -> None:
    assert sentence_mistake(header) is None


def test_only_facts_that_speak_for_a_debtor_may_be_told_in_his_favour() -> None:
    favourable = {header.name: header.favourable for header in HEADERS if header.favourable}
    assert favourable == {
        **dict.fromkeys(("cleared_before", "company_wound_up", "fair_sale", "mortgaged_to_the_hilt"), ("rows",)),
        **dict.fromkeys(("part_performed", "paying_by_instalments", "pension_only", "queried_in_vain"), ("rows",)),
        "mediated_siblings": ("absence",),
    }


def test_only_a_series_asks_for_more_than_one_row() -> None:
    assert {header.name: header.least for header in HEADERS if header.least > 1} == {"series_plaintiff": 2}


def test_what_ends_a_reason_first_fits_a_natural_person_too() -> None:
    """Page one shows the first clause alone, and most plaintiffs in such suits are no banks."""
    own = [header for header in HEADERS if {"S1", "S2", "S10"} & set(header.typology) and header.innocent]
    first = {header.name: header.innocent["zh"].split("；")[0] for header in own if header.innocent}
    assert [name for name, clause in first.items() if re.search("银行|持牌|物业|机构", clause)] == []


@pytest.mark.parametrize("header", [header for header in HEADERS if header.law], ids=lambda header: header.name)
def test_law_says_how_it_was_verified(header: SignalHeader) -> None:
    assert re.search(r"\[[LW]\]", header.law or "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_labels_tell_signals_apart(language: str) -> None:
    assert [label for label, n in Counter(header.label[language] for header in HEADERS).items() if n > 1] == []


def test_every_view_is_used() -> None:
    texts = [signal.file.sql for signal in CATALOGUE.signals] + [view.sql for view in CATALOGUE.views]
    through = {header.through for header in HEADERS}
    for view in CATALOGUE.views:
        used = re.compile(rf"(from|join) {view.name}\b")
        assert view.name in through or any(used.search(text) for text in texts)


def test_no_text_shows_per_cent_before_another_unit() -> None:
    wrong = []
    for group in everything().groups:
        units = feature_units(group)
        for text in group.header.reason.values():
            for figure in PLACEHOLDER.finditer(text):
                after = text[figure.end() :].lstrip()
                share = figure["name"] not in BUILT_IN and units[group.header.feature_of(figure, None)] == "ratio"
                if share and not after.startswith(UNITS) and OTHER_UNIT.match(after):
                    wrong.append((group.name, figure["name"], after[:10]))
    assert wrong == []
