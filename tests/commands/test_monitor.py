from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd

from tests.commands.conftest import DAY, Invoke, Office, left_in, said
from tests.support.office import office


def supplied(folder: Path, **changes: pd.DataFrame | None) -> Path:
    """The office's tables with some replaced, or left out."""
    folder.mkdir()
    for name, frame in (office(size=800, reviewed=240) | changes).items():
        if frame is not None:
            frame.to_parquet(folder / f"{name}.parquet", index=False)
    return folder


def watch(zbrisk: Invoke, made_up: Office, tables: Path, *words: object, day: str = DAY) -> tuple[int, str]:
    result = zbrisk("monitor", tables, "--model", made_up.bundle, "--as-of", day, *words)
    return result.exit_code, result.stdout


def test_the_tables_of_the_training_are_fine(made_up: Office, zbrisk: Invoke) -> None:
    code, printed = watch(zbrisk, made_up, made_up.tables)
    assert code == 0, printed
    assert "All is fine." in printed
    assert "0 reviews decided since the training; too few to judge" in printed


def test_a_missing_table_needs_attention_and_stands_on_the_page(
    made_up: Office, zbrisk: Invoke, tmp_path: Path
) -> None:
    tables = supplied(tmp_path / "tables", petitions=None)
    code, printed = watch(zbrisk, made_up, tables, "--out", tmp_path / "page.html")
    assert code == 3
    assert "table petitions missing" in printed and "concealed_assets: tell__count__all moved" in printed
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "需要关注" in page and "缺失" in page and "不得作为采取措施的依据" in page
    assert "default-src 'none'" in page and not re.search(r"<script|<img|https?://", page)


def test_json_holds_everything(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    petitions = office(size=800, reviewed=240)["petitions"]
    tables = supplied(tmp_path / "tables", petitions=petitions.head(len(petitions) // 2))
    code, printed = watch(zbrisk, made_up, tables, "--json")
    found = json.loads(printed)
    assert code == 3
    assert {"as_of", "drifts", "feeds", "calibration", "attention"} <= set(found)
    assert next(each for each in found["feeds"] if each["table"] == "petitions")["level"] == "shrunk"


def test_outcomes_since_the_training_are_compared_with_the_predictions(
    made_up: Office, zbrisk: Invoke, tmp_path: Path
) -> None:
    reviews = office(size=800, reviewed=240)["review_outcomes"]
    reviews = reviews[reviews["decided_date"].astype(str) < DAY]
    late = reviews.head(100).assign(outcome_id=[f"n{i}" for i in range(100)], opened_date="2024-07-05")
    late = late.assign(decided_date="2024-08-01", known_at="2024-08-01", result=["confirmed", "refuted"] * 50)
    both = pd.concat([reviews.astype(object), late.astype(object)]).astype(str)
    code, printed = watch(
        zbrisk, made_up, supplied(tmp_path / "tables", review_outcomes=both), "--json", day="2024-09-01"
    )
    (found,) = json.loads(printed)["calibration"]
    assert code == 3
    assert found["decided"] == 100 and found["found"] == 0.5 and found["level"] == "broken"
    assert 0 < found["predicted"] < found["low"] < 0.5 < found["high"]


def test_a_page_needs_its_ending(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    result = zbrisk(
        "monitor", made_up.tables, "--model", made_up.bundle, "--as-of", DAY, "--out", tmp_path / "page.pdf"
    )
    said(result, "page.pdf is no page", ".html")
    assert left_in(tmp_path) == []


def test_lists_are_compared_with_the_rate_that_they_promised(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    reviews = office(size=800, reviewed=240)["review_outcomes"]
    reviews = reviews[reviews["decided_date"].astype(str) < DAY]
    lists = pd.DataFrame({
        "list_id": "L", "case_id": reviews["case_id"], "target": "concealed_assets", "chosen_flag": True,
        "chosen_by": "model", "listed_date": reviews["opened_date"], "known_at": reviews["opened_date"], "score": 0.1,
    })  # fmt: skip
    tables = supplied(tmp_path / "tables", review_lists=lists.drop_duplicates("case_id"))
    code, printed = watch(zbrisk, made_up, tables, "--promised", 0.99, "--out", tmp_path / "page.html")
    assert code == 3
    assert "99% promised: broken" in printed and "concealed_assets: what its lists promised broken" in printed
    assert "名单的承诺与结果" in (tmp_path / "page.html").read_text("utf-8")
    _, kept = watch(zbrisk, made_up, tables)
    assert "10% promised: kept" in kept
    said(zbrisk("monitor", tables, "--model", made_up.bundle, "--as-of", DAY, "--promised", 8), "cannot be promised")
