"""The form of zbrisk.toml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from zbrisk.validation import Filled, Invalid, StrictModel

__all__ = ["Config"]


def _of_this_machine(value: str) -> str:
    if "://" in value:
        raise Invalid("is an address.", "Name a folder; an address is typed each time.")
    return value


Place = Annotated[Filled, AfterValidator(_of_this_machine)]  # a file or folder


class Config(StrictModel):
    """What may stand in zbrisk.toml; each key is the option, or the argument, that it stands in for."""

    tables: Place | None = Field(None, description="TABLES")
    tables_file: Place | None = Field(None, description="--tables-file")
    model: Place | None = Field(None, description="--model")
    signals: Place | None = Field(None, description="--signals")
    recipe: Place | None = Field(None, description="--recipe")
    snoozed: Place | None = Field(None, description="--snoozed")
    registry: Place | None = Field(None, description="MODELS")
    keys: Place | None = Field(None, description="--keys")
    audit: Place | None = Field(None, description="--audit")
    language: Literal["zh", "en"] | None = Field(None, description="--language")
