"""What a page says is what its rows say, on the pages of several worlds."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import statistics
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

from tests.pages.reading import facts_under, keeps_the_rules, main_part, read_lanes, read_reasons
from tests.scoring.conftest import QUICK
from training.run import train
from zbrisk.bundle.bundle import write_bundle
from zbrisk.docket import Docket, open_docket
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.explaining.party_aliases import PartyAliases
from zbrisk.explaining.reason import Reason
from zbrisk.pages import IndexItem, render_index
from zbrisk.pages.cells import Cells
from zbrisk.pages.phrasing import risk_words
from zbrisk.pages.risk_view import words_of
from zbrisk.scoring.answer import Answer
from zbrisk.scoring.scorer import Scorer, load_scorer

SAMPLES = Path(__file__).parents[3] / "shared" / "sample"
COUNTED = ("{rows}", "{count}")
NOTHING = re.compile(r"（无数据）|若干|(?<![\d.])0 (笔|次|项|件|名|份|条|人|处|组)|(?<![\d.])0\.00 倍")
DATES = re.compile(r"^\d{4}-\d\d-\d\d(?: 至 \d{4}-\d\d-\d\d)?：")
NEWEST = re.compile(r"(，最近一\w{1,4}[在于]|，?在) \d{4}-\d\d-\d\d(?=$|[，。；])")  # said once, before the sentence
ENGLISH_MARK = re.compile(r"\[[LSWK]\]")


def pages_are_true(scorer: Scorer, answers: Iterable[Answer]) -> int:
    """Check every page by its rules; how many reasons were looked at."""
    headers = {group.name: group.header for group in scorer.program.groups}
    looked_at = 0
    for answer in answers:
        page, explanation = answer.to_html(), answer.explanation
        assert not ENGLISH_MARK.search(page)
        keeps_the_rules(page)
        reasons = reasons_by_words(answer)
        for line in read_reasons(page):
            header = headers[reasons[line.sentence].signal]
            looked_at += 1
            assert not NOTHING.search(line.sentence), line
            assert line.rows == line.shown, line
            if any(word in header.reason["zh"] for word in COUNTED):
                assert line.number == line.total, line
            if len(header.windows) > 1:
                assert any(line.sentence.startswith(window.phrase("zh")) for window in header.windows), line
        lanes = read_lanes(page)
        assert all(lane.marks == lane.shown for lane in lanes)
        read = [risk for risk in explanation.risks if not risk_words(risk).low]
        shown = [r for risk in read for r in (*risk.top(), *risk.mitigating(), *risk.other_facts())]
        dated = (r for lead in shown for r in lead.with_related if headers[r.signal].at and not r.is_absence)
        wanted = {(r.lane, r.evidence_total) for r in dated}
        assert sum(lane.total for lane in lanes) == sum(total for _, total in wanted)
        headings_are_true(scorer, answer, page)
    return looked_at


def reasons_by_words(answer: Answer) -> dict[str, Reason]:
    """Every reason of a case by what its page says of it."""
    explanation = answer.explanation
    cells = Cells(cast=PartyAliases.of(explanation, answer.contract), as_of=explanation.as_of)
    return {words_of(r, explanation, cells): r for risk in explanation.risks for r in risk.reasons}


def headings_are_true(scorer: Scorer, answer: Answer, page: str) -> None:
    headers = {group.name: group.header for group in scorer.program.groups}
    said = reasons_by_words(answer)
    raising, lowering, other = (facts_under(page, part) for part in ("raising", "lowering", "other"))
    for sentence in lowering:
        reason = said[sentence]
        header = headers[reason.signal]
        assert header.direction == "lowers" or "absence" in header.favourable, sentence
        assert not reason.is_absence or "absence" in header.favourable, sentence
    for sentence in raising:
        assert headers[said[sentence].signal].direction != "lowers", sentence
        assert not said[sentence].is_absence, sentence
    for sentence in (*raising, *lowering, *other):
        assert not headers[said[sentence].signal].plain_fact, sentence
        assert not NOTHING.search(sentence), sentence
    assert not any("未见“" in sentence for sentence in (*raising, *lowering, *other))
    index = render_index([IndexItem(link="a.html", explanation=answer.explanation)], answer.contract)
    bullets = [re.sub(DATES, "", line) for line in re.findall(r"<li>([^<]*)</li>", index)]
    dated = {sentence.removeprefix("全部时期，") for sentence in raising}  # days are said in place of this window
    assert set(bullets) <= {*raising, *dated, *(NEWEST.sub("", sentence) for sentence in dated)}


def lists_are_true(scorer: Scorer, clues: pd.DataFrame) -> None:
    """The same for the reasons of a ranked list."""
    headers = {group.name: group.header for group in scorer.program.groups}
    for text in clues["reasons"]:
        for reason in json.loads(text):
            header = headers[reason["signal"]]
            assert not header.plain_fact
            if reason["contribution"] > 0:
                assert header.direction != "lowers" and reason["evidence_total"] >= 1
            else:
                assert header.direction == "lowers" or "absence" in header.favourable
            assert not NOTHING.search(reason["sentence"]["zh"]), reason
            assert "[" not in reason["sentence"]["zh"] + reason["sentence"]["en"]
            if reason["evidence_total"] and any(word in header.reason["zh"] for word in COUNTED):
                assert re.search(rf"(?<!\d){reason['evidence_total']}(?!\d)", reason["sentence"]["zh"]), reason


def explained(scorer: Scorer, docket: Docket, clues: pd.DataFrame, day: str, most: int) -> list[Answer]:
    first = clues[clues["rank"] <= most]["case_id"].unique()
    return [scorer.explain(docket, case_id=case, as_of=day) for case in first]


@pytest.mark.slow
def test_pages_of_a_simulated_prefecture(scorer: Scorer, docket: Docket, clues: pd.DataFrame) -> None:
    assert pages_are_true(scorer, explained(scorer, docket, clues, "2025-12-01", 12)) > 30


def test_lists_of_a_simulated_prefecture(scorer: Scorer, clues: pd.DataFrame) -> None:
    lists_are_true(scorer, clues)


def test_everybody_who_is_named_is_of_the_case_or_in_a_row_that_is_shown(
    scorer: Scorer, docket: Docket, clues: pd.DataFrame
) -> None:
    for answer in explained(scorer, docket, clues, "2025-12-01", 4):
        page = answer.to_html()
        cast = page[page.index('<table class="cast">') :]
        listed = re.findall(r'<tr><th scope="row">([^<]+)</th>', cast[: cast.index("</table>")])
        reasons = main_part(page) + page[page.index('<section id="reasons">') :]
        roles = {str(p["party_id"]) for p in answer.explanation.parties if p.get("role")}
        outsiders = [alias for alias in listed if alias.startswith(("关联", "代理人"))]
        assert len(listed) - len(outsiders) == len(roles)
        assert all(alias in reasons for alias in outsiders)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium on this machine")
def test_a_case_takes_four_sheets_of_a4_at_the_median(
    scorer: Scorer, docket: Docket, clues: pd.DataFrame, tmp_path: Path
) -> None:
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    sheets = []
    for place, answer in enumerate(explained(scorer, docket, clues, "2025-12-01", 4)):
        page, printed = tmp_path / f"{place}.html", tmp_path / f"{place}.pdf"
        page.write_text(answer.to_html(), encoding="utf-8")
        words = [*command, f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={printed}", page.as_uri()]
        subprocess.run(words, capture_output=True, timeout=300, check=True)
        sheets.append(len(re.findall(rb"/Type\s*/Page[^s]", printed.read_bytes())))
    assert sheets and statistics.median(sheets) <= 4, sheets


@pytest.fixture(scope="module")
def sample_scorer(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    if not (SAMPLES / "prefecture").is_dir():
        pytest.skip("the sample is not here")
    docket = open_docket(SAMPLES / "prefecture")
    builder = SignalBuilder().fit(docket)
    trained = train(docket, builder, until=dt.date(2025, 10, 1), recipe=QUICK)
    folder = tmp_path_factory.mktemp("sample") / "bundle"
    write_bundle(
        folder,
        contract=docket.contract,
        program=builder.program_,
        targets=trained.targets,
        until=trained.until,
        run={"hashes": dict(trained.hashes)},
    )
    return load_scorer(folder)


@pytest.mark.slow
@pytest.mark.parametrize("world", ["prefecture", "foreign_worlds/31", "foreign_worlds/32"])
def test_pages_and_lists_of_worlds_that_others_made(sample_scorer: Scorer, world: str) -> None:
    if not (SAMPLES / world).is_dir():
        pytest.skip("the sample is not here")
    docket = open_docket(SAMPLES / world)
    clues = sample_scorer.rank(docket, as_of="2025-10-01", top=20)
    lists_are_true(sample_scorer, clues)
    assert pages_are_true(sample_scorer, explained(sample_scorer, docket, clues, "2025-10-01", 10)) > 30
