"""python -m experiments chicago --data FOLDER --out FOLDER"""

from __future__ import annotations

import argparse
from pathlib import Path

from experiments.chicago.study import run_study


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--data", type=Path, required=True, help="the folder with the City's files")
    parser.add_argument("--out", type=Path, required=True, help="where tables, bundles and results go")


def run(asked: argparse.Namespace) -> None:
    """Learn from Chicago's food inspections, and compare with what the City's own model found."""
    run_study(asked.data, asked.out)
