"""Serve a registered bundle with MLflow from a copy on this machine, verified, and never from the store itself.

`mlflow models serve -m models:/...` imports what the store says; what is served here is written here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from training.registry.mlflow_model import wrap
from training.registry.models import Models
from zbrisk.scoring.served import SERVES

__all__ = ["serve"]


def serve(models: Models, which: str, *, host: str, port: int, older: bool = False) -> int:
    """Serve until stopped; gives MLflow's exit code.

    Args:
        models: The registered model.
        which: An alias or a number.
        host: The address to listen at.
        port: The port.
        older: Take a champion also if it is older than the last one that was fetched.

    Raises:
        ZbriskError: As `Models.fetch`.
    """
    with tempfile.TemporaryDirectory() as desk:
        models.fetch(which, Path(desk) / "bundle", older=older)
        wrap(Path(desk) / "bundle", Path(desk) / "model")
        model = ["-m", str(Path(desk) / "model"), "--env-manager", "local", "-h", host, "-p", str(port)]
        # MLflow calls uvicorn by its name; what was seen last was settled when the bundle was fetched
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        own = {"PATH": path, SERVES: "", "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false"}
        command = [sys.executable, "-m", "mlflow", "models", "serve", *model]
        return subprocess.run(command, env=os.environ | own).returncode
