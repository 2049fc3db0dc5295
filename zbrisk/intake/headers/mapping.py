"""mapping.yaml: what a team says of headings that no list of ours knows, or knows otherwise.

    lists:
      enforcement_cases:
        承办部门: "-"          # leave the column out
        标的（元）: claim_amount
        涉案情形: "?"          # not known yet; perhaps term_reason, cause

It is written by each intake with every heading that came, and read by the next: what a person filled in stays, whether
the heading comes again or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import Field

from zbrisk.errors import DataError
from zbrisk.intake.headers.kinds import heading, ignored_headings, list_kinds
from zbrisk.untrusted import read_yaml
from zbrisk.validation import Invalid, StrictModel, one_of, validated

__all__ = ["LEFT_OUT", "OPEN", "HeadingMap", "read_mapping", "write_mapping"]

LEFT_OUT, OPEN = "-", "?"
ABOUT = (
    "# 表头对照：左边是来件的表头，右边是字段名；“-”表示不用这一列，“?”表示尚不认识，请填写后再运行一次。\n"
    "# Headings as they came, and the field that each names; '-' leaves a column out, '?' is not known yet: fill it\n"
    "# in and run intake again. Fields of each list: zbrisk/intake/headers/lists.yaml, banks.yaml.\n"
)


@dataclass(frozen=True, kw_only=True)
class HeadingMap:
    """By kind of list, what each heading says; headings in the form that `heading` gives."""

    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def field_of(self, kind: str, word: str) -> str | None:
        """The field that a heading names: a team's own word first; `-` leaves it out, None is unknown."""
        own = self.lists.get(kind, {}).get(word, OPEN)
        return _shipped(kind, word) if own == OPEN else own

    @property
    def own(self) -> dict[str, dict[str, str]]:
        """What a team says otherwise than the lists that are shipped."""
        return {
            kind: {word: name for word, name in said.items() if name not in (OPEN, _shipped(kind, word))}
            for kind, said in self.lists.items()
        }


def _shipped(kind: str, word: str) -> str | None:
    described = list_kinds()[kind]
    return described.headings.get(word) or (LEFT_OUT if word in ignored_headings() | described.ignored else None)


class MappingForm(StrictModel):
    """mapping.yaml as it is written."""

    lists: dict[str, dict[str, str]] = Field(default_factory=dict)


def read_mapping(path: Path) -> HeadingMap:
    """A mapping file.

    Raises:
        DataError: It cannot be read, or names a list or a field that there is not.
    """
    lists: dict[str, dict[str, str]] = {}
    try:
        for name, headings in validated(MappingForm, read_yaml(path), what="The mapping").lists.items():
            one_of(name, list_kinds(), "kind of list", ("lists", name))
            allowed = [*list_kinds()[name].fields, LEFT_OUT, OPEN]
            lists[name] = {
                heading(word): one_of(said, allowed, "field of this list", ("lists", name, word))
                for word, said in headings.items()
            }
    except Invalid as wrong:
        raise DataError(f"{path}: {wrong.problem}", wrong.cure) from None
    return HeadingMap(lists=lists)


def write_mapping(
    path: Path, used: Mapping[str, Mapping[str, str]], proposals: Mapping[tuple[str, str], list[str]]
) -> None:
    """Write every heading that came with the field that it was taken for; beside an unknown one what it may be."""
    lines = [ABOUT, "lists:\n"]
    for kind in sorted(used):
        lines.append(f"  {kind}:  # {list_kinds()[kind].label.zh}\n")
        for word, name in sorted(used[kind].items()):
            said = yaml.safe_dump({word: name}, allow_unicode=True, width=10_000).strip()
            perhaps = ", ".join(proposals.get((kind, word), []))
            lines.append(f"    {said}" + (f"  # perhaps {perhaps}\n" if perhaps else "\n"))
    path.write_text("".join(lines), encoding="utf-8")
