"""Commands that are ended, or find the disk full, at any file operation: old or new, never neither, nothing left."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.accidents import contents, struck
from tests.commands.conftest import DAY, Invoke, Office, said
from zbrisk.commands import app
from zbrisk.commands.application import app as application

ROOT = Path(__file__).parents[2]
SNOOZE = ["clues", "snooze", "--case", "E1", "--target", "concealed_assets", "--author", "a", "--reason", "r"]


@pytest.fixture(autouse=True)
def _as_in_a_terminal() -> Iterator[None]:
    """What a shell starts in the background ignores Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "code"), [("interrupt", 130), ("terminate", 143)])
def test_a_signal_at_any_point_ends_a_command_cleanly(tmp_path: Path, kind: str, code: int) -> None:
    (tmp_path / "tmp").mkdir()

    def work() -> None:
        tempfile.tempdir = str(tmp_path / "tmp")
        app([*SNOOZE, "--until", "2030-01-01", "--file", str(tmp_path / "s.csv")])

    point, reached, codes = 0, True, set()
    while reached:
        point += 1
        ended, reached = struck(work, kind, point)
        codes.add(ended if reached else None)
        left = contents(tmp_path)
        assert left.pop("tmp") == b"" and set(left) <= {"s.csv"}
        (tmp_path / "s.csv").unlink(missing_ok=True)
    assert point > 8 and codes == {code, None}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_are_one_sentence_and_the_callers_handlers_come_back(zbrisk: Invoke, number: int) -> None:
    if signal.getsignal(number) is signal.SIG_IGN:  # as under nohup
        pytest.skip("whoever runs the tests ignores this signal, and so does zbrisk")
    before = signal.getsignal(number)
    stopping(lambda: signal.raise_signal(number))
    stopped = zbrisk("stopping-test")
    assert stopped.exit_code == 128 + number
    assert stopped.stderr == "Stopped; nothing half-written is left behind.\n"
    assert signal.getsignal(number) is before


def test_a_signal_that_a_library_turns_into_its_own_error_is_still_one(zbrisk: Invoke) -> None:
    def interrupted() -> None:
        try:
            signal.raise_signal(signal.SIGTERM)
        except KeyboardInterrupt:
            raise RuntimeError("Query interrupted") from None

    stopping(interrupted)
    assert zbrisk("stopping-test").exit_code == 143


def test_a_second_signal_while_cleaning_up_loses_nothing(tmp_path: Path, zbrisk: Invoke) -> None:
    from zbrisk.files import replacing

    (tmp_path / "out.csv").write_text("old")

    def twice() -> None:
        with replacing(tmp_path / "out.csv") as draft:
            draft.write_text("new")
            try:
                signal.raise_signal(signal.SIGTERM)
            finally:
                signal.raise_signal(signal.SIGINT)

    stopping(twice)
    assert zbrisk("stopping-test").exit_code == 130
    assert contents(tmp_path) == {"out.csv": b"old"}


def test_an_ignored_signal_stays_ignored(zbrisk: Invoke) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        stopping(lambda: signal.raise_signal(signal.SIGHUP))
        assert zbrisk("stopping-test").exit_code == 0
    finally:
        signal.signal(signal.SIGHUP, before)


def test_what_the_disk_says_outside_of_any_write_is_one_sentence(zbrisk: Invoke) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device", "/tmp/spill")

    stopping(full)
    said(zbrisk("stopping-test"), "/tmp/spill cannot be written: the disk is full")


def test_a_system_without_openmp_gets_the_cure(zbrisk: Invoke) -> None:
    def unlinked() -> None:
        raise OSError("libgomp.so.1: cannot open shared object file: No such file or directory")

    stopping(unlinked)
    said(zbrisk("stopping-test"), "LightGBM cannot be loaded: libgomp.so.1", "apt install libgomp1")


def stopping(work: Callable[[], None]) -> None:
    """A command that does this."""
    application.registered_commands = [each for each in application.registered_commands if each.name != "stopping-test"]
    application.command("stopping-test", hidden=True)(lambda: work())


@pytest.fixture(autouse=True)
def _no_command_stays() -> Any:
    yield
    application.registered_commands = [each for each in application.registered_commands if each.name != "stopping-test"]


@pytest.mark.parametrize("words", [["--out", "{out}"], ["--language", "en", "--out", "{out}"]])
def test_an_out_that_is_a_folder_is_refused_before_the_work(tmp_path: Path, zbrisk: Invoke, words: list[str]) -> None:
    (tmp_path / "c.html").mkdir()
    out = [word.format(out=tmp_path / "c.html") for word in words]
    said(zbrisk("model-card", tmp_path / "no bundle", *out), "c.html is a folder")


COMMANDS = {
    "rank to Parquet": "rank {tables} --model {bundle} --as-of {day} --out {place}/clues.parquet",
    "rank to CSV": "rank {tables} --model {bundle} --as-of {day} --top 5 --out {place}/clues.csv",
    "explain": "explain {tables} --model {bundle} --case {case} --as-of {day} --out {place}/page.html",
    "explain several": "explain {tables} --model {bundle} --case {case} --case {other} --as-of {day}"
    " --out {place}/pages",
    "matrix": "matrix {tables} --moments {moments} --signals {signals} --out {place}/f.parquet",
    "checkpoints": "checkpoints {tables} --as-of {day} --out {place}/v.parquet",
    "clues": "clues {tables} --model {bundle} --as-of {day} --out {place}/list.csv",
    "model-card": "model-card {bundle} --out {place}/card.html",
    "train": "train {tables} --until {day} --signals {signals} --recipe {recipe} --no-report --out {place}/bundle"
    " --tracking sqlite:///{elsewhere}/mlflow.db",
}


ALLOWED = {"kill": {-9}, "terminate": {143}, "disk full": {1, 0}}  # the exit codes of each kind
EVERY = int(os.environ.get("ZBRISK_EVERY", "5"))  # which operations are struck; 1 strikes all, which takes half an hour


@pytest.mark.slow
@pytest.mark.parametrize("kind", ALLOWED)
@pytest.mark.parametrize("command", COMMANDS)
def test_old_or_new_stands_whatever_happens_to_a_command(
    command: str, kind: str, made_up: Office, tmp_path: Path
) -> None:
    import pandas as pd

    cases = pd.read_parquet(made_up.tables / "cases.parquet")
    one, other = cases.loc[cases["closed_date"] < dt.date(2023, 1, 1), "case_id"][:2]
    (tmp_path / "moments.csv").write_text(f"case_id,as_of\n{one},{DAY}\n")
    (tmp_path / "elsewhere").mkdir()
    place = tmp_path / "place"
    (place / "tmp").mkdir(parents=True)
    places = {
        **{name: getattr(made_up, name) for name in ("tables", "bundle", "signals")},
        "recipe": made_up.tables.parent / "recipe.yaml",
        "moments": tmp_path / "moments.csv",
        "elsewhere": tmp_path / "elsewhere",
        "place": place,
    }
    words = COMMANDS[command].format(**places, day=DAY, case=one, other=other).split()
    every = EVERY * (6 if command == "train" and EVERY > 1 else 1)  # to train again takes many times longer
    first = 1 + list(ALLOWED).index(kind) * every // len(ALLOWED)
    program = [sys.executable, "-m", "tests.accidents", kind, str(place), str(first), str(every), "--", *words]
    env = {**os.environ, "TMPDIR": str(place / "tmp")}
    told = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True, env=env)
    found = json.loads(told.stdout)
    sys.stdout.write(f"{command}, {kind}: {found['points']} points\n")
    assert (found["whole"], found["neither"], found["left"]) == (0, [], []), found
    assert found["points"] > 5 // every
    assert set(found["codes"]) <= ALLOWED[kind], found
