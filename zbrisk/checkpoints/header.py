"""A checkpoint's header: what it says of the law and of the verdicts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, PlainValidator, model_validator
from pydantic.json_schema import SkipJsonSchema, WithJsonSchema

from zbrisk.docket.days import ALWAYS, NEVER, day_number
from zbrisk.signals.window import Window
from zbrisk.validation import Invalid, Many, StrictModel, Text

__all__ = ["ASPECTS", "PLACEHOLDER", "VERDICTS", "CheckpointHeader", "Rule", "VerdictCode"]

VerdictCode = Literal["fail", "flag", "hint", "unknown", "pass", "not_applicable"]  # the worst first: it decides
VERDICTS: tuple[VerdictCode, ...] = get_args(VerdictCode)
SEVERITIES = {"H": "影响实体权利", "M": "影响程序", "L": "瑕疵"}
ASPECTS: Mapping[int, Text] = {
    1: {"zh": "超期执行", "en": "overdue enforcement"},
    2: {"zh": "执行措施不符规定", "en": "unlawful measures"},
    3: {"zh": "未穷尽财产调查", "en": "inquiry not exhausted"},
    4: {"zh": "启动文书缺失", "en": "opening documents missing"},
    5: {"zh": "终本实质条件不符", "en": "substantive conditions not met"},
    6: {"zh": "终本程序不符规定", "en": "procedure of termination"},
    7: {"zh": "终本后管理缺失", "en": "neglect after termination"},
    8: {"zh": "惩戒措施不当", "en": "punishment omitted or improper"},
    9: {"zh": "案款、处置与分配不符规定", "en": "money, disposal and distribution"},
    10: {"zh": "信用惩戒（保护被执行人）", "en": "credit punishment (protects the debtor)"},
}
PLACEHOLDER = re.compile(r"\{(\w+)\}")


Rule = Annotated[str, Field(pattern=r"^R-\d\d$", examples=["R-11"])]


def _window(value: Any) -> Window:
    return Window.parse(str(value))


class InForce(StrictModel):
    """The days between which a law is valid, both included; null where there is no such day."""

    start: dt.date | None = Field(alias="from")
    end: dt.date | None = Field(default=None, alias="to")


class CheckpointHeader(StrictModel):
    """The header of a checkpoint file; see features/checkpoints/README.md for each key.

    `codes` maps a table to what its feed must record, or to the column of the rows that says so; a breach is that the
    tables in `absence` lack a row; `span` is what tables must cover; `none` is the verdict where there are no rows.
    """

    name: SkipJsonSchema[str]  # the file's
    rule: Rule
    label: Text
    aspect: int = Field(ge=1, le=len(ASPECTS))
    severity: Literal["H", "M", "L"]
    basis: str
    verified: bool
    office_limit: bool = False
    in_force: InForce
    codes: Mapping[str, Many[str] | str] = Field(default_factory=dict)
    absence: Many[str] = ()
    optional: Many[str] = ()
    span: Annotated[Window, PlainValidator(_window), WithJsonSchema({"type": "string"})] = Field(
        default_factory=lambda: _window("filed to closed")
    )
    at: str | None = None
    none: VerdictCode = "not_applicable"
    texts: Mapping[VerdictCode, Text]
    verify: Text
    needs: Text | None = None

    @cached_property
    def first_day(self) -> int:
        """The number of the law's first day."""
        return ALWAYS if self.in_force.start is None else day_number(self.in_force.start)

    @cached_property
    def last_day(self) -> int:
        """The number of the law's last day."""
        return NEVER if self.in_force.end is None else day_number(self.in_force.end)

    @model_validator(mode="after")
    def _says_what_a_breach_is(self) -> CheckpointHeader:
        if not {"fail", "flag", "hint", "unknown"} & set(self.texts):
            problem = "`texts` says what a breach is: give `fail`, `flag` or `hint` (or `unknown` alone)."
            raise Invalid(problem, place=("texts",))
        return self

    @property
    def provable(self) -> bool:
        """Whether a breach is a violation, and no mere flag."""
        return self.verified and not self.office_limit
