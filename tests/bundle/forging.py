"""What somebody can do who knows the format: edit a bundle, and recompute its hashes and its seal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zbrisk.bundle.bundle import MANIFEST
from zbrisk.bundle.keys import SigningKey, own_key
from zbrisk.bundle.signature import SIGNATURES, signed, write_signatures

__all__ = ["altered", "dump", "hashed", "resigned"]


def dump(document: Any) -> bytes:
    """JSON as bundles have it."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def altered(folder: Path, change: Callable[[dict[str, Any]], object] = lambda manifest: None) -> None:
    """Change the manifest, take the hashes of the files as they are now, and seal it again; the signature stays."""
    manifest = json.loads((folder / MANIFEST).read_bytes())
    del manifest["seal"]
    for name in manifest["files"]:
        if (folder / name).is_file():
            manifest["files"][name] = hashed((folder / name).read_bytes())
    change(manifest)
    sealed = manifest | {"seal": hashed(dump(manifest))}
    (folder / MANIFEST).write_bytes(dump(sealed))


def resigned(folder: Path, key: SigningKey | None = None) -> None:
    """Sign whatever the manifest is."""
    signatures = signed((folder / MANIFEST).read_bytes(), key or own_key())
    (folder / SIGNATURES).write_bytes(write_signatures(signatures))
