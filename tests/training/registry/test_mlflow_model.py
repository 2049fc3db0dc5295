"""The registered bundle behind `zbrisk models serve`, asked over HTTP."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.support.bundle import AS_OF, program_of, three_cases, write_small
from training.registry.models import Models
from training.registry.store import Store
from zbrisk.scoring.scorer import load_scorer

ROOT = Path(__file__).parents[3]
PATIENCE = 180  # seconds, for MLflow on a busy machine


@contextmanager
def serving(store: Path, log: Path) -> Iterator[str]:
    """The address of a server of the challenger, killed with all its children whatever happens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["models", "serve", str(store), "challenger", "--port", str(port)]
    with log.open("w") as said:
        server = subprocess.Popen(
            [sys.executable, "-c", "from zbrisk.commands import app; app()", *words],
            env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(log.parent)},
            stdout=said, stderr=said, cwd=log.parent, start_new_session=True,
        )  # fmt: skip
        try:
            _wait(server, f"http://127.0.0.1:{port}/ping", log)
            yield f"http://127.0.0.1:{port}/invocations"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.3)
    pytest.fail(f"The server did not come up: {log.read_text()[-2000:]}")


def ask(address: str, *cases: dict[str, Any]) -> list[dict[str, Any]]:
    body = json.dumps({"inputs": cases}).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        rows: list[dict[str, Any]] = json.load(answer)["predictions"]
    return rows


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_served_case_is_scored_bit_for_bit_as_by_the_scorer(tmp_path: Path) -> None:
    scorer = load_scorer(write_small(tmp_path / "bundle", program_of(tmp_path)))
    Models(Store(tmp_path)).add(tmp_path / "bundle")
    records = json.loads(json.dumps(three_cases().records("A", AS_OF, scorer.needs()), default=str))
    case = {"as_of": AS_OF, "records": records}
    with serving(tmp_path, tmp_path / "log") as address:
        served, unknown = ask(address, case, case | {"case_id": "nobody"})
    own = scorer.score_case(records, as_of=AS_OF)
    assert served == json.loads(own.to_json())
    assert {risk["target"]: risk["score"] for risk in served["risks"]} == own.scores
    assert unknown.keys() == {"problem", "cure"} and "'nobody'" in unknown["problem"]
