from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from zbrisk.contract import load_contract
from zbrisk.docket.finding import find
from zbrisk.errors import DataError

CONTRACT = load_contract()


def put(folder: Path, *names: str) -> Path:
    """Files with something in them; what they hold is not looked at here."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("case_id\n")
    return folder


def refused(source: Any, *parts: str) -> DataError:
    with pytest.raises(DataError) as caught:
        find(source, CONTRACT)
    for part in parts:
        assert part in str(caught.value)
    assert caught.value.cure and str(caught.value).count("\n") == 1
    return caught.value


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("cases.csv", "csv"),
        ("Cases.CSV", "csv"),
        ("CASES.csv.GZ", "csv.gz"),
        ("cases.PARQUET", "parquet"),
        ("cases.pq", "parquet"),
        ("cases.parq", "parquet"),
        ("cases.snappy.parquet", "parquet"),
        ("cases.zstd.parquet", "parquet"),
    ],
)
def test_a_table_is_found_whatever_the_capitals_and_short_forms(tmp_path: Path, name: str, form: str) -> None:
    found = find(put(tmp_path, name), CONTRACT).files["cases"]
    assert (found.form, found.place, found.parts) == (form, name, ((tmp_path / name).resolve(),))


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("spending.csv.zip", "Unpack it"),
        ("spending.csv.bz2", "Unpack it"),
        ("spending.csv.zst", "Unpack it"),
        ("spending.7z", "Unpack it"),
        ("spending.xlsx", "CSV UTF-8"),
        ("spending.XLS", "CSV UTF-8"),
        ("spending.et", "CSV UTF-8"),
        ("spending.tsv", "with commas"),
        ("spending.txt", "with commas"),
        ("spending.json", "spending.parquet"),
        ("spending.feather", "spending.parquet"),
        ("spending.orc", "spending.parquet"),
        ("spending.db", "spending.parquet"),
        ("spending.csv.gz.csv", "spending.csv"),
        ("spending.csv.tmp", "spending.csv"),
        ("spending.2023.csv", "spending.csv"),
        ("spending", "spending.parquet"),
    ],
)
def test_a_table_in_a_form_that_is_not_read_is_named_and_never_passed_over(
    tmp_path: Path, name: str, cure: str
) -> None:
    refused(put(tmp_path, "cases.csv", name), f"{name} is of no form that is read", cure)


def test_beside_a_table_that_is_read_other_forms_of_it_are_told_of(tmp_path: Path) -> None:
    found = find(put(tmp_path, "cases.csv", "cases.xlsx", "cases.md", "cazes.csv", "images/x.png"), CONTRACT)
    assert dict(found.passed_over) == {
        "cases.xlsx": "ignored, for cases.csv is read",
        "cazes.csv": "no table of the contract, ignored",
    }


@pytest.mark.parametrize(
    "names",
    [
        ("cases.csv", "cases.parquet"),
        ("cases.csv", "Cases.csv"),
        ("cases.csv", "cases.csv.gz"),
        ("cases.parquet", "cases.pq"),
        ("cases.csv", "cases/part-0.parquet"),
        ("cases.csv/part-0.csv", "cases.parquet"),
    ],
)
def test_a_table_that_is_there_twice_is_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    error = refused(put(tmp_path, *names), "holds cases twice")
    assert all(name.partition("/")[0] in str(error) for name in names)


def test_a_folder_of_parts_is_one_table_in_the_order_of_names_without_what_the_writer_left(tmp_path: Path) -> None:
    inside = ["2024/part-1.parquet", "part-00002-c000.snappy.parquet", "part-00001.parquet", "y=1/b.parquet"]
    left = ["_SUCCESS", ".part-00001.parquet.crc", "_temporary/0/part-9.parquet", ".hidden/x.parquet", "README.md"]
    found = find(put(tmp_path, *(f"cases.parquet/{name}" for name in inside + left)), CONTRACT).files["cases"]
    assert found.names == tuple(f"cases.parquet/{name}" for name in sorted(inside))
    assert (found.form, found.place, found.keys) == ("parquet", "cases.parquet", frozenset())


def test_a_folder_of_something_else_does_not_stand_for_the_table_beside_it(tmp_path: Path) -> None:
    found = find(put(tmp_path, "cases.csv", "cases/scan.jpg"), CONTRACT)
    assert found.files["cases"].place == "cases.csv"
    assert "cases" in found.passed_over


@pytest.mark.parametrize(
    ("names", "part"),
    [
        (["a.csv", "b.parquet"], "parts of several forms, csv and parquet"),
        (["a.csv", "b.xlsx"], "cases/b.xlsx is no Parquet or CSV part"),
        (["part-00000"], "cases/part-00000 is no Parquet or CSV part"),
        (["_SUCCESS"], "cases is a folder with no Parquet or CSV parts"),
        (["a.parquet", "_delta_log/0.json"], "Delta table"),
        (["a.parquet", ".hoodie/x"], "Hudi table"),
        (["data/a.parquet", "metadata/v1.json"], "Iceberg table"),
    ],
)
def test_a_folder_that_is_no_table_is_named(tmp_path: Path, names: list[str], part: str) -> None:
    refused(put(tmp_path, *(f"cases/{name}" for name in names)), part)


def test_links_are_followed_and_dead_or_circling_ones_named(tmp_path: Path) -> None:
    put(tmp_path, "kept/blob-7", "kept/parts/a.csv")
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "cases.csv").symlink_to(tmp_path / "kept" / "blob-7")
    (tables / "suits").symlink_to(tmp_path / "kept" / "parts")
    (tmp_path / "link").symlink_to(tables)
    files = find(f"{tmp_path}/link/", CONTRACT).files
    assert files["cases"].parts == ((tmp_path / "kept" / "blob-7").resolve(),)
    assert files["suits"].names == ("suits/a.csv",)
    (tmp_path / "kept" / "parts" / "up").symlink_to("..")
    (tmp_path / "kept" / "up").symlink_to(".")
    refused(tables, "leads back to a folder above it")
    (tables / "suits").unlink()
    (tables / "parties.csv").symlink_to("absent.csv")
    refused(tables, "parties.csv is a link to what is not there", "Mend the link")
    (tables / "parties.csv").unlink()
    (tables / "parties.csv").symlink_to("parties.csv")
    refused(tables, "parties.csv cannot be read")


def test_a_part_that_is_there_twice_by_a_link_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "cases/a.csv")
    (tmp_path / "cases" / "b.csv").symlink_to("a.csv")
    refused(tmp_path, "holds the part a.csv twice, by a link")


def test_pipes_devices_and_empty_files_are_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "cases.csv")
    refused(tmp_path, "cases.csv is neither a file nor a folder")
    refused(tmp_path / "cases.csv", "neither a file nor a folder")
    (tmp_path / "cases.csv").unlink()
    (tmp_path / "cases.csv").symlink_to("/dev/zero")
    refused(tmp_path, "cases.csv is neither a file nor a folder")
    (tmp_path / "cases.csv").unlink()
    (tmp_path / "cases.parquet").touch()
    refused(tmp_path, "cases.parquet has no header and no rows: it is empty, 0 bytes")


@pytest.mark.parametrize("unreadable", ["cases.csv", ""])
def test_what_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unreadable: str) -> None:
    put(tmp_path, "cases.csv")

    def denied(folder: Path) -> Any:
        raise PermissionError(13, "Permission denied")

    if unreadable:
        monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != unreadable)
    else:
        monkeypatch.setattr(Path, "iterdir", denied)
    refused(tmp_path, "cannot be read: Permission denied")


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("absent", "absent is not there"),
        ("~/absent", "~/absent is not there"),
        ("", "an empty path"),
        ("s3://bucket/tables", "reaches no network"),
        ("https://example.org/tables", "reaches no network"),
        ("mysql://root:secret@db/office", "mysql:... is not there"),
        ("postgres:host=db", "no database server"),
        ("x" * 5000, "File name too long"),
        ("a\0b", r"a\x00b cannot be read"),
        ("two\nlines", r"two\nlines is not there"),
        (None, "NoneType"),
        (["cases.csv"], "list"),
        (b"tables", "bytes"),
        ({}, "none of the contract's tables"),
        ({"Cases": [], "cases": []}, "holds cases twice: Cases and cases"),
    ],
)
def test_sources_that_are_none(source: Any, part: str) -> None:
    assert "secret" not in str(refused(source, part))


def test_a_name_that_is_no_text_is_refused_and_can_be_printed(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/\xb0\xb8"
    try:
        os.mkdir(odd)
    except OSError:
        pytest.skip("this file system keeps names as text")
    Path(os.fsdecode(odd), "cases.csv").write_text("case_id\n")
    str(refused(os.fsdecode(odd), "is not UTF-8", "Rename")).encode()


def test_a_backslash_in_a_path_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "a\\b", "cases.csv")
    refused(tmp_path / "a\\b", "holds a backslash", "Rename it")


def test_columns_in_the_names_of_folders_are_noticed_if_they_are_the_contracts(tmp_path: Path) -> None:
    put(tmp_path, "cases/known_at=2020-01-01/court=1/a.parquet", "cases/CASE_KIND=x/b.parquet")
    assert find(tmp_path, CONTRACT).files["cases"].keys == {"known_at", "case_kind"}


def test_frames_are_found_whatever_the_capitals(tmp_path: Path) -> None:
    found = find({"Cases": [1], 7: [], "cazes": []}, CONTRACT)
    assert found.frames == {"cases": [1]}
    assert list(found.passed_over) == ["7", "cazes"]


NEARLY = (
    "spending .csv",
    " Spending.csv",
    "ｓｐｅｎｄｉｎｇ.csv",
    "spend\u200bing.csv",
    "dbo.spending.csv",
    "spending(1).csv",
)
NEARLY += ("spending (1).tsv", "ods.SPENDING.xlsx", "spending-副本.csv", "spending - Copy.parquet")


@pytest.mark.parametrize("name", NEARLY)
def test_a_name_that_is_nearly_a_table_s_is_refused_where_the_table_is_absent(tmp_path: Path, name: str) -> None:
    refused(put(tmp_path, "cases.csv", name), "is nearly the name of the table spending", "Name it spending")
    put(tmp_path, "spending.csv")
    assert find(tmp_path, CONTRACT).files.keys() == {"cases", "spending"}


def test_a_frame_with_nearly_a_table_s_name_is_refused() -> None:
    refused({"cases": [], "spending ": []}, "spending  is nearly the name of the table spending")


@pytest.mark.parametrize("name", ["spending_2024.xlsx", "支出.tsv", "more/spending.csv", "x.zip"])
def test_data_of_another_name_is_named_as_passed_over(tmp_path: Path, name: str) -> None:
    found = find(put(tmp_path, "cases.csv", name, "README.md", "notes/a.csv"), CONTRACT)
    assert found.passed_over == {name.partition("/")[0]: "no table of the contract, ignored"}
