"""What every command has: JSON, notes, a file of settings, all faults at once, help in two languages."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from docs.generate.cli import walked
from tests.commands.conftest import DAY, Invoke, Office, said
from zbrisk.commands import app, progress
from zbrisk.commands.config.file import read_config
from zbrisk.commands.output import language_of, value_after
from zbrisk.commands.texts.help import summary, texts
from zbrisk.errors import DataError

DOCUMENTED = Path(__file__).parents[2] / "docs" / "reference" / "json.md"
CHINESE = re.compile("[\u4e00-\u9fff]")
WITHOUT_RESULT = {"zbrisk demo", "zbrisk serve", "zbrisk models serve"}


def every() -> Iterator[tuple[str, Any]]:
    root = typer.main.get_command(app)
    yield from [("zbrisk", root), *walked(root)]


def documented() -> dict[str, str]:
    """The document of each command, by its name without `zbrisk`."""
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", DOCUMENTED.read_text(encoding="utf-8"), re.MULTILINE)
    return {name.strip("`"): document for names, document in rows for name in names.split(", ")}


# -- results ----------------------------------------------------------------------------------------------------------


def test_every_command_with_a_result_has_json_and_its_document_is_described() -> None:
    leaves = {name: command for name, command in every() if not hasattr(command, "commands")}
    with_json = {name for name, each in leaves.items() if any("--json" in param.opts for param in each.params)}
    assert with_json == set(leaves) - WITHOUT_RESULT
    described = {re.sub(" --(in|out)$", "", name) for name in documented()}
    assert {name.removeprefix("zbrisk ") for name in with_json} == described - {"command", "---"}


@pytest.mark.parametrize(
    "words",
    [
        ["check", "TABLES"],
        ["explain", "TABLES", "--model", "BUNDLE", "--case", "c00003", "--as-of", DAY],
        ["rank", "TABLES", "--model", "BUNDLE", "--as-of", DAY, "--top", "3"],
        ["bundles", "verify", "BUNDLE"],
        ["bundles", "key"],
        ["bundles", "keys"],
        ["signals", "list", "--signals", "SIGNALS"],
        ["signals", "show", "calm", "--signals", "SIGNALS"],
        ["signals", "check", "SIGNALS"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_json_is_one_document_with_the_keys_that_are_described(
    made_up: Office, zbrisk: Invoke, words: list[str]
) -> None:
    places = {"TABLES": made_up.tables, "BUNDLE": made_up.bundle, "SIGNALS": made_up.signals}
    result = zbrisk(*(places.get(word, word) for word in words), "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    name = next(name for name in (" ".join(words[:2]), words[0]) if name in documented())
    for row in found if isinstance(found, list) else [found]:
        if name != "explain":  # described where the service is
            assert {f"`{key}`" for key in row} <= set(re.findall("`[a-z_]+`", documented()[name]))


@pytest.mark.slow
def test_quiet_leaves_out_notes_and_verbose_adds_times(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    words = ["bundles", "verify", made_up.bundle]
    assert "is whole" in zbrisk(*words).stderr
    assert zbrisk(*words, "--quiet").stderr == ""
    assert zbrisk("--quiet", *words).stderr == ""
    listed = ["rank", made_up.tables, "--model", made_up.bundle, "--as-of", DAY, "--out", tmp_path / "c.parquet"]
    assert "Ranking took" in zbrisk(*listed, "--verbose").stderr


def test_without_out_the_first_entries_are_printed_masked(made_up: Office, zbrisk: Invoke) -> None:
    result = zbrisk("rank", made_up.tables, "--model", made_up.bundle, "--as-of", DAY)
    assert result.exit_code == 0, result.stderr
    assert "隐匿" in result.stdout and "排名" in result.stdout
    assert "--out CLUES.xlsx writes them all" in result.stderr


def test_without_a_terminal_progress_is_a_line_each_few_seconds(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock = iter([0.0, 1.0, 6.0, 7.0, 12.0, 13.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    caplog.set_level(logging.INFO, "zbrisk")
    with progress.progress("Ranking", "signals") as advance:
        for done in range(1, 5):
            advance(done, 40)
    assert caplog.messages == ["Ranking: 2 of 40 signals, 6 s", "Ranking: 4 of 40 signals, 12 s"]


def test_an_unknown_case_is_refused_before_the_tables_are_opened(
    made_up: Office, zbrisk: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*args: object, **more: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr("zbrisk.docket.open_docket", never)
    case = ["--case", "NOPE", "--as-of", DAY]
    said(zbrisk("explain", made_up.tables, "--model", made_up.bundle, *case), f"'NOPE' is not known on {DAY}")
    said(zbrisk("related", made_up.tables, *case), f"'NOPE' is not known on {DAY}")
    said(zbrisk("checkpoints", made_up.tables, *case), f"'NOPE' is not known on {DAY}")


def test_the_day_is_today_where_none_is_given(made_up: Office, zbrisk: Invoke) -> None:
    result = zbrisk("related", made_up.tables, "--case", "NOPE")
    assert re.match(r"As of (\d{4}-\d\d-\d\d), today \(UTC\).\nError: Case 'NOPE' is not known on \1", result.stderr)


# -- words ------------------------------------------------------------------------------------------------------------


def test_all_that_is_wrong_with_the_words_is_said_at_once(zbrisk: Invoke) -> None:
    result = zbrisk("train", "--until", "2026-13-01")
    assert result.exit_code == 2
    for part in ("TABLES", "--out", "--until: '2026-13-01'"):
        assert part in result.stderr


def test_one_fault_is_said_as_ever(zbrisk: Invoke) -> None:
    result = zbrisk("check")
    assert result.exit_code == 2 and "Missing argument 'TABLES'" in result.stderr


def test_completion_knows_commands_and_options(zbrisk: Invoke) -> None:
    from typer.testing import CliRunner

    for words, wanted in (("zbrisk ra", "rank"), ("zbrisk rank --js", "--json")):
        given = {"_ZBRISK_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        assert wanted in CliRunner().invoke(app, [], prog_name="zbrisk", env=given).stdout


# -- zbrisk.toml ------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_settings_stand_in_for_what_is_left_out(made_up: Office, zbrisk: Invoke, folder: Path) -> None:
    (folder / "zbrisk.toml").write_text(f'tables = "{made_up.tables}"\nmodel = "{made_up.bundle}"\n', encoding="utf-8")
    said(zbrisk("explain", "--case", "NOPE", "--as-of", DAY), "'NOPE' is not known")
    said(zbrisk("explain", folder / "none", "--case", "NOPE", "--as-of", DAY), "none is not there")  # typed goes first
    assert zbrisk("check").exit_code == 0


def test_the_first_argument_comes_from_the_file_where_a_later_one_is_typed(zbrisk: Invoke, folder: Path) -> None:
    (folder / "zbrisk.toml").write_text('registry = "nowhere"\n')
    said(zbrisk("models", "fetch", "champion", "--out", folder / "bundle"), "nowhere")


def test_a_named_file_counts_from_its_own_folder(folder: Path) -> None:
    (folder / "office").mkdir()
    (folder / "office" / "own.toml").write_text('tables = "tables"\nlanguage = "zh"\n')
    found = read_config(folder / "office" / "own.toml")
    assert found == {"tables": str(folder / "office" / "tables"), "language": "zh"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('model = "b"\ntabels = "t"\n', ["zbrisk.toml:2: ", "unknown key 'tabels'", "Did you mean `tables`?"]),
        ("model = 3\n", ["zbrisk.toml:1: `model` is 3 and no text"]),
        ("unsigned = true\n", ["zbrisk.toml:1: ", "unknown key 'unsigned'"]),
        ('registry = "http://there"\n', ["zbrisk.toml:1: ", "is an address"]),
        ('language = "fr"\n', ["zbrisk.toml:1: ", "Use one of zh, en"]),
        ("model =\n", ["zbrisk.toml is no TOML", "line 1"]),
        ("[tables]\nx = 1\n", ["zbrisk.toml:1: "]),
    ],
)
def test_a_file_of_settings_that_is_not_understood(folder: Path, text: str, parts: list[str]) -> None:
    (folder / "zbrisk.toml").write_text(text)
    with pytest.raises(DataError) as refused:
        read_config(None)
    for part in parts:
        assert part in str(refused.value)


def test_help_is_shown_whatever_the_file_holds(zbrisk: Invoke, folder: Path) -> None:
    (folder / "zbrisk.toml").write_bytes(b"\xff\xfe = [")
    assert zbrisk("check", "--help").exit_code == 0


def test_a_file_that_is_named_must_be_there(zbrisk: Invoke, folder: Path) -> None:
    said(zbrisk("check", "tables", "--config", "none.toml"), "none.toml cannot be read")


# -- help -------------------------------------------------------------------------------------------------------------


def test_every_command_and_option_has_help_in_chinese_and_no_translation_is_left_over() -> None:
    commands = {summary(command.help) for _, command in every()}
    options = {param.help for _, command in every() for param in command.params} | {"Show this message and exit."}
    known = texts("zh")
    assert {"commands": commands - set(known["commands"]), "options": options - set(known["options"])} == {
        "commands": set(), "options": set()
    }, "translate these in zbrisk/commands/texts/zh.toml"  # fmt: skip
    assert set(known["commands"]) == commands and set(known["options"]) == options
    assert all(CHINESE.search(text) for part in ("commands", "options") for text in known[part].values())


def test_help_is_in_the_language_that_is_asked_for(zbrisk: Invoke) -> None:
    assert "按数据约定校验各表" in zbrisk("check", "--help", "--language", "zh").stdout
    assert "Validate tables" in zbrisk("check", "--help", "--language", "en").stdout


@pytest.mark.parametrize(
    ("asked", "configured", "around", "language"),
    [
        ("zh", None, {"LANG": "en_US.UTF-8"}, "zh"),
        (None, None, {"ZBRISK_LANGUAGE": "zh", "LC_ALL": "C"}, "zh"),
        (None, "zh", {"LC_ALL": "C"}, "zh"),
        (None, None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ("en", None, {"LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_language_of_help(
    monkeypatch: pytest.MonkeyPatch, asked: str | None, configured: str | None, around: dict[str, str], language: str
) -> None:
    for name in ("ZBRISK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in around.items():
        monkeypatch.setenv(name, value)
    assert language_of(asked, configured) == language


def test_an_option_is_found_wherever_it_stands() -> None:
    assert value_after(["rank", "--config", "a", "--config=b"], "--config") == "b"
    assert value_after(["rank", "--", "--config", "a"], "--config") is None
