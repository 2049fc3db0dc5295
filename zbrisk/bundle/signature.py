"""Who vouches for a bundle: signatures over the bytes of its manifest, in a file beside it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zbrisk.bundle.keys import PublicKey, SigningKey
from zbrisk.errors import BundleError, DataError
from zbrisk.untrusted import parse_json

__all__ = ["SIGNATURES", "UNSIGNED", "Signature", "check_signed", "read_signatures", "signed", "write_signatures"]

SIGNATURES = "bundle.sig"
MAX_SIGNATURES = 32  # signatures
UNSIGNED = "`--unsigned` takes a bundle whoever made it (Python: unsigned=True)."


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signature, and the key that it is said to be of."""

    key: PublicKey
    signature: bytes


def signed(manifest: bytes, key: SigningKey, others: Iterable[Signature] = ()) -> tuple[Signature, ...]:
    """The others and, last, the signature of this key."""
    kept = [each for each in others if each.key != key.public]
    return (*kept, Signature(key=key.public, signature=key.sign(manifest)))


def write_signatures(signatures: Iterable[Signature]) -> bytes:
    """The file; `read_signatures` gives the same back."""
    listed = [
        {"id": each.key.fingerprint, "key": each.key.text, "signature": base64.b64encode(each.signature).decode()}
        for each in signatures
    ]
    return (json.dumps({"signatures": listed}, indent=1) + "\n").encode()


def read_signatures(content: bytes, place: Path) -> tuple[Signature, ...]:
    """Read the file; nothing is verified.

    Raises:
        BundleError: It is not what `write_signatures` writes.
    """
    document = parse_json(content, str(place), error=BundleError)
    try:
        listed = document["signatures"]
        found = tuple(
            Signature(key=PublicKey.of(each["key"]), signature=base64.b64decode(each["signature"]))
            for each in listed[: MAX_SIGNATURES + 1]
        )
        whole = len(found) <= MAX_SIGNATURES and write_signatures(found) == content
    except (KeyError, TypeError, ValueError, DataError) as error:
        raise BundleError(f"{place} holds no signatures.", MEND) from error
    if not whole:
        raise BundleError(f"{place} is not what was written.", MEND)
    return found


MEND = "Take the bundle from where it was signed; if you are sure of it, `zbrisk bundles sign` signs it as yours."


def check_signed(
    manifest: bytes,
    signatures: tuple[Signature, ...] | None,
    trusted: Mapping[str, PublicKey],
    place: Path,
    *,
    noun: str = "bundle",
    unsigned: str = UNSIGNED,
) -> tuple[str, ...]:
    """Verify every signature, and that one is of a trusted key; gives the names of the trusted signers.

    Args:
        manifest: The bytes that were signed.
        signatures: What stands beside it; None where there is nothing.
        trusted: Keys by name.
        place: What an error calls the folder.
        noun: What it is.
        unsigned: What else can be done than trust its key; empty for nothing.

    Raises:
        BundleError: It is unsigned, altered, or signed by nobody that is trusted.
    """
    if not signatures:
        cure = "Sign it where it was trained: `zbrisk bundles sign`." if noun == "bundle" else "Have it exported again."
        raise BundleError(f"{place} is not signed.", f"{cure} {unsigned}".strip())
    if not all(each.key.verifies(each.signature, manifest) for each in signatures):
        raise BundleError(f"{place} is not what was signed: its manifest or its signatures were changed.", MEND)
    signers = {each.key for each in signatures}
    names = tuple(name for name, key in trusted.items() if key in signers)
    if not names:
        key = signatures[-1].key
        cure = (
            f"If whoever made it says that this is their key: zbrisk bundles trust '{key.text}' --name OFFICE."
            f" {unsigned}"
        )
        raise BundleError(f"{place} is signed by a key that is not trusted here, {key.fingerprint}.", cure.strip())
    return names
