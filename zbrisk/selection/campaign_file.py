"""Read a campaign's YAML file; what is wrong is named with file, line and cure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

import yaml
from pydantic import Field, model_validator

from zbrisk.contract import Contract
from zbrisk.contract.labels import Bilingual
from zbrisk.errors import DataError
from zbrisk.selection.campaign import Campaign
from zbrisk.selection.campaign_conditions import CONDITIONS
from zbrisk.signals.catalogue import features_folder
from zbrisk.untrusted import yaml_node
from zbrisk.validation import Filled, Invalid, Many, Place, StrictModel, Text, line_of, lines_of, shown, validated

__all__ = ["CampaignForm", "read_campaign", "ready_campaigns"]

Limit = TypeVar("Limit", float, dt.date)
Texts = Annotated[Many[Filled], Field(min_length=1)]
Codes = Texts  # of the column that the condition names


class CauseForm(StrictModel):
    """Causes by name, by how they begin, or by what stands in them."""

    any: Texts | None = None
    prefix: Texts | None = None
    contains: Texts | None = None


class Limits(StrictModel, Generic[Limit]):
    """From and to, both of which belong to it."""

    start: Limit | None = Field(default=None, alias="from")
    end: Limit | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Limits[Limit]:
        if not self.model_fields_set:
            raise Invalid("holds no key.", "Write some of from, to.")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise Invalid("has its `from` after its `to`.", "Change them over.")
        return self


Amounts = Limits[Annotated[float, Field(ge=0)]]  # yuan
Days = Limits[dt.date]


class DaysOrAge(Days):
    """Days, or how long ago at least."""

    over: Annotated[str, Field(pattern=r"^[1-9]\d* ?[dmy]$", examples=["3y", "18m", "90d"])] | None = None


class Conditions(StrictModel):
    """What a case has to meet; see features/README.md for each."""

    cause: Texts | CauseForm | None = None
    court: Texts | None = None
    amount: Amounts | None = None
    filed: Days | None = None
    terminated: DaysOrAge | None = None
    restored: bool | None = None
    assets_at_termination: bool | Codes | None = None
    seized: Codes | None = None
    auctioned: bool | None = None
    punished: Codes | None = None
    income: Codes | None = None
    debtor_kind: Codes | None = None
    applicant_hardship: Codes | None = None


class ChosenCheckpoints(StrictModel):
    """The only checkpoints of a campaign, by rule or by aspect."""

    rules: Many[Annotated[str, Field(pattern=r"^R-\d\d$", examples=["R-18"])]] = ()
    aspects: Many[int] = ()


class CampaignForm(StrictModel):
    """A campaign's file; see features/README.md."""

    label: Text
    about: str = ""
    cases: Conditions | None = None
    priority: Conditions | None = None
    checkpoints: ChosenCheckpoints | None = None
    targets: Many[str] = ()


def ready_campaigns() -> dict[str, Path]:
    """The campaigns that come with zbrisk, by name."""
    return {path.stem: path for path in sorted((features_folder() / "campaigns").glob("*.yaml"))}


def read_campaign(source: str | Path, contract: Contract) -> Campaign:
    """Read a campaign.

    Args:
        source: A YAML file, or the name of a campaign that comes with zbrisk.
        contract: Whose codes and targets it may name.

    Raises:
        DataError: The file cannot be read, or a key or value is not understood; file, line and cure are named.
    """
    path = Path(source)
    try:
        if not path.exists():
            path = ready_campaigns().get(str(source), path)
        node, document = yaml_node(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        known = ", ".join(ready_campaigns())
        raise DataError(f"There is no campaign {source}.", f"Give a YAML file, or one of {known}.") from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error)
        raise DataError(f"{where}: this is no YAML: {problem}.", "Quote texts with colons or braces.") from error
    try:
        form = validated(CampaignForm, {} if document is None else document, what="The campaign")
        return _campaign(path.stem, form, contract)
    except Invalid as error:
        line = line_of(error.place, lines_of(node))
        raise DataError(f"{path}:{line}: {error.problem}", error.cure) from error


def _campaign(name: str, form: CampaignForm, contract: Contract) -> Campaign:
    checkpoints = form.checkpoints or ChosenCheckpoints()
    _check_codes(form.targets, contract.outcomes.targets if contract.outcomes else (), ("targets",))
    return Campaign(
        name=name,
        label=Bilingual(**form.label),
        cases=_conditions(form.cases, ("cases",), contract),
        priority=_conditions(form.priority, ("priority",), contract),
        rules=frozenset(checkpoints.rules),
        aspects=frozenset(map(str, checkpoints.aspects)),
        targets=form.targets,
    )


def _conditions(form: Conditions | None, place: Place, contract: Contract) -> Mapping[str, Any]:
    """The conditions that are there, by name; the codes they name are the contract's."""
    found = form.model_dump(by_alias=True, exclude_none=True) if form else {}
    for name, value in found.items():
        table, _, column = CONDITIONS[name].column.partition(".")
        if table and not isinstance(value, bool):
            home = contract.tables.get(table)
            _check_codes(value, home.columns[column].codes if home and column in home.columns else (), (*place, name))
    return found


def _check_codes(codes: tuple[str, ...], known: tuple[str, ...], place: Place) -> None:
    for position, code in enumerate(codes):
        if code not in known:
            raise Invalid(f"{shown(code)} is unknown.", f"Write some of {', '.join(known)}.", place=(*place, position))
