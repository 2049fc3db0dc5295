"""What a leak check found."""

from __future__ import annotations

from dataclasses import asdict, dataclass

__all__ = ["Finding"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One suspicion.

    Args:
        check: separation, purity, missingness, crossing or hindsight.
        subject: The feature, or what else is meant; never an id of a case or person.
        sure: Whether no honest matrix looks like this.
        words: What was seen, with figures.
    """

    check: str
    subject: str
    sure: bool
    words: str

    def to_json(self) -> dict[str, object]:
        """Plain JSON values."""
        return asdict(self)
