"""The command as a process of its own, called over a socket."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from zbrisk.bundle.keys import HOME
from zbrisk.commands import app
from zbrisk.service.access_keys import new_key, read_keys
from zbrisk.service.audit_log import verify_log
from zbrisk.service.settings import Settings


def zbrisk(*words: object) -> Any:
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def free_port() -> int:
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        return int(own.getsockname()[1])


def call(port: int, path: str, token: str, body: dict[str, Any] | None = None) -> tuple[int, bytes]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", 
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        data=None if body is None else json.dumps(body).encode(),
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


@contextmanager
def serving(settings: Settings, *more: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = free_port()
    words = ["--model", settings.model, "--keys", settings.keys, "--audit", settings.audit, "--port", port, *more]
    process = subprocess.Popen(
        [sys.executable, "-m", "zbrisk", "serve", *map(str, words)], start_new_session=True,
        env={**os.environ, HOME: os.environ[HOME]}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise AssertionError(process.stderr.read().decode() if process.stderr else "")
            try:
                if call(port, "/readyz", "")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield process, port
    finally:
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        process.communicate()


def test_keys_are_made_listed_and_revoked(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    made = zbrisk("serve", "keys", "new", "court", "--scope", "score", "--until", "2999-01-01", "--keys", file)
    assert made.exit_code == 0 and made.stdout.startswith("zbrisk_")
    assert [key.name for key in read_keys(file)] == ["court"]
    assert "court" in zbrisk("serve", "keys", "list", "--keys", file).stdout
    assert zbrisk("serve", "keys", "revoke", "court", "--keys", file).exit_code == 0
    assert read_keys(file) == []


def test_a_service_that_nobody_could_call_is_not_started(settings: Settings) -> None:
    refused = zbrisk("serve", "--model", settings.model, "--keys", settings.keys)
    assert refused.exit_code == 1 and "no access key" in refused.stderr
    new_key(settings.keys, "court", ["score"])
    refused = zbrisk("serve", "--model", settings.keys.parent / "nothing", "--keys", settings.keys)
    assert refused.exit_code == 1 and "is no bundle" in refused.stderr
    refused = zbrisk("serve", "--model", settings.model, "--keys", settings.keys, "--certificate", "x.pem")
    assert refused.exit_code == 1 and "go together" in refused.stderr
    assert zbrisk("serve").exit_code == 2


def test_a_log_is_verified(tmp_path: Path) -> None:
    from zbrisk.service.audit_log import AuditLog

    log = AuditLog(tmp_path / "audit.jsonl")
    log.write(case="A")
    log.write(case="B")
    assert "2 lines hold" in zbrisk("serve", "audit", "verify", log.file).stderr
    log.file.write_bytes(log.file.read_bytes().replace(b'"B"', b'"C"'))
    refused = zbrisk("serve", "audit", "verify", log.file)
    assert refused.exit_code == 1 and "changed in line 2" in refused.stderr


@pytest.mark.slow
def test_a_service_answers_survives_what_callers_do_and_ends_cleanly(settings: Settings, case: dict[str, Any]) -> None:
    token = new_key(settings.keys, "court", ["score", "raw"])
    with serving(settings) as (process, port):
        status, body = call(port, "/v1/score", token, case)
        assert status == 200 and json.loads(body)["case_id"] == "A"
        half_a_body(port, token)
        assert call(port, "/v1/score", token, case)[1] == body
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=30)
        assert b"leaked" not in complaints and b"Traceback" not in complaints
    entries = [json.loads(line)["outcome"] for line in settings.audit.read_text().splitlines()]
    assert entries == ["200", "left", "200"]
    assert verify_log(settings.audit).lines == 3


@pytest.mark.slow
def test_the_chain_holds_after_kills_while_calls_are_answered(settings: Settings, case: dict[str, Any]) -> None:
    token = new_key(settings.keys, "court", ["score"])
    answered = 0
    for _ in range(3):
        with serving(settings, "--workers", "2") as (process, port), ThreadPoolExecutor(4) as callers:
            calls = [callers.submit(call, port, "/v1/score", token, case) for _ in range(500)]
            list(islice(as_completed(calls), 20))
            os.killpg(process.pid, signal.SIGKILL)
        answers = [each.result() for each in calls if each.exception() is None]
        assert 20 <= len(answers) < 500 and {status for status, _ in answers} == {200}
        answered += len(answers)
    assert answered <= verify_log(settings.audit).lines < 1_500  # whoever has an answer is in the log


def half_a_body(port: int, token: str) -> None:
    with socket.create_connection(("127.0.0.1", port)) as own:
        own.sendall(
            f"POST /v1/score HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
            "Content-Length: 1000\r\n\r\n{".encode()
        )
        time.sleep(0.3)
