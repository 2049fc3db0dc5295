"""Every signal can be read by a reviewer in both languages, and says where its law comes from."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.support.story import catalogue, everything
from zbrisk.explaining.reason_text import UNITS, feature_units
from zbrisk.signals.card import BUILT_IN, PLACEHOLDER, Card
from zbrisk.signals.sentence_check import sentence_mistake

CATALOGUE = catalogue()
CARDS = [signal.card for signal in CATALOGUE.signals]
OTHER_UNIT = re.compile(r"[年月天日岁元次件项人名]|(years?|months?|days?|yuan|persons?)\b")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_card_is_complete(card: Card) -> None:
    for text in (card.label, card.reason, card.absent, card.innocent, card.verify):
        if text is not None:
            assert CHINESE.search(text["zh"])
            assert not CHINESE.search(text["en"])
    assert card.typology == ("context",) or (card.innocent and card.verify)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_both_languages_show_the_same_values(card: Card) -> None:
    zh, en = (sorted(m.group() for m in PLACEHOLDER.finditer(card.reason[each])) for each in ("zh", "en"))
    assert zh == en


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_what_a_reason_says_can_be_counted_in_its_rows(card: Card) -> None:
    assert sentence_mistake(card) is None


def test_only_facts_that_speak_for_a_debtor_may_be_told_in_his_favour() -> None:
    favourable = {card.name: card.favourable for card in CARDS if card.favourable}
    assert favourable == {
        **dict.fromkeys(("cleared_before", "company_wound_up", "fair_sale", "mortgaged_to_the_hilt"), ("rows",)),
        **dict.fromkeys(("part_performed", "paying_by_instalments", "pension_only", "queried_in_vain"), ("rows",)),
        "mediated_siblings": ("absence",),
    }


@pytest.mark.parametrize("card", [card for card in CARDS if card.law], ids=lambda card: card.name)
def test_law_says_how_it_was_verified(card: Card) -> None:
    assert re.search(r"\[[LW]\]", card.law or "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_labels_tell_signals_apart(language: str) -> None:
    assert [label for label, n in Counter(card.label[language] for card in CARDS).items() if n > 1] == []


def test_every_view_is_used() -> None:
    texts = [signal.file.sql for signal in CATALOGUE.signals] + [view.sql for view in CATALOGUE.views]
    through = {card.through for card in CARDS}
    for view in CATALOGUE.views:
        used = re.compile(rf"(from|join) {view.name}\b")
        assert view.name in through or any(used.search(text) for text in texts)


def test_no_text_shows_per_cent_before_another_unit() -> None:
    wrong = []
    for group in everything().groups:
        units = feature_units(group)
        for text in group.card.reason.values():
            for figure in PLACEHOLDER.finditer(text):
                after = text[figure.end() :].lstrip()
                share = figure["name"] not in BUILT_IN and units[group.card.feature_of(figure, None)] == "ratio"
                if share and not after.startswith(UNITS) and OTHER_UNIT.match(after):
                    wrong.append((group.name, figure["name"], after[:10]))
    assert wrong == []
