"""The study: the City's tables through signals, training and ranking, and both comparisons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.chicago.comparison import compare, first_half
from experiments.chicago.history import compare_history, compare_weather, same_day
from experiments.chicago.picture import draw_gains
from experiments.chicago.prepare import CONTRACT, RECIPE, SIGNALS, TARGETS, as_ids, prepared_tables
from experiments.chicago.published import Published, read_published
from experiments.chicago.report import history_page, results_page
from training.bundle import train_bundle
from training.evaluation.metrics import RankedRows, auc
from training.recipe import read_recipe
from zbrisk.docket import Docket, open_docket
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.scoring.scorer import load_scorer
from zbrisk.typing import Floats

__all__ = ["bundle_of_seed", "history_study", "run_study", "write_tables"]

#: The City's test period begins on this day; nothing known on or after it is learnt from.
UNTIL = dt.date(2014, 9, 2)
SEEDS = (0, 1, 2, 3, 4)
DEPLOYED = "deployed model, its published scores"


def run_study(data: Path, out: Path) -> None:
    """Run everything; write tables, bundles, `history.md`, `results.md` and `gains.png`.

    Args:
        data: The folder with the City's files.
        out: A folder, made if need be.
    """
    published = read_published(data)
    docket = write_tables(published, out / "tables")
    _tell(out / "history.md", history_study(published, docket))
    bundles = [bundle_of_seed(docket, out / "bundles" / f"seed-{seed}", seed=seed) for seed in SEEDS]
    test = published.model_table[published.model_table["Test"]]
    scores = test_scores(docket, bundles, test)
    without = test_scores(before_the_test(published), bundles, test)
    heading = "\n\nThe same, with every inspection result of the test period itself withheld:\n\n"
    _tell(out / "results.md", _period(test) + results_study(test, scores) + heading + results_study(test, without))
    orders = {DEPLOYED: _floats(test["score"])} | {TARGETS[t]: _floats(s.mean(axis=1)) for t, s in scores.items()}
    half = first_half(test["Inspection_Date"])
    draw_gains(_floats(test["criticalFound"]), orders, out / "gains.png", half=half)


def write_tables(published: Published, folder: Path) -> Docket:
    """Write the contract's tables as Parquet, as a data team would, and open them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in prepared_tables(published).items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    return open_docket(folder, tables_file=CONTRACT)


def before_the_test(published: Published) -> Docket:
    """The tables without any result of the test period, as if its whole order had been settled on its first morning."""
    tables = prepared_tables(published)
    results = tables["inspections"]
    return open_docket(
        tables | {"inspections": results[results["inspected_date"] < pd.Timestamp(UNTIL)]}, tables_file=CONTRACT
    )


def history_study(published: Published, docket: Docket) -> str:
    """The City's history and weather for every inspection, each as of its own day, and where they agree."""
    moments = _moments(published.inspections)
    builder = SignalBuilder(SIGNALS, names=["last_inspection", "weather"]).fit(docket)
    matrix = builder.transform(moments).set_index(moments["case_id"])
    return history_page(compare_history(matrix, published), compare_weather(matrix, published), same_day(published))


def bundle_of_seed(docket: Docket, folder: Path, *, seed: int) -> Path:
    """Train the three models on the City's training period, and write them as a bundle."""
    recipe = read_recipe(RECIPE).model_copy(update={"seed": seed})
    train_bundle(docket, folder, until=UNTIL, signals=SIGNALS, recipe=recipe)
    return folder


def test_scores(docket: Docket, bundles: Sequence[Path], test: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """For each target, the raw score of every test inspection as of its own day, one column a bundle."""
    moments = _moments(test)
    ranked = {path.name: load_scorer(path).rank(docket, moments=moments, reasons=0) for path in bundles}
    return {
        target: pd.DataFrame(
            {
                name: clues[clues["target"] == target].set_index("case_id")["score"].reindex(moments["case_id"])
                for name, clues in ranked.items()
            }
        )
        for target in TARGETS
    }


def results_study(test: pd.DataFrame, scores: Mapping[str, pd.DataFrame]) -> str:
    """The table of figures; an order is that of the mean score over the seeds."""
    label, deployed = _floats(test["criticalFound"]), _floats(test["score"])
    half, places = first_half(test["Inspection_Date"]), test["License"]
    orders = {DEPLOYED: deployed} | {TARGETS[t]: _floats(seeds.mean(axis=1)) for t, seeds in scores.items()}
    figures = {name: compare(label, order, deployed, places, half=half) for name, order in orders.items()}
    alone = {TARGETS[target]: [_auc(label, seeds[name]) for name in seeds] for target, seeds in scores.items()}
    return results_page(figures, alone)


def _period(test: pd.DataFrame) -> str:
    days, half = test["Inspection_Date"], first_half(test["Inspection_Date"])
    return (
        f"Test period {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}: {len(test):,} inspections, "
        f"{test['criticalFound'].sum():.0f} with a critical violation; the first half ends after "
        f"{half * len(test):.0f}. Nothing known on or after {UNTIL} is learnt from; scores are means over "
        f"{len(SEEDS)} seeds.\n\n"
    )


def _auc(label: Floats, score: pd.Series) -> float:
    return float(auc(RankedRows(label, _floats(score)), np.ones((1, len(label))))[0])


def _moments(inspections: pd.DataFrame) -> pd.DataFrame:
    """Each inspection as of its own day."""
    return pd.DataFrame(
        {"case_id": as_ids(inspections["Inspection_ID"]), "as_of": inspections["Inspection_Date"]}
    ).reset_index(drop=True)


def _floats(values: pd.Series) -> Floats:
    return values.to_numpy(dtype=np.float64)


def _tell(path: Path, page: str) -> None:
    path.write_text(page, encoding="utf-8")
    print(page)
