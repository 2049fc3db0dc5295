"""python -m experiments.harm --cases 10000 --seed 1 --out FOLDER"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.evidence import Road, simulated, walk
from zbrisk.bundle.bundle import read_bundle

from .tables import harm_page
from .wronged import honest_cases, wronged


def main(
    out: Annotated[Path, typer.Option(help="Folder for the bundle and the page.")],
    cases: Annotated[int, typer.Option(min=50, help="Terminated cases.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same figures.")] = 1,
) -> None:
    """Who is wrongly among the first of each list, and what would get them out."""
    road = walk(*simulated(cases, seed), out)
    page = harm_figures(road, out / "bundle")
    (out / "harm.md").write_text(page, encoding="utf-8")
    print(page)


def harm_figures(road: Road, bundle: Path) -> str:
    """The page of figures of one ranking."""
    cards = [signal.card for signal in read_bundle(bundle).program.signals]
    verify = {card.name: card.verify["en"] for card in cards if card.verify}
    pages = []
    for target in road.undecided:
        honest = honest_cases(road, target)
        wrong = wronged(road, honest, target, verify)
        listed = int((road.clues["target"] == target).sum())
        pages.append(harm_page(target, honest, wrong, listed, road.debtor, verify))
    return "\n".join(pages)


if __name__ == "__main__":
    typer.run(main)
