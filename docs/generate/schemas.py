"""JSON Schemas of the files that people write, for editors: made from the models that validate them."""

from __future__ import annotations

import inspect
import json
from typing import Any

from docs.generate.docstring import entries, sections
from training.recipe import Recipe
from zbrisk.checkpoints.header import CheckpointHeader
from zbrisk.contract.forms import ContractForm, TeamForm
from zbrisk.linking.tie import PetitionTieHeader, TieHeader
from zbrisk.selection.campaign_file import CampaignForm
from zbrisk.signals.header import SignalHeader
from zbrisk.testing.background import BackgroundForm
from zbrisk.testing.cases import SignalTestsForm, ViewTestsForm
from zbrisk.validation import StrictModel

__all__ = ["SCHEMAS", "schema_text"]

SCHEMAS: dict[str, type[StrictModel]] = {
    "signal": SignalHeader,
    "checkpoint": CheckpointHeader,
    "tie": TieHeader,
    "petition-tie": PetitionTieHeader,
    "campaign": CampaignForm,
    "contract": ContractForm,
    "tables-file": TeamForm,
    "recipe": Recipe,
    "background": BackgroundForm,
    "signal-tests": SignalTestsForm,
    "view-tests": ViewTestsForm,
}


def schema_text(name: str) -> str:
    """A form's JSON Schema, with what its docstring says of each key."""
    model = SCHEMAS[name]
    schema = _without_titles(model.model_json_schema())
    parts = sections(inspect.getdoc(model) or "")
    schema["description"] = " ".join(parts[""].split())
    for key, what in entries(parts.get("Args", "")).items():
        schema["properties"][key]["description"] = what
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"zbrisk {name}", **schema}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _without_titles(part: Any) -> Any:
    """pydantic titles every key with its own name, which tells nobody anything."""
    if isinstance(part, list):
        return [_without_titles(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {key: _without_titles(each) for key, each in part.items() if not (key == "title" and isinstance(each, str))}
