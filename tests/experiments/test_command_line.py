"""The studies have one command line."""

from __future__ import annotations

from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

import pytest

import experiments
from experiments.__main__ import STUDIES, main

FOLDERS = sorted(path.name for path in Path(experiments.__file__).parent.iterdir() if (path / "__init__.py").exists())


def test_without_a_name_every_study_is_listed_with_what_it_asks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown and asks in shown for name, (_, asks) in STUDIES.items())


def test_every_folder_of_experiments_is_a_study() -> None:
    assert sorted({module.partition(".")[0] for module, _ in STUDIES.values()}) == FOLDERS


@pytest.mark.parametrize("name", STUDIES)
def test_every_study_can_be_asked_for_its_options(name: str) -> None:
    study = import_module(f"experiments.{STUDIES[name][0]}")
    study.add_arguments(ArgumentParser())
    assert study.run.__doc__


def test_another_name_is_refused_with_the_names_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["speeed"])
    assert "rules_against_model" in capsys.readouterr().err


def test_what_zbrisk_refuses_is_one_sentence_and_its_cure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["prior_elsewhere", str(tmp_path / "none"), "--until", "2026-01-01"]
    assert main(asked) == 1
    assert str(tmp_path / "none") in capsys.readouterr().err
