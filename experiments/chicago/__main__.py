"""Chicago's food inspections through zbrisk."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from experiments.chicago.study import run_study
from zbrisk.errors import ZbriskError


def main() -> int:
    """Read the arguments and run; a refusal is one sentence and its cure."""
    parser = argparse.ArgumentParser(
        prog="python -m experiments.chicago", description="Chicago food inspections through zbrisk"
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder with the City's files")
    parser.add_argument("--out", type=Path, required=True, help="where tables, bundles and results go")
    arguments = parser.parse_args()
    try:
        run_study(arguments.data, arguments.out)
    except ZbriskError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
