"""Queries that were checked once are not checked again, and nothing but that can be brought about by what is kept."""

from __future__ import annotations

import gc
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.compiler.test_safety import CONTRACT, tampered
from tests.support.bundle import program_of
from zbrisk.compiler import checked_before, safety
from zbrisk.compiler.checked_before import CheckedBefore
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.safety import check_program
from zbrisk.errors import BundleError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="files have no owners here")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return program_of(tmp_path_factory.mktemp("signals"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("ZBRISK_HOME", str(folder))
    return folder


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were parsed to be checked."""
    seen: list[str] = []
    check = safety.checked_tree

    def watched(owner: str, sql: str, known: Any, dialect: str) -> Any:
        seen.append(sql)
        return check(owner, sql, known, dialect)

    monkeypatch.setattr(safety, "checked_tree", watched)
    return seen


def checked(program: Program, dialect: str = "sqlite") -> Program:
    """As another process would check it."""
    done = check_program(replace(program), CONTRACT, dialect)
    checked_before._write_all()
    return done


def measures(program: Program, dialect: str = "sqlite") -> set[str]:
    return {part.sql[dialect] for part in program.parts} | {part.evidence_sql[dialect] for part in program.parts}


def kept(home: Path) -> Path:
    (file,) = (home / "checked").glob("*")
    return file


def test_what_passed_is_not_parsed_again(program: Program, home: Path, parsed: list[str]) -> None:
    first = checked(program)
    assert measures(program) <= set(parsed)
    parsed.clear()
    again = checked(program)
    assert measures(program).isdisjoint(parsed)
    for one, other in zip(first.parts, again.parts, strict=True):
        assert (one.sql, one.lookups, one.row_sources) == (other.sql, other.lookups, other.row_sources)
        assert one.evidence_sql["sqlite"] == other.evidence_sql["sqlite"]
        assert one.rows_read_sql["sqlite"] == other.rows_read_sql["sqlite"]
        assert one.reaches["sqlite"] == other.reaches["sqlite"]
    assert not any(kind in kept(home).read_text().lower() for kind in ("select", " from "))


def test_only_the_owner_can_write_it(program: Program, home: Path) -> None:
    checked(program)
    assert stat.S_IMODE(kept(home).stat().st_mode) == 0o600
    assert stat.S_IMODE(kept(home).parent.stat().st_mode) == 0o700


def test_another_dialect_is_checked_by_itself(program: Program, home: Path, parsed: list[str]) -> None:
    checked(program)
    parsed.clear()
    checked(program, "duckdb")
    assert measures(program, "duckdb") <= set(parsed)


def test_a_text_that_differs_by_a_letter_is_checked(program: Program, home: Path, parsed: list[str]) -> None:
    checked(program)
    parsed.clear()
    sql = program.signals[0].sql["sqlite"]
    with pytest.raises(BundleError, match="reads"):
        checked(tampered(program, re.sub(r"\bFROM (\w+)", r"FROM \1x", sql, count=1)))
    checked(tampered(program, f"{sql} "))
    assert f"{sql} " in parsed


def test_what_is_refused_is_refused_again(program: Program, home: Path) -> None:
    for where in ("sql", "evidence_sql"):
        for _ in range(2):
            with pytest.raises(BundleError):
                checked(tampered(program, "select * from read_text('/etc/passwd')", where=where))


def test_other_rules_check_anew(
    program: Program, home: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(program)
    parsed.clear()
    monkeypatch.setattr(checked_before, "_rules", lambda: "others")
    checked(program)
    assert measures(program) <= set(parsed)


def test_without_the_source_of_what_checks_nothing_is_kept(
    program: Program, home: Path, parsed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(program)
    parsed.clear()
    monkeypatch.setattr(checked_before, "__file__", str(tmp_path / "zbrisk.zip" / "checked_before.py"))
    checked_before._rules.cache_clear()
    try:
        before = kept(home).stat()
        checked(program)
        assert measures(program) <= set(parsed)
        assert kept(home).stat() == before
    finally:
        checked_before._rules.cache_clear()


def test_the_rules_hang_on_the_parser_s_version_without_packages_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.Distribution.from_name", lambda name: pytest.fail(name))
    rules = checked_before._rules.__wrapped__
    before = rules()
    monkeypatch.setattr("sqlglot.__version__", "0")
    assert None not in (before, rules()) and before != rules()
    monkeypatch.delattr("sqlglot.__version__")
    assert rules() is None


def _link(file: Path) -> None:
    file.rename(file.parent.parent / "elsewhere.json")
    file.symlink_to(file.parent.parent / "elsewhere.json")


def _link_folder(file: Path) -> None:
    file.parent.rename(file.parent.parent / "elsewhere")
    file.parent.symlink_to(file.parent.parent / "elsewhere")


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _rewritten(change: Callable[[dict[str, Any]], Any]) -> Callable[[Path], object]:
    return lambda file: file.write_text(json.dumps(change(json.loads(file.read_text()))))


def _with_every(value: Any) -> Callable[[Path], object]:
    return _rewritten(lambda said: {**said, "passed": dict.fromkeys(said["passed"], value)})


HOSTILE: dict[str, Callable[[Path], object]] = {
    "the group may write the file": lambda file: file.chmod(0o660),
    "anybody may write the file": lambda file: file.chmod(0o602),
    "anybody may write the folder": lambda file: file.parent.chmod(0o777),
    "the group may write the home": lambda file: file.parent.parent.chmod(0o770),
    "a link": _link,
    "a link for the folder": _link_folder,
    "a pipe": _pipe,
    "a folder": _folder,
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:-9]),
    "empty": lambda file: file.write_bytes(b""),
    "no text": lambda file: file.write_bytes(b"\xff\xfe"),
    "too large": lambda file: file.write_bytes(file.read_bytes() + b" " * checked_before.MOST_BYTES),
    "too deep": lambda file: file.write_text("[" * 100_000),
    "a list": lambda file: file.write_text("[]"),
    "of something else": _rewritten(lambda said: {**said, "about": "0" * 64}),
    "of nothing": _rewritten(lambda said: {"passed": said["passed"]}),
    "without queries": _rewritten(lambda said: {**said, "passed": None}),
    "true of every query": _with_every(True),
    "null of every query": _with_every(None),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_what_others_may_have_written_or_does_not_fit_is_not_looked_at(
    program: Program, home: Path, parsed: list[str], how: str
) -> None:
    checked(program)
    parsed.clear()
    HOSTILE[how](kept(home))
    checked(program)
    assert measures(program) <= set(parsed)


@pytest.mark.parametrize("how", ["the group may write the file", "a link", "cut off", "too large", "too deep"])
def test_a_file_that_is_not_looked_at_is_replaced(program: Program, home: Path, parsed: list[str], how: str) -> None:
    checked(program)
    HOSTILE[how](kept(home))
    checked(program)
    parsed.clear()
    checked(program)
    assert measures(program).isdisjoint(parsed)
    assert stat.S_IMODE(kept(home).lstat().st_mode) == 0o600


@pytest.mark.parametrize(
    "found",
    [
        {"lookups": 1, "row_sources": []},
        {"lookups": {"cases": [["case_id", 1]]}, "row_sources": []},
        {"lookups": {"cases": "case_id"}, "row_sources": []},
        {"lookups": {}, "row_sources": [[["cases"]]]},
        {"lookups": {}, "row_sources": 3},
        {"lookups": {}},
    ],
)
def test_what_was_found_of_a_query_is_found_again_where_it_does_not_fit(
    program: Program, home: Path, parsed: list[str], found: Any
) -> None:
    first = checked(program)
    parsed.clear()
    _with_every(found)(kept(home))
    again = checked(program)
    assert {part.sql["sqlite"] for part in program.parts} <= set(parsed)
    assert [part.lookups for part in first.parts] == [part.lookups for part in again.parts]
    assert [part.row_sources for part in first.parts] == [part.row_sources for part in again.parts]


def test_another_owner_s_is_not_looked_at(
    program: Program, home: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(program)
    before = kept(home).read_bytes()
    parsed.clear()
    monkeypatch.setattr(os, "geteuid", lambda: home.stat().st_uid + 1)
    checked(program)
    assert measures(program) <= set(parsed)
    assert kept(home).read_bytes() == before


def test_without_a_home_none_is_made(program: Program, home: Path, parsed: list[str]) -> None:
    home.rmdir()
    checked(program)
    checked(program)
    assert not home.exists()


def test_a_home_that_cannot_be_written_to_is_no_error(program: Program, home: Path) -> None:
    (home / "checked").write_text("a file where a folder should be")
    checked(program)
    assert (home / "checked").read_text() == "a file where a folder should be"


def test_the_oldest_go(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked_before, "KEPT", 2)
    for number in range(4):
        each = CheckedBefore([str(number)])
        each.add("select 1")
        each.write()
        for file in (home / "checked").iterdir():
            os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns - 10**9))
    assert len(list((home / "checked").iterdir())) == 2
    assert [CheckedBefore([str(number)]).passed("select 1") for number in range(4)] == [
        False, False, True, True,
    ]  # fmt: skip


def test_what_another_process_added_stays(home: Path) -> None:
    one, other = CheckedBefore(["x"]), CheckedBefore(["x"])
    one.add("select 1")
    other.add("select 2")
    one.write()
    other.write()
    third = CheckedBefore(["x"])
    assert third.passed("select 1") and third.passed("select 2") and not third.passed("select 3")


def test_what_is_forgotten_before_the_end_is_kept(home: Path) -> None:
    CheckedBefore(["x"]).add("select 1")
    gc.collect()
    checked_before._write_all()
    assert CheckedBefore(["x"]).passed("select 1")
    assert not checked_before._UNSAVED


def test_a_full_file_begins_anew(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked_before, "MOST_BYTES", 1_000)
    full, late = CheckedBefore(["x"]), CheckedBefore(["x"])
    for number in range(10):
        full.add(f"select {number}")
    full.write()
    for number in range(10, 15):
        late.add(f"select {number}")
    late.write()
    after = CheckedBefore(["x"])
    assert [after.passed(f"select {number}") for number in range(15)] == [False] * 10 + [True] * 5


def test_more_than_a_file_may_hold_is_not_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked_before, "MOST_BYTES", 1_000)
    few, many = CheckedBefore(["x"]), CheckedBefore(["x"])
    few.add("select")
    few.write()
    for number in range(20):
        many.add(f"select {number}")
    many.write()
    assert CheckedBefore(["x"]).passed("select")


DIES = """
import os
from zbrisk.compiler.checked_before import CheckedBefore
os.replace = lambda *names: os._exit(9)
each = CheckedBefore(["x"])
each.add("select 1")
each.write()
"""


def test_what_a_killed_process_began_goes_with_the_next(home: Path) -> None:
    assert subprocess.run([sys.executable, "-c", DIES], check=False).returncode == 9
    assert len(list((home / "checked").iterdir())) == 1
    each = CheckedBefore(["x"])
    each.add("select 2")
    each.write()
    assert kept(home).suffix == ".json"
    assert CheckedBefore(["x"]).passed("select 2")
