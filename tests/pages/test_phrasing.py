"""Figures in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.explanation import concealed
from zbrisk.bundle.levels import UNTESTED
from zbrisk.pages.phrasing import percentile_words, risk_words


@pytest.mark.parametrize(
    ("probability", "base", "word"),
    [(0.01, 0.04, "较低"), (0.04, 0.04, "中等"), (0.12, 0.04, "较高"), (0.30, 0.04, "很高"), (0.95, 0.50, "很高")],
)
def test_words_are_relative_to_the_base_rate_where_nothing_was_tested(
    probability: float, base: float, word: str
) -> None:
    words = risk_words(replace(concealed(), probability=probability, base_rate=base, level=None, basis=UNTESTED))
    assert (words.word, words.basis) == (word, "尚无复核检验，等级只表示核查的先后")


def test_without_a_base_rate_the_base_score_stands_in() -> None:
    assert risk_words(replace(concealed(), probability=0.5, base_score=0.0, base_rate=None, level=None)).word == "中等"


def test_a_level_speaks_for_itself() -> None:
    words = risk_words(replace(concealed(), probability=0.999, level="中等"))
    assert (words.word, words.level, words.high) == ("中等", 1, False)


@pytest.mark.parametrize(
    ("percentile", "words"),
    [
        (0.978, "高于 97% 的案件"),
        (0.9999, "高于 99% 以上的案件"),
        (0.3, ""),
        (None, ""),
        (0.29 + 0.29, "高于 58% 的案件"),
    ],
)
def test_the_percentile_is_said_where_it_says_something(percentile: float | None, words: str) -> None:
    assert percentile_words(percentile) == words
