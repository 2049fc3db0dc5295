"""The JSON Schemas that editors use are those of the code, and every file that comes with zbrisk keeps them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from docs.generate.schemas import SCHEMAS, schema_text
from docs.write import FORMS
from zbrisk.signals.signal_file import read_signal_file

ROOT = Path(__file__).parents[2]
FEATURES = ROOT / "features"


def form_of(path: Path) -> str:
    """Which form a file of the features has."""
    folders = path.relative_to(FEATURES).parts
    if path.suffix == ".yaml":
        return "campaign" if "campaigns" in folders else "view-tests" if "views" in folders else "signal-tests"
    if "linking" in folders:
        return "petition-tie" if "petitions" in folders else "tie"
    return "checkpoint" if "checkpoints" in folders else "signal"


def documents() -> Iterator[tuple[str, Path]]:
    yield "contract", ROOT / "zbrisk" / "contract" / "tables.yaml"
    yield "contract", ROOT / "experiments" / "chicago" / "tables.yaml"
    yield "recipe", ROOT / "experiments" / "chicago" / "recipe.yaml"
    yield "background", FEATURES / "background.yaml"
    headed = (path for path in FEATURES.rglob("*.sql") if path.parent.name != "views")
    for path in sorted([*headed, *FEATURES.rglob("*.test.yaml"), *FEATURES.rglob("campaigns/*.yaml")]):
        yield form_of(path), path


def as_json(value: Any) -> Any:
    """What an editor sees: days are texts to it, and so are keys."""
    if isinstance(value, dict):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((FORMS / f"{name}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_that_of_the_code(name: str) -> None:
    assert (FORMS / f"{name}.json").read_text(encoding="utf-8") == schema_text(name), "run `python -m docs.write`"
    Draft202012Validator.check_schema(json.loads(schema_text(name)))


def test_every_form_has_a_file_that_keeps_it() -> None:
    assert {name for name, _ in documents()} == set(SCHEMAS) - {"tables-file"}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_shipped_file_keeps_its_schema(name: str) -> None:
    check = validator(name)
    for path in (path for form, path in documents() if form == name):
        text = path.read_text(encoding="utf-8")
        document = read_signal_file(path).header if path.suffix == ".sql" else yaml.safe_load(text)
        assert [f"{path}: {error.message}" for error in check.iter_errors(as_json(document))] == []


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("recipe", {"trails": 3}),
        ("recipe", {"trials": -1}),
        ("campaign", {"cases": {}}),
        ("campaign", {"label": {"zh": "一", "en": "one"}, "cases": {"terminated": {"over": "three years"}}}),
        ("signal-tests", {"fire": []}),
        ("tables-file", {"tables": {"select": {"colums": {}}}}),
    ],
)
def test_a_schema_refuses_what_is_wrong(name: str, document: dict[str, Any]) -> None:
    assert list(validator(name).iter_errors(document))
