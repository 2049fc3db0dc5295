"""The simulated prefecture: from a world's parameters to its tables and its truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from training.simulation.assets import Belongings
from training.simulation.auctions import write_auctions
from training.simulation.cases import write_cases
from training.simulation.choice import Truth
from training.simulation.companies import institutions
from training.simulation.disputes import arisen
from training.simulation.enforcement import enforce
from training.simulation.export import export
from training.simulation.livelihood import live
from training.simulation.people import write_people, write_relations
from training.simulation.reviews import Reviews, complain
from training.simulation.rules import rule_hits
from training.simulation.stage import Stage
from training.simulation.world import World
from training.simulation.writing import Names
from zbrisk.contract import ColumnType, load_contract

__all__ = ["STEPS", "Prefecture", "review_draws", "simulate"]

STEPS = ("people and disputes", "shams", "deeds", "courts", "everyday life", "reviews", "export")


@dataclass(frozen=True, kw_only=True)
class Prefecture:
    """What an office would have (`tables`), and what really happened (`truth`), which no office has.

    `truth` holds cases (one row a terminated case), planted_rows (which rows a scheme made or used), violations
    (duties that the court truly left undone) and rule_hits (what the office's simple rules said).
    """

    world: World
    tables: dict[str, pd.DataFrame]
    truth: dict[str, pd.DataFrame]

    def write(self, folder: str | Path) -> None:
        """Write a Parquet file a table, and the truth into `truth/`; each file appears whole or not at all."""
        folder = Path(folder)
        for name, frame in self.tables.items():
            _write(frame, folder / f"{name}.parquet", _dates_of(name))
        for name, frame in self.truth.items():
            _write(frame, folder / "truth" / f"{name}.parquet", ())


def simulate(world: World, progress: Callable[[str], None] = lambda step: None) -> Prefecture:
    """Let a prefecture live from its start to its end. The same world gives the same tables.

    Args:
        progress: Called with the name of each of `STEPS` before it begins.
    """
    stage, truth = _lived(world, progress)
    progress(STEPS[5])
    hits = _rule_hits(stage)
    reviews = Reviews.held(stage, truth, hits, stage.ledger.frame("petitions"))
    reviews.write(stage, truth)
    progress(STEPS[6])
    tables, known = export(stage, truth, reviews, hits)
    return Prefecture(world=world, tables=tables, truth=known)


def review_draws(world: World, review_seeds: Iterable[int]) -> Iterator[pd.DataFrame]:
    """The reviews that other chances would have chosen and decided in the same world, one frame a seed.

    Columns: case_id (as in `simulate(world)`), target, selected_by, propensity, opened, decided, result, truth;
    days are day numbers. What restorations and discoveries would have followed is not drawn.
    """
    stage, truth = _lived(world, lambda step: None)
    hits, petitions, names = _rule_hits(stage), stage.ledger.frame("petitions"), Names(stage)
    for seed in review_seeds:
        stage.world = replace(world, review_seed=seed)
        rows = Reviews.held(stage, truth, hits, petitions).rows
        yield rows.assign(case_id=names.ids("case_id", rows["case"].to_numpy())).drop(columns="case")


def _lived(world: World, progress: Callable[[str], None]) -> tuple[Stage, Truth]:
    """Everything up to the reviews."""
    stage = Stage(world)
    progress(STEPS[0])
    stage.disputes = arisen(stage)
    stage.employers = institutions(stage, 40 + world.cases // 20)
    truth = Truth.decided(stage)
    progress(STEPS[1])
    truth.sham_suits(stage)
    stage.counts["case"] = 2 * len(stage.disputes)
    progress(STEPS[2])
    belongings = Belongings.acquired(stage)
    truth.deeds(stage)
    progress(STEPS[3])
    write_cases(stage)
    enforce(stage, belongings)
    write_auctions(stage)
    progress(STEPS[4])
    write_people(stage)
    live(stage, belongings)
    write_relations(stage)
    complain(stage, truth)
    stage.settled = dict(stage.counts)
    return stage, truth


def _rule_hits(stage: Stage) -> pd.DataFrame:
    return rule_hits(stage, {name: stage.ledger.frame(name) for name in stage.ledger.tables()})


def _dates_of(table: str) -> tuple[str, ...]:
    columns = load_contract().tables[table].columns.values()
    return (*(c.name for c in columns if c.type is ColumnType.DATE), "known_at")


def _write(frame: pd.DataFrame, path: Path, dates: tuple[str, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    arrow = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    for name in dates:
        arrow = arrow.set_column(
            arrow.schema.get_field_index(name), name, arrow[name].cast(pa.timestamp("s")).cast(pa.date32())
        )
    beside = path.with_suffix(".part")
    try:
        pq.write_table(arrow, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
