"""zbrisk nation: a nation's cases on a Spark cluster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from zbrisk.commands.application import app
from zbrisk.commands.command import App
from zbrisk.commands.options import LIST_ENDINGS, TODAY, Finished, ModelBundle, SignalsFolder, day_option, on_day
from zbrisk.commands.output import note, print_result, records
from zbrisk.commands.progress import progress
from zbrisk.commands.tables import TablesFile
from zbrisk.commands.terminal import Terminal, counted
from zbrisk.commands.trust_options import Unsigned
from zbrisk.contract import load_contract
from zbrisk.files import require_ending, require_file

if TYPE_CHECKING:
    import pandas as pd

    from zbrisk.contract import Contract
    from zbrisk.nation.opened import Nation
    from zbrisk.nation.run import NationRun

nation = App(help="A nation's cases on a Spark cluster: open its tables, rank, check.", no_args_is_help=True)
app.add_typer(nation, name="nation")

Spark = Annotated[
    str,
    typer.Option(
        "--spark", metavar="URL", help="A Spark 4 master (spark://..., yarn, k8s://..., local[2]) or sc://..."
    ),
]
Work = Annotated[
    str,
    typer.Option(
        "--work", metavar="DIR", help="A folder that the cluster reads and writes: a path, s3a:// or hdfs://."
    ),
]
SOURCES = typer.Option("--tables", metavar="FILE", help="A YAML file: of each table where it lies, by name or folder.")
FIRST = (
    "Open these tables first, unless --work holds them opened from the same places: a YAML file as of `nation open`."
)
Day = Annotated[dt.date | None, day_option("--as-of", f"The day, by what was known before it (2026-11-22){TODAY}")]
Size = Annotated[int, typer.Option("--shards", metavar="N", min=1, help="About how many cases a shard has.")]
Memory = Annotated[str, typer.Option("--memory", metavar="2GB", help="What DuckDB may use in each worker.")]
Folder = Annotated[str, typer.Option("--out", metavar="DIR", help="A new folder of Parquet, as Spark names it.")]


@nation.command("open")
def open_(
    tables: Annotated[Path, SOURCES],
    work: Work,
    spark: Spark,
    model: Annotated[
        Path | None, typer.Option("--model", metavar="BUNDLE", help="Open by the contract of this bundle.")
    ] = None,
    tables_file: TablesFile = None,
    unsigned: Unsigned = False,
) -> None:
    """Type, date and check a nation's tables, and write them below --work for the commands that follow.

    A table is one of the catalogue (Hive, Iceberg), or a folder of Parquet parts; nothing but Spark touches it.
    """
    from zbrisk.nation.opening import open_nation
    from zbrisk.nation.session import session_at
    from zbrisk.nation.sources import read_sources

    contract = _contract(model, tables_file, unsigned=unsigned)
    sources = read_sources(tables, contract)
    with progress("Opening", "tables") as advance:
        open_nation(session_at(spark), sources, work, contract, advance)
    print_result(lambda: {"written": [work], "tables": sorted(sources)}, lambda: note(f"Written: {work}"))


@nation.command()
def plan(
    work: Work, spark: Spark, model: ModelBundle, as_of: Day = None, shards: Size = 20_000, unsigned: Unsigned = False
) -> None:
    """Say before any work how many rows of each table are looked at, sent, and in the largest shard."""
    from zbrisk.nation.run import NationRun
    from zbrisk.scoring.scorer import load_scorer

    scorer = load_scorer(model, unsigned=unsigned)
    run = NationRun(nation=_nation(spark, work, scorer.contract), as_of=on_day(as_of), size=shards)
    planned = run.plan(scorer)
    print_result(lambda: records(planned), lambda: _print_plan(planned))


@nation.command()
def rank(
    work: Work,
    spark: Spark,
    model: ModelBundle,
    out: Annotated[Path, typer.Option(metavar="CLUES", help="The list to write: .parquet, .csv or .xlsx.")],
    tables: Annotated[Path | None, typer.Option("--tables", metavar="FILE", help=FIRST)] = None,
    as_of: Day = None,
    top: Annotated[int, typer.Option(min=1, help="The first N clues of each target.")] = 200,
    shards: Size = 20_000,
    memory: Memory = "2GB",
    finished: Finished = False,
    unsigned: Unsigned = False,
) -> None:
    """Rank a nation's cases: what `zbrisk rank --top` lists, with the same scores, reasons and evidence.

    Begun again after an interruption, it goes on where it was.
    """
    require_ending(out, "clue list", LIST_ENDINGS)
    require_file(out)
    from zbrisk.clues.ranked_list_file import for_programs, write_ranked_list
    from zbrisk.scoring.scorer import load_scorer

    scorer = load_scorer(model, unsigned=unsigned)
    there = _nation(spark, work, scorer.contract, tables)
    with _at_work("Ranking", there, as_of, shards, memory) as run:
        clues = run.rank(scorer, model, top=top, finished=finished)
    with run.docket_of(clues["case_id"].tolist()) as docket:
        write_ranked_list(clues, out, scorer.program, docket)
        print_result(
            lambda: {
                "as_of": run.as_of,
                "written": [out],
                "clues": records(for_programs(clues, scorer.program, docket)),
            },
            lambda: note(f"{counted(len(clues), 'clue')}: {out}"),
        )


@nation.command()
def checkpoints(
    work: Work,
    spark: Spark,
    out: Folder,
    as_of: Day = None,
    features: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A folder of views and checkpoints instead of zbrisk's own.")
    ] = None,
    tables_file: TablesFile = None,
    shards: Size = 20_000,
    memory: Memory = "2GB",
) -> None:
    """Check every termination of a nation against the law; the verdicts are those of `zbrisk checkpoints`."""
    there = _nation(spark, work, load_contract(tables_file))
    with _at_work("Checkpoints", there, as_of, shards, memory) as run:
        rows = run.checkpoints(out, features, tables_file)
    _print_written(run, out, "verdict", rows)


@nation.command()
def matrix(
    work: Work,
    spark: Spark,
    out: Folder,
    as_of: Day = None,
    signals: SignalsFolder = None,
    tables_file: TablesFile = None,
    shards: Size = 20_000,
    memory: Memory = "2GB",
) -> None:
    """Write the features of a nation's cases on a day: those of `zbrisk matrix`, as Parquet in many parts."""
    there = _nation(spark, work, load_contract(tables_file))
    with _at_work("Features", there, as_of, shards, memory) as run:
        rows = run.matrix(out, signals, tables_file)
    _print_written(run, out, "moment", rows)


def _contract(model: Path | None, tables_file: Path | None, *, unsigned: bool) -> Contract:
    if model is None:
        return load_contract(tables_file)
    from zbrisk.bundle.bundle import read_bundle

    return read_bundle(model, unsigned=unsigned).contract


def _nation(spark: str, work: str, contract: Contract, tables: Path | None = None) -> Nation:
    from zbrisk.nation.opened import nation_at
    from zbrisk.nation.opening import opened_once
    from zbrisk.nation.session import session_at
    from zbrisk.nation.sources import read_sources

    if tables is None:
        return nation_at(session_at(spark), work, contract)
    sources = read_sources(tables, contract)
    with progress("Opening", "tables") as advance:
        return opened_once(session_at(spark), sources, work, contract, advance)


@contextmanager
def _at_work(title: str, there: Nation, as_of: dt.date | None, size: int, memory: str) -> Iterator[NationRun]:
    """The tables at work on a day, with a bar of the waves."""
    from zbrisk.nation.run import NationRun

    day = on_day(as_of)
    with progress(title, "waves") as advance:
        yield NationRun(nation=there, as_of=day, size=size, memory_limit=memory, progress=advance)


def _print_written(run: NationRun, out: str, what: str, rows: int) -> None:
    print_result(
        lambda: {"as_of": run.as_of, "written": [out], f"{what}s": rows}, lambda: note(f"{counted(rows, what)}: {out}")
    )


def _print_plan(planned: pd.DataFrame) -> None:
    table = Table("table", *(["rows", "sent", "largest shard"]), box=SIMPLE_HEAD)
    for row in planned.itertuples(index=False):
        table.add_row(str(row.table), f"{row.rows:,}", f"{row.sent:,}", f"{row.largest_shard:,}")
    Terminal().print(table)
