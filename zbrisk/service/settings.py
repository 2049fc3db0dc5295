"""What a service is started with; its worker processes read it from their environment."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from zbrisk.engines.limits import Limits
from zbrisk.errors import DataError
from zbrisk.home import home

__all__ = ["Settings"]

VARIABLE = "ZBRISK_SERVICE"


def _kept(name: str) -> Path:
    return home() / "service" / name


@dataclass(frozen=True, kw_only=True)
class Settings:
    """A service's settings.

    Attributes:
        model: The bundle's folder; another bundle put in its place is taken by a reload.
        keys: The file of access keys.
        audit: The audit log.
        unsigned: Take a bundle whoever made it.
        older: Take a bundle that is older than the last one served from this folder, once: at the start.
        waiting: Calls that may wait for the one at work, in each process; one more is answered with 429.
        body_megabytes: The largest body of a call, and the longest line of a batch.
        body_seconds: How long a caller may take over a body, and over each line of a batch.
        case_seconds: How long one case may be computed.
        case_rows: Rows in one case's records.
    """

    model: Path
    keys: Path
    audit: Path
    unsigned: bool = False
    older: bool = False
    waiting: int = 16
    body_megabytes: float = 32.0
    body_seconds: float = 30.0
    case_seconds: float = 20.0
    case_rows: int = 200_000

    def __post_init__(self) -> None:
        if self.waiting < 0 or self.body_megabytes <= 0 or self.body_seconds <= 0:
            raise DataError("A limit of the service is below 0.", "Give numbers above 0.")
        _ = self.limits  # which refuses what it cannot be

    @classmethod
    def of(cls, model: Path, keys: Path | None = None, audit: Path | None = None, **more: object) -> Settings:
        """Settings with keys and log in their usual place, the folder `service` in the user's config folder."""
        own = {"keys": keys or _kept("keys.json"), "audit": audit or _kept("audit.jsonl")}
        return cls(model=model, **own, **more)  # type: ignore[arg-type]

    @property
    def limits(self) -> Limits:
        """What one case may cost."""
        return Limits(case_seconds=self.case_seconds, case_rows=self.case_rows)

    @property
    def most_bytes(self) -> int:
        """The largest body."""
        return int(self.body_megabytes * 1_000_000)

    def to_environment(self) -> None:
        """Leave the settings to the processes that are started from here."""
        os.environ[VARIABLE] = json.dumps(asdict(self), default=os.fspath)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings that `to_environment` left.

        Raises:
            DataError: There are none.
        """
        if VARIABLE not in environment:
            raise DataError("The service has no settings.", "Start it with `zbrisk serve`.")
        given = json.loads(environment[VARIABLE])
        paths = {each.name for each in fields(cls) if each.type == "Path"}
        read: dict[str, Any] = {name: Path(value) if name in paths else value for name, value in given.items()}
        return cls(**read)
