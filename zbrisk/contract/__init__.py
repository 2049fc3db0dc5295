"""The contract of the tables."""

from zbrisk.contract.contract import (
    Cohort,
    Column,
    ColumnType,
    Contract,
    Groups,
    KnownAt,
    KnownRule,
    Outcomes,
    Parent,
    ReferenceDay,
    Table,
)
from zbrisk.contract.loading import load_contract

__all__ = [
    "Cohort",
    "Column",
    "ColumnType",
    "Contract",
    "Groups",
    "KnownAt",
    "KnownRule",
    "Outcomes",
    "Parent",
    "ReferenceDay",
    "Table",
    "load_contract",
]
