"""python -m experiments.evidence --cases 20000 --seed 401 --trials 0 --out FOLDER"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zbrisk.bundle.bundle import read_bundle

from .judging import judged_cases, judged_schemes, knowable_rows, shown_rows
from .road import Road, simulated, walk
from .tables import evidence_page


def main(
    out: Annotated[Path, typer.Option(help="Folder for the bundle and the page.")],
    cases: Annotated[int, typer.Option(min=50, help="Terminated cases.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Not 301 to 308, which the prior has seen.")] = 401,
    trials: Annotated[int, typer.Option(min=0, help="Of the search for the shape of the trees.")] = 10,
) -> None:
    """Which rows a list shows of its true cases, and which rows the schemes had left."""
    road = walk(*simulated(cases, seed), out, trials=trials)
    page = evidence_figures(road, out / "bundle")
    (out / "evidence.md").write_text(page, encoding="utf-8")
    print(page)


def evidence_figures(road: Road, bundle: Path) -> str:
    """The page of figures of one ranking."""
    signals = read_bundle(bundle).program.signals
    shown = shown_rows(road, {signal.name: tuple(signal.card.typology) for signal in signals})
    knowable = knowable_rows(road, shown)
    schemes = judged_schemes(road, shown, knowable)
    return evidence_page(judged_cases(shown, knowable), schemes, shown, road.debtor)


if __name__ == "__main__":
    typer.run(main)
