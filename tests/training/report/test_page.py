from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.support.office import builder, office
from training.models.boosting import ENOUGH_TO_SEARCH
from training.recipe import Recipe
from training.report import training_report
from training.report.plots import reliability_picture
from training.run import train
from zbrisk.docket import open_docket
from zbrisk.pages.report import to_html, to_markdown

PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("signals")
    docket = open_docket(office(reviewed=700))
    signals = builder(folder, docket)
    recipe = Recipe(trials=2, folds=2, bootstrap_draws=100, reference_cases=300, refits=1, top=(20,))
    with pytest.MonkeyPatch.context() as patch:  # so small an office would not search
        for place in ("training.fit_target", "training.models.tuning"):
            patch.setattr(f"{place}.rarer_labels", lambda _: ENOUGH_TO_SEARCH)
        trained = train(docket, signals, until=dt.date(2024, 7, 1), recipe=recipe, study=folder / "study.db")
    assert (folder / "study.db").is_file()
    return training_report(trained, name="2024q2")


@pytest.mark.slow  # shap takes seconds to import
def test_the_page_stands_alone_and_names_nobody(report) -> None:  # type: ignore[no-untyped-def]
    page = to_html(report)
    assert "img-src data:" in page and page.count('src="data:image/png;base64,') == 3
    words = re.sub(r'src="[^"]*"', "", page)
    assert not re.search(r"<script|https?://", words)
    assert not re.search(r"\bc\d{5}\b|\bp\d+\b", words)


@pytest.mark.slow
def test_it_tells_figures_doubts_and_where_the_time_went(report) -> None:  # type: ignore[no-untyped-def]
    text = to_markdown(report)
    for part in ("what a sceptic would say", "average precision", "against other orders", "luck of the seed",
                 "list of the hold-out's first day", "sham\\_litigation: no model", "label, count, ever",
                 "| matrix |", "| tuning |", "| report |"):  # fmt: skip
        assert part in text, part


def test_the_picture_of_reliability_is_a_png() -> None:
    bins = [{"predicted": 0.1, "found": 0.2, "low": 0.1, "high": 0.3}] * 2
    assert reliability_picture(bins).startswith(PNG)
