"""SQLite files by the addresses that MLflow and Optuna take."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

__all__ = ["SQLITE", "database_of", "sqlite_address"]

SQLITE = "sqlite:///"


def sqlite_address(file: Path) -> str:
    """The address of a SQLite file: what means something in an address (a ? or %) is escaped."""
    return SQLITE + str(file.absolute()).replace("%", "%25").replace("?", "%3F")


def database_of(address: str) -> Path | None:
    """The file that an address names, if it names one."""
    path = address.removeprefix(SQLITE).partition("?")[0]
    return Path(unquote(path)) if address.startswith(SQLITE) else None
