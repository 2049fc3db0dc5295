from __future__ import annotations

from pathlib import Path

import pytest

from zbrisk.contract import load_contract
from zbrisk.errors import SignalError
from zbrisk.signals.catalogue import Catalogue, features_folder, read_catalogue

CONTRACT = load_contract()
TEXT = """/*
label: {{zh: 标签, en: label}}
targets: [{target}]
typology: context
measures: [count]
reason: {{zh: "{{count}}", en: "{{count}}"}}
*/
select this_case.case_id from this_case
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    add(tmp_path / "money" / "one.sql")
    add(tmp_path / "people" / "two.sql", target="sham_litigation")
    add(tmp_path / "views" / "near.sql")
    add(tmp_path / "checkpoints" / "lawful.sql")
    return tmp_path


def add(path: Path, target: str = "concealed_assets") -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEXT.format(target=target), encoding="utf-8")


def names(catalogue: Catalogue) -> list[str]:
    return [signal.header.name for signal in catalogue.signals]


def test_folders_are_families_and_views_are_apart(folder: Path) -> None:
    catalogue = read_catalogue(folder, CONTRACT)
    assert [(s.header.name, s.family) for s in catalogue.signals] == [("one", "money"), ("two", "people")]
    assert [view.name for view in catalogue.views] == ["near"]


def test_only_some(folder: Path) -> None:
    catalogue = read_catalogue(folder, CONTRACT)
    assert names(catalogue.only(target="sham_litigation")) == ["two"]
    assert names(catalogue.only(names=["two", "one"])) == ["one", "two"]
    assert catalogue.only(names=["one"]).views == catalogue.views
    with pytest.raises(SignalError, match=r"no signal three\.\n  See `zbrisk signals list`"):
        catalogue.only(names=["three"])
    with pytest.raises(SignalError, match="no signal two"):
        catalogue.only(names=["two"], target="concealed_assets")


def test_the_digest_is_of_what_is_written_and_not_where(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    digest = read_catalogue(folder, CONTRACT).digest
    moved = tmp_path_factory.mktemp("moved") / "signals"
    folder.rename(moved)
    assert read_catalogue(moved, CONTRACT).digest == digest
    add(moved / "people" / "two.sql", target="concealed_assets")
    assert read_catalogue(moved, CONTRACT).digest != digest


def test_two_files_of_one_name_are_refused(folder: Path) -> None:
    add(folder / "people" / "one.sql")
    with pytest.raises(SignalError, match=r"one is also the name of .*money.one\.sql"):
        read_catalogue(folder, CONTRACT)


def test_no_files_are_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(SignalError, match=r"There is no \.sql file under"):
            read_catalogue(folder, CONTRACT)


def test_a_wrong_card_names_its_file(folder: Path) -> None:
    add(folder / "money" / "three.sql", target="ufo")
    with pytest.raises(SignalError, match=r"three\.sql:3: The target 'ufo'"):
        read_catalogue(folder, CONTRACT)


def test_zbrisk_s_own_signals_are_found() -> None:
    assert (features_folder() / "views").is_dir()
    assert len(read_catalogue(None, CONTRACT).signals) >= 30
