"""`python -m experiments.speed`: measure everything, print a Markdown table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from experiments.speed.build import build
from experiments.speed.busy_party import busy_party
from experiments.speed.explaining import explaining
from experiments.speed.figure import machine, table
from experiments.speed.one_case import one_case

FIGURES = {"build": build, "busy party": busy_party, "one case": one_case, "explaining": explaining}


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m experiments.speed", description="How fast zbrisk is")
    parser.add_argument("--only", choices=FIGURES, action="append", help="only this figure (may be repeated)")
    parser.add_argument("--small", action="store_true", help="tiny sizes, to see that everything runs")
    parser.add_argument("--out", type=Path, help="a file for the table")
    arguments = parser.parse_args()
    figures = []
    for name in arguments.only or FIGURES:
        print(f"{name} ...", file=sys.stderr, flush=True)
        figures += FIGURES[name](small=arguments.small)
    text = f"{table(figures)}\n\n{machine()}\n"
    print(text)
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
