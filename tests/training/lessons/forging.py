"""What somebody with a trusted key can do: change the manifest, seal it again and sign it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bundle.forging import dump, hashed
from zbrisk.bundle.keys import own_key
from zbrisk.bundle.signature import signed, write_signatures

__all__ = ["forged"]


def forged(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest and make it whole again."""
    path = folder / "lessons.json"
    manifest = json.loads(path.read_bytes())
    del manifest["seal"]
    change(manifest)
    path.write_bytes(dump(manifest | {"seal": hashed(dump(manifest))}))
    (folder / "lessons.sig").write_bytes(write_signatures(signed(path.read_bytes(), own_key())))
