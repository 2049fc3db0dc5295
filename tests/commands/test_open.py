from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import DAY, Invoke, Office, said


@pytest.fixture(scope="module")
def opened(made_up: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from zbrisk import open_tables

    return open_tables(made_up.tables, tmp_path_factory.mktemp("kept") / "opened")


def test_the_command_writes_what_python_writes(made_up: Office, opened: Path, zbrisk: Invoke, tmp_path: Path) -> None:
    for words in ([], ["--model", made_up.bundle]):
        assert zbrisk("open", made_up.tables, "--out", tmp_path / "opened", *words).exit_code == 0
        assert (tmp_path / "opened" / "opened.json").read_bytes() == (opened / "opened.json").read_bytes()


@pytest.mark.slow
def test_commands_write_the_same_bytes_from_opened_tables(
    made_up: Office, opened: Path, zbrisk: Invoke, tmp_path: Path
) -> None:
    (tmp_path / "m.csv").write_text("case_id,as_of\nc00003,2024-07-01\nc00003,2024-06-01\nc00001,2024-07-01\n")
    asked = {
        "matrix": ["--moments", tmp_path / "m.csv", "--signals", made_up.signals],
        "rank": ["--model", made_up.bundle, "--as-of", DAY, "--top", 7],
    }
    for command, words in asked.items():
        written = []
        for name, tables in (("fresh", made_up.tables), ("kept", opened)):
            out = tmp_path / f"{command}-{name}.parquet"
            assert zbrisk(command, tables, *words, "--out", out).exit_code == 0
            written.append(out.read_bytes())
        assert written[0] == written[1]


def test_a_case_is_explained_from_opened_tables(made_up: Office, opened: Path, zbrisk: Invoke) -> None:
    words = ["--model", made_up.bundle, "--as-of", DAY, "--case", "c00003", "--json"]
    fresh, kept = (zbrisk("explain", tables, *words) for tables in (made_up.tables, opened))
    assert kept.exit_code == 0, kept.stderr
    assert kept.stdout == fresh.stdout


def test_opened_tables_are_checked(opened: Path, zbrisk: Invoke) -> None:
    assert zbrisk("check", opened).exit_code == 0


def test_a_contract_is_named_once(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    words = ["--model", made_up.bundle, "--tables-file", tmp_path / "t.yaml", "--out", tmp_path / "o"]
    said(zbrisk("open", made_up.tables, *words), "--model or --tables-file")


def test_settings_of_a_file_do_not_clash_and_what_is_typed_goes_first(
    made_up: Office, zbrisk: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bundle, none = f'model = "{made_up.bundle}"\n', 'tables_file = "none.yaml"\n'
    (tmp_path / "zbrisk.toml").write_text(bundle + none)
    words = ["open", made_up.tables, "--out", tmp_path / "o"]
    assert zbrisk(*words).exit_code == 0  # by the bundle
    said(zbrisk(*words, "--tables-file", "other.yaml"), "other.yaml")
    (tmp_path / "zbrisk.toml").write_text('model = "nothing"\n' + none)
    assert zbrisk(*words, "--model", made_up.bundle).exit_code == 0
    said(zbrisk(*words), "nothing")
