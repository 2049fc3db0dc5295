"""The contract in force, without what reads it until it is asked for: `zbrisk --help` needs no contract."""

from __future__ import annotations

from pathlib import Path

from zbrisk.contract.contract import Contract

__all__ = ["load_contract"]


def load_contract(tables_file: str | Path | None = None) -> Contract:
    """The contract in force: zbrisk's own, or with a team's file laid over it.

    Args:
        tables_file: A YAML file of the form of `tables.yaml`. One that names a `cohort` replaces the whole contract;
            any other adds tables, `targets`, `links`, masks and restrictions to it.

    Raises:
        ContractError: The file cannot be read, or does not hold together; the message names the table and column.
    """
    from zbrisk.contract.reading import read_contract, zbrisk_contract

    return zbrisk_contract() if tables_file is None else read_contract(Path(tables_file))
