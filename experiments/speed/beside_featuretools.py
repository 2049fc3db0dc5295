"""Building features beside featuretools with cutoff times, in an environment made for it and thrown away."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from experiments.speed.apart import apart
from experiments.speed.build import compiled
from experiments.speed.figure import Figure
from experiments.speed.made_up import make_flows

__all__ = ["beside_featuretools"]

PACKAGES = ("featuretools==1.31.0", "pandas<3", "pyarrow")


def beside_featuretools(*, small: bool = False) -> list[Figure]:
    """A size that it can do; the packages come from PyPI."""
    cases, flows = (20, 2_000) if small else (1_000, 100_000)
    with tempfile.TemporaryDirectory(prefix="zbrisk-speed-") as scratch:
        python = _environment(Path(scratch) / "venv")
        folder = make_flows(Path(scratch) / "flows", cases=cases, flows=flows)
        script = Path(__file__).with_name("featuretools_run.py")
        said = subprocess.run([python, script, folder], check=True, capture_output=True, text=True).stdout
        theirs, ours = float(said.splitlines()[-1]), apart(compiled, folder)["build"]
    return [
        Figure(
            what=f"Build: {cases:,} cases, {flows:,} transactions",
            ours=f"{ours:.1f} s",
            yardstick=f"featuretools with cutoff times {theirs:.0f} s",
            ratio=f"{theirs / ours:.0f} x faster",
        )
    ]


def _environment(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "setuptools<81", *PACKAGES], check=True)
    return python
