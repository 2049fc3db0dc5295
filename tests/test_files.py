"""Outputs are written whole or not at all, whatever happens, and nothing is left over."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.accidents import KINDS, contents, struck
from zbrisk import files, scratch
from zbrisk.errors import DataError
from zbrisk.files import holding, replacing, require_file, require_folder
from zbrisk.stopping import stoppable

Write = Callable[[Path, str], None]


def write_file(place: Path, text: str) -> None:
    with replacing(place / "out.csv") as draft:
        draft.write_text(text)


def write_folder(place: Path, text: str) -> None:
    with replacing(place / "bundle") as draft:
        (draft / "models").mkdir(parents=True)
        for name in ("bundle.json", "models/a.txt"):
            (draft / name).write_text(text)


def moved_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that cannot exchange two names."""
    monkeypatch.setattr(files, "_exchange", lambda one, other: False)


def test_the_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    with replacing(tmp_path / "new" / "out.csv") as draft:
        draft.write_text("1")
        assert draft.suffix == ".csv"
        assert not (tmp_path / "new" / "out.csv").exists()
    assert (tmp_path / "new" / "out.csv").read_text() == "1"


@pytest.mark.parametrize("accident", [ValueError, KeyboardInterrupt])
def test_an_accident_leaves_what_was(tmp_path: Path, accident: type[BaseException]) -> None:
    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(accident), replacing(tmp_path / "out.csv") as draft:
        draft.write_text("half")
        raise accident
    assert contents(tmp_path) == {"out.csv": b"old"}


def test_folders_on_the_way_go_again_when_nothing_comes_into_them(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="half"), replacing(tmp_path / "a" / "b" / "out.csv") as draft:
        (tmp_path / "a" / "another.csv").write_text("of somebody else")
        draft.write_text("half")
        raise ValueError("half")
    assert contents(tmp_path) == {"a/another.csv": b"of somebody else"}


@pytest.mark.parametrize("exchange", [True, False])
def test_a_folder_takes_the_place_of_a_folder(tmp_path: Path, exchange: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not exchange:
        moved_aside(monkeypatch)
    for text in ("old", "new"):
        write_folder(tmp_path, text)
    assert contents(tmp_path) == {"bundle/bundle.json": b"new", "bundle/models/a.txt": b"new"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("before", [pytest.param("nothing", marks=pytest.mark.slow), "an old one"])
@pytest.mark.parametrize("write", [pytest.param(write_file, marks=pytest.mark.slow), write_folder])
def test_old_or_new_stands_after_an_accident_at_any_point(tmp_path: Path, write: Write, before: str, kind: str) -> None:
    everywhere(tmp_path, write, before, kind, between=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", [pytest.param(each, marks=() if each == "kill" else pytest.mark.slow) for each in KINDS]
)
def test_where_names_cannot_be_exchanged_the_next_write_puts_the_old_one_back(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved_aside(monkeypatch)
    everywhere(tmp_path, write_folder, "an old one", kind, between=kind == "kill")


def everywhere(home: Path, write: Write, before: str, kind: str, *, between: bool) -> None:
    """Strike at each point; `between`: the name may be empty until the next write beside it."""
    point, place, empty = 0, home / "place", 0
    while True:
        point += 1
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        if before == "an old one":
            write(place, "old")
        old = contents(place)
        _, reached = struck(lambda: as_a_command(write, place), kind, point)
        if not reached:
            break
        now = contents(place)
        visible = {name: text for name, text in now.items() if ".zbrisk-" not in name}
        if between and not visible:
            empty += 1
        else:
            assert visible == old or set(visible.values()) == {b"new"}, (point, now)
        assert kind == "kill" or visible == now, (point, now)
        assert struck(lambda: (place / "other").mkdir() or beside(place), None)[0] == 0
        left = contents(place)
        left.pop("beside")
        assert left in ({**old, "other": b""}, {**contents_of(write, home), "other": b""}), (point, left)
    assert point > 5 and bool(empty) == between


def as_a_command(write: Write, place: Path) -> None:
    with stoppable():
        write(place, "new")


def beside(place: Path) -> None:
    with replacing(place / "beside") as draft:
        draft.write_text("")


def contents_of(write: Write, home: Path) -> dict[str, bytes]:
    shutil.rmtree(home / "once", ignore_errors=True)
    write(home / "once", "new")
    return contents(home / "once")


def test_a_failing_second_rename_puts_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path, "old")
    moved_aside(monkeypatch)
    rename = os.rename

    def failing(one: Path, other: Path) -> None:
        if Path(one).parent.name == files.NEW:
            raise OSError(errno.EIO, "I/O error")
        rename(one, other)

    monkeypatch.setattr(os, "rename", failing)
    with pytest.raises(DataError, match="bundle cannot be written: I/O error"):
        write_folder(tmp_path, "new")
    assert contents(tmp_path) == {"bundle/bundle.json": b"old", "bundle/models/a.txt": b"old"}


def test_the_only_copy_is_kept_until_it_can_be_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path, "old")
    moved_aside(monkeypatch)
    with monkeypatch.context() as patched:
        rename, calls = os.rename, []

        def failing(one: Path, other: Path) -> None:
            calls.append(one)
            if len(calls) > 1:
                raise OSError(errno.EIO, "I/O error")
            rename(one, other)

        patched.setattr(os, "rename", failing)
        with pytest.raises(DataError):
            write_folder(tmp_path, "new")
    assert not (tmp_path / "bundle").exists()
    beside(tmp_path)
    assert contents(tmp_path) == {"bundle/bundle.json": b"old", "bundle/models/a.txt": b"old", "beside": b""}


def test_what_living_processes_use_stays(tmp_path: Path) -> None:
    with replacing(tmp_path / "a.csv") as draft:
        draft.write_text("1")
        beside(tmp_path)
        assert struck(lambda: beside(tmp_path), None)[0] == 0
    assert (tmp_path / "a.csv").read_text() == "1"


def test_what_another_machine_made_stays_until_it_has_rested_for_a_day(tmp_path: Path) -> None:
    folder = tmp_path / ".zbrisk-0123456789ab-1-1-01234567"
    (folder / "new").mkdir(parents=True)
    beside(tmp_path)
    assert folder.exists()
    for each in (folder / "new", folder):
        os.utime(each, (0, 0))
    beside(tmp_path)
    assert not folder.exists()


def test_a_process_number_that_was_given_again_is_not_the_same_process(tmp_path: Path) -> None:
    this = scratch.Owner.this()
    assert this.lives and not scratch.Owner(this.system, this.pid, this.began + 1).lives


def test_a_file_does_not_take_the_place_of_a_folder_nor_a_folder_that_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()
    (tmp_path / "bundle").touch()
    for write, words in ((write_file, "out.csv is a folder"), (write_folder, "bundle is no folder")):
        with pytest.raises(DataError, match=words):
            write(tmp_path, "new")
    assert contents(tmp_path) == {"out.csv": b"", "bundle": b""}


def test_a_place_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="is a folder"):
        require_file(tmp_path)
    with pytest.raises(DataError, match="is no folder"):
        require_folder(tmp_path / "file")
    with pytest.raises(DataError, match="cannot be written: a part of the path is a file"):
        require_file(tmp_path / "file" / "deep" / "out.csv")
    with pytest.raises(DataError, match="the name is too long"):
        require_file(tmp_path / ("n" * 300))
    require_file(tmp_path / "new" / "out.csv")
    assert contents(tmp_path) == {"file": b""}


def test_a_device_is_not_replaced() -> None:
    with pytest.raises(DataError, match="/dev/null is no ordinary file"):
        require_file("/dev/null")


def test_the_longest_names_can_be_written(tmp_path: Path) -> None:
    with replacing(tmp_path / ("n" * 255)) as draft:
        draft.write_text("1")
    assert [len(path.name) for path in tmp_path.iterdir()] == [255]


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    (tmp_path / "current").symlink_to("2026")
    write_folder(tmp_path, "x")
    (tmp_path / "latest").symlink_to("bundle")
    with replacing(tmp_path / "latest") as draft:
        draft.mkdir()
    assert (tmp_path / "latest").is_symlink() and not list((tmp_path / "bundle").iterdir())


def test_who_could_read_the_old_file_can_read_the_new_one_and_nobody_else(tmp_path: Path) -> None:
    write_file(tmp_path, "old")
    (tmp_path / "out.csv").chmod(0o640)
    write_file(tmp_path, "new")
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your quota"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "permission denied"),
        (errno.ENAMETOOLONG, "the name is too long"),
    ],
)
def test_what_the_system_says_is_one_sentence_with_a_cure(tmp_path: Path, number: int, words: str) -> None:
    write_file(tmp_path, "old")
    with pytest.raises(DataError, match=words) as refused, replacing(tmp_path / "out.csv") as draft:
        draft.write_text("half")
        raise OSError(number, os.strerror(number))
    assert refused.value.cure and contents(tmp_path) == {"out.csv": b"old"}


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="cannot be written"), replacing(tmp_path / "file" / "out.csv"):
        pass


def test_one_at_a_time_holds_a_file(tmp_path: Path) -> None:
    path, most, inside = tmp_path / "s.csv", 0, 0

    def work() -> None:
        nonlocal most, inside
        for _ in range(20):
            with holding(path):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1 and contents(tmp_path) == {}


def test_a_file_that_is_held_for_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "WAIT", 0.0)
    with holding(tmp_path / "s.csv"):
        with pytest.raises(DataError, match="Another process is at work"), holding(tmp_path / "s.csv"):
            pass
        beside(tmp_path)  # which sweeps, and leaves the lock
        with pytest.raises(DataError, match="Another process is at work"), holding(tmp_path / "s.csv"):
            pass


@pytest.mark.slow
def test_a_library_user_who_is_ended_leaves_no_temporary_files(tmp_path: Path) -> None:
    code = (
        "import os, signal, zbrisk\n"
        "zbrisk.open_docket({'cases': [{'case_id': 'A', 'case_no': '1', 'case_kind': 'suit', 'filed_date':"
        " '2024-01-10'}], 'parties': [{'party_id': 'P', 'party_kind': 'person'}], 'case_parties': [{'case_id': 'A',"
        " 'party_id': 'P', 'role': 'defendant'}]})\n"
        "os.kill(os.getpid(), signal.SIGTERM)"
    )
    ended = subprocess.run([sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(tmp_path)})
    assert ended.returncode == -15 and contents(tmp_path) == {}
