"""Figures in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.pages.made_up import concealed
from zbrisk.pages.words import Frequency, risk_words, standing_words


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.234, "100 件类似案件中约有 23 件查实"),
        (0.01, "100 件类似案件中约有 1 件查实"),
        (0.0041, "1000 件类似案件中约有 4 件查实"),
        (0.0001, "1000 件类似案件中查实的不足 1 件"),
        (0.999, "100 件类似案件中约有 99 件以上查实"),
    ],
)
def test_natural_frequencies(probability: float, words: str) -> None:
    assert Frequency.from_probability(probability).words == words


@pytest.mark.parametrize(
    ("probability", "base", "word", "times"),
    [
        (0.01, 0.04, "较低", "约为平均水平的 25%"),
        (0.04, 0.04, "中等", "与平均水平相当"),
        (0.12, 0.04, "较高", "约为平均水平的 3.0 倍"),
        (0.30, 0.04, "很高", "约为平均水平的 7.5 倍"),
        (0.95, 0.50, "很高", "约为平均水平的 1.9 倍"),  # odds, so that a common finding can be very likely too
    ],
)
def test_words_are_relative_to_the_base_rate(probability: float, base: float, word: str, times: str) -> None:
    words = risk_words(replace(concealed(), probability=probability, base_rate=base))
    assert (words.word, words.times) == (word, times)


def test_without_a_base_rate_the_base_score_stands_in() -> None:
    words = risk_words(replace(concealed(), probability=0.5, base_score=0.0, base_rate=None))
    assert (words.word, words.average) == ("中等", "平均每 100 件约 50 件")


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (0.978, "高于 97% 的案件"),
        (0.9999, "高于 99% 以上的案件"),
        (0.3, ""),
        (None, ""),
        (0.29 + 0.29, "高于 58% 的案件"),
    ],
)
def test_standing_is_said_where_it_says_something(standing: float | None, words: str) -> None:
    assert standing_words(standing) == words
