"""The user's config folder: keys, what was seen of stores, what was checked of bundles.

It is $ZBRISK_HOME, or zbrisk in $XDG_CONFIG_HOME, or ~/.config/zbrisk.
"""

from __future__ import annotations

import os
from pathlib import Path

from zbrisk.errors import DataError

__all__ = ["HOME", "home"]

HOME = "ZBRISK_HOME"


def home() -> Path:
    """The user's config folder for zbrisk; it need not exist."""
    if os.environ.get(HOME):
        return Path(os.environ[HOME])
    config = os.environ.get("XDG_CONFIG_HOME")
    try:
        return (Path(config) if config else Path.home() / ".config") / "zbrisk"
    except RuntimeError as error:  # a process without a home
        raise DataError("There is no home folder to keep keys in.", f"Set {HOME} to a folder that stays.") from error
