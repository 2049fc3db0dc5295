"""A card says what the bundle says, in both languages and forms, and "no data" for the rest."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.support.bundle import program_of, write_small
from zbrisk.bundle.bundle import Bundle, read_bundle
from zbrisk.model_card import model_card
from zbrisk.pages.report import Report, ReportTable, Section, to_html, to_markdown

LEARNT = {
    "reviewed": 300, "confirmed": 40, "weak_negatives": 1200, "groups": 250, "first_opened": "2020-02-01",
    "last_opened": "2023-12-01", "selected_by": {"random": 60, "rule": 240}, "left_out": {"inconclusive": 15},
}  # fmt: skip
HOLDOUT = {
    "from": "2023-03-01", "reviewed": 80, "confirmed": 11, "learnt_from_confirmed": 29,
    "auc": {"value": 0.812, "low": 0.7, "high": 0.9}, "precision_at_20": {"value": None, "note": "only 11 rows"},
    "groups": {"court": {"浙0602": {"reviewed": 30, "confirmed": 6, "auc": {"value": 0.75, "low": 0.5, "high": 0.9}}}},
}  # fmt: skip
METRICS = {
    "learnt_from": LEARNT,
    "holdout": HOLDOUT,
    "leak_check": {"columns": 3, "reviewed": 300, "findings": []},
}
FEEDS = {"cases": {"rows": 20000, "newest": "2023-12-30", "longest_silence": 3}}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("bundle")
    return read_bundle(write_small(folder / "b", program_of(folder)))


@pytest.fixture(scope="module")
def bundle(bare: Bundle) -> Bundle:
    taught = tuple(replace(each, metrics=METRICS) for each in bare.targets)
    return replace(bare, targets=taught, run={**bare.run, "feeds": FEEDS, "recipe": {"weak_weight": 0.1}})


def text(bundle: Bundle, language: str) -> str:
    return to_markdown(model_card(bundle, language=language))


def test_english_says_where_labels_and_figures_come_from(bundle: Bundle) -> None:
    card = text(bundle, "en")
    for part in (
        "300 moments opened between 2020-02-01 and 2023-12-01, 40 confirmed and 260 refuted",
        "| random | 60 |",
        "| inconclusive | 15 |",
        "| auc | 0.812 | 0.700 – 0.900 |",
        "| precision at 20 | no data | only 11 rows |",
        "| court | 浙0602 | 30 | 6 | auc | 0.750 | 0.500 – 0.900 |",
        "3 columns and 300 reviewed moments were checked; nothing suspicious",
        "| cases | 20,000 | 2023-12-30 |",
        "path-dependent TreeSHAP",
        "No model for 其他: too few.",
    ):
        assert part in card, part


def test_chinese_says_the_same(bundle: Bundle) -> None:
    card = text(bundle, "zh")
    for part in (
        "隐匿财产：标签及其来历",
        "| 随机抽查 | 60 |",
        "| 前 20 件的精确率 | 无数据 |",
        "| 案件 cases | 20,000 |",
    ):
        assert part in card, part


@pytest.mark.parametrize(("language", "parts"), [
    ("zh", ["不得据此对任何人采取强制", "不得自动决定", "线索提示，需调查核实；不得作为采取措施的依据"]),
    ("en", ["No coercive, punitive or restrictive measure", "It decides nothing by itself", "Clues to be verified"]),
])  # fmt: skip
def test_says_what_it_must_not_be_used_for(bundle: Bundle, language: str, parts: list[str]) -> None:
    card = text(bundle, language)
    assert [part for part in parts if part not in card] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_languages_have_one_structure_and_no_blank_left(bundle: Bundle, language: str) -> None:
    report = model_card(bundle, language=language)
    other = model_card(bundle, language="en" if language == "zh" else "zh")
    assert [len(each.tables) for each in report.sections] == [len(each.tables) for each in other.sections]
    assert [len(each.points) for each in report.sections] == [len(each.points) for each in other.sections]
    assert not re.search(r"\{\w+\}", to_markdown(report))


def test_what_an_old_bundle_does_not_say_is_no_data(bare: Bundle) -> None:
    card = text(bare, "en")
    assert "The bundle does not say how many rows each table had." in card
    assert "The bundle has no record of a leak check." in card
    assert "no figures by court" in card


def test_features_stand_by_weight_in_words(bundle: Bundle) -> None:
    section = next(each for each in model_card(bundle, language="en").sections if "features by weight" in each.title)
    shares = [float(row[1].rstrip("%")) for row in section.tables[0].rows]
    assert shares == sorted(shares, reverse=True) and sum(shares) == pytest.approx(100, abs=0.2)
    assert {row[2] for row in section.tables[0].rows} == {"only raises", "free"}


def test_the_page_loads_and_runs_nothing(bundle: Bundle) -> None:
    page = to_html(model_card(bundle, language="en"))
    assert '<html lang="en">' in page and "Clues to be verified" in page
    assert "default-src 'none'" in page and not re.search(r"<script|<img|https?://", page)


def test_texts_of_others_cannot_become_markup() -> None:
    section = Section(title="t", paragraphs=("<b>*x*</b>",), tables=(ReportTable(headings=("a",), rows=(("p|q",),)),))
    report = Report(language="en", kind="k", title="t", stamp="s", sections=(section,))
    assert "&lt;b&gt;" in to_html(report)
    assert "\\<b\\>\\*x\\*\\</b\\>" in to_markdown(report) and "p\\|q" in to_markdown(report)


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "某规定第1条（条文已核对）、第2条（仅见摘录）"), ("en", "第2条 (read in an excerpt)")],
)
def test_how_a_law_was_verified_is_said_in_words(bare: Bundle, language: str, words: str) -> None:
    first, *rest = bare.program.signals
    cited = replace(first, header=first.header.model_copy(update={"law": "某规定第1条 [L]、第2条 [W]"}))
    card = text(replace(bare, program=replace(bare.program, signals=(cited, *rest))), language)
    assert words in card
    assert not re.search(r"\[[LWK]\]", card)
