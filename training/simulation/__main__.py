"""python -m training.simulation --cases 20000 --seed 1 --out FOLDER"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from training.simulation.prefecture import STEPS, Prefecture, simulate
from training.simulation.world import World


def main(
    out: Annotated[Path, typer.Option(help="Folder for the tables; the truth goes into truth/ inside it.")],
    cases: Annotated[int, typer.Option(min=50, help="Terminated cases.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same tables.")] = 1,
) -> None:
    """Simulate a prefecture and write its tables."""
    console = Console()
    with Progress(TextColumn("{task.description:22}"), BarColumn(), TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task("", total=len(STEPS) + 1)
        prefecture = simulate(World(cases=cases, seed=seed), lambda step: bar.update(task, advance=1, description=step))
        prefecture.write(out)
        bar.update(task, completed=len(STEPS) + 1, description="written")
    console.print(_summary(prefecture))


def _summary(prefecture: Prefecture) -> Table:
    table = Table("table", "rows")
    for name, frame in prefecture.tables.items():
        table.add_row(name, f"{len(frame):,}")
    return table


if __name__ == "__main__":
    typer.run(main)
