from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from tests.commands.conftest import DAY, Invoke, Office, left_in, said
from zbrisk.shard.parts import Part, Parts, cut
from zbrisk.shard.work import Outcome, Worker


@pytest.fixture(scope="module")
def opened(made_up: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from zbrisk import open_tables

    return open_tables(made_up.tables, tmp_path_factory.mktemp("kept") / "opened")


SLOW = [
    pytest.param(words, marks=pytest.mark.slow)
    for words in ([], ["--budget", 20], ["--top", 7, "--all"], ["--success-rate", 0.5], ["--top", 7, "--workers", 2])
]


@pytest.mark.parametrize("words", [["--top", 7], *SLOW])
def test_a_list_in_shards_is_the_list(
    made_up: Office, opened: Path, zbrisk: Invoke, tmp_path: Path, words: list[object]
) -> None:
    asked = ["--model", made_up.bundle, "--as-of", DAY, *words]
    whole = asked[:-2] if "--workers" in words else asked
    assert zbrisk("rank", made_up.tables, *whole, "--out", tmp_path / "whole.parquet").exit_code == 0
    out = tmp_path / "parts.parquet"
    result = zbrisk("rank", opened, *asked, "--out", out, "--shards", 300)
    assert result.exit_code == 0, result.stderr
    assert out.read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    assert left_in(tmp_path) == ["parts.parquet", "whole.parquet"]


@pytest.mark.slow
def test_what_is_watched_in_shards_is_what_is_watched(
    made_up: Office, opened: Path, zbrisk: Invoke, tmp_path: Path
) -> None:
    day = "2024-12-31"  # reviews were decided since the training
    asked = ["--model", made_up.bundle, "--as-of", day, "--json", "--out", tmp_path / "page.html"]
    whole = zbrisk("monitor", made_up.tables, *asked)
    page = (tmp_path / "page.html").read_bytes()
    assert all(each["decided"] for each in json.loads(whole.stdout)["calibration"])
    parts = zbrisk("monitor", opened, *asked, "--shards", 300)
    assert parts.stdout == whole.stdout and parts.exit_code == whole.exit_code
    assert (tmp_path / "page.html").read_bytes() == page
    assert left_in(tmp_path) == ["page.html"]


def test_shards_are_read_from_opened_tables(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    words = ["--model", made_up.bundle, "--as-of", DAY, "--out", tmp_path / "clues.parquet"]
    said(zbrisk("rank", made_up.tables, *words, "--shards", 300), "holds no opened tables", "zbrisk open")
    said(zbrisk("rank", made_up.tables, *words, "--workers", 2), "--shards 20000")
    assert left_in(tmp_path) == []


@pytest.mark.slow
def test_features_in_shards_are_the_features(made_up: Office, opened: Path, zbrisk: Invoke, tmp_path: Path) -> None:
    days = ("2024-07-01", "2024-05-01")
    rows = [f"c{number:05},{days[number % 2]}\n" for number in range(60, 1, -1)]
    (tmp_path / "m.csv").write_text("case_id,as_of\n" + "".join(rows))
    words = ["--moments", tmp_path / "m.csv", "--signals", made_up.signals, "--out"]
    assert zbrisk("matrix", made_up.tables, *words, tmp_path / "whole.parquet").exit_code == 0
    for size in (7, 59):
        result = zbrisk("matrix", opened, *words, tmp_path / "parts.parquet", "--shards", size)
        assert result.exit_code == 0, result.stderr
        assert (tmp_path / "parts.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()


@pytest.mark.slow
def test_what_was_interrupted_goes_on_where_it_was(
    made_up: Office, opened: Path, zbrisk: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, done, do = tmp_path / "clues.parquet", [], Worker.do
    words = ["rank", opened, "--model", made_up.bundle, "--as-of", DAY, "--top", 7, "--out", out, "--shards", 300]

    def counted(worker: Worker, part: Part) -> Outcome:
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(len(part.moments))
        return do(worker, part)

    monkeypatch.setattr(Worker, "do", counted)
    assert zbrisk(*words).exit_code == 130
    assert left_in(tmp_path) == ["clues.parquet.shards"]
    done[:] = [0, 0]  # from here on nothing is interrupted
    assert zbrisk(*words).exit_code == 0
    assert done == [0, 0, 300, 200, 7]  # of 800 cases the other two shards, then the reasons of seven
    assert left_in(tmp_path) == ["clues.parquet"]


def test_a_changed_part_is_done_again_and_other_tables_are_other_parts(tmp_path: Path) -> None:
    (part,) = cut(pd.DataFrame({"case_id": ["a"], "as_of": pd.to_datetime(["2024-07-01"])}), 5)
    parts = Parts(folder=tmp_path, question="these tables")
    assert not parts.finished(part)
    parts.finish(part, pd.DataFrame({"score": [0.1]}))
    assert parts.finished(part)
    assert not Parts(folder=tmp_path, question="other tables").finished(part)
    parts.path(part).write_bytes(b"half")
    assert not parts.finished(part)


@pytest.mark.slow
def test_a_shard_that_is_too_large_is_done_in_halves(
    made_up: Office, opened: Path, zbrisk: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "m.csv").write_text("case_id,as_of\n" + "".join(f"c{n:05},2024-07-01\n" for n in range(1, 12)))
    words = ["--moments", tmp_path / "m.csv", "--signals", made_up.signals, "--out"]
    assert zbrisk("matrix", opened, *words, tmp_path / "whole.parquet").exit_code == 0
    do, least, sizes = Worker.do, 3, []

    def small(worker: Worker, part: Part) -> Outcome:
        sizes.append(len(part.moments))
        too_large = Outcome(too_large=True, problem="It needs more memory than there is.", cure="Give more.")
        return too_large if len(part.moments) > least else do(worker, part)

    monkeypatch.setattr(Worker, "do", small)
    result = zbrisk("matrix", opened, *words, tmp_path / "parts.parquet", "--shards", 20)
    assert result.exit_code == 0, result.stderr
    assert sizes[0] == 11 and max(sizes[3:]) <= 3
    assert (tmp_path / "parts.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    least = 0
    words = ["matrix", opened, *words, tmp_path / "none.parquet", "--shards", 20]
    said(zbrisk(*words), "In case c0000", "needs more memory", "Give more")


@pytest.mark.slow
def test_a_killed_run_with_workers_goes_on_and_writes_the_same_bytes(
    made_up: Office, opened: Path, zbrisk: Invoke, tmp_path: Path
) -> None:
    words = ["--model", made_up.bundle, "--as-of", DAY, "--top", "7", "--out"]
    assert zbrisk("rank", made_up.tables, *words, tmp_path / "whole.parquet").exit_code == 0
    out, folder = tmp_path / "parts.parquet", tmp_path / "parts.parquet.shards"
    line = [sys.executable, "-m", "zbrisk", "rank", opened, *words, out, "--shards", 60, "--workers", 2]
    running = subprocess.Popen([str(word) for word in line], stderr=subprocess.PIPE)
    while running.poll() is None and len(list(folder.glob("*.json"))) < 3:
        time.sleep(0.05)
    running.kill()
    running.communicate(timeout=300)  # its workers hold the pipe: they end too
    assert len(list(folder.glob("*.json"))) >= 3 and not out.exists()
    assert zbrisk("rank", opened, *words, out, "--shards", 60, "--workers", 2).exit_code == 0
    assert out.read_bytes() == (tmp_path / "whole.parquet").read_bytes()
