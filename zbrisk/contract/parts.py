"""A piece of a document that somebody else wrote, and where in it the piece stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from zbrisk.errors import ContractError
from zbrisk.identifiers import FORM, is_identifier, is_name

__all__ = ["Part"]

MOST = 2_000  # members of a list or mapping
SHOWN = 60


@dataclass(frozen=True)
class Part:
    """A value of a parsed document. Each method gives the value in one form, or refuses it with its place.

    Attributes:
        value: What the parser gave.
        place: The path to it, such as `tables.suits.key`; empty for the whole document.
        source: The file, or whatever the document is called.
    """

    value: Any
    place: str = ""
    source: str = "The contract"

    def fail(self, problem: str, cure: str) -> ContractError:
        """The error that `problem` stands here."""
        return ContractError(f"{self.source}: {f'{self.place} ' if self.place else ''}{problem}.", cure)

    @property
    def shown(self) -> str:
        """The value, short enough for a sentence."""
        text = repr(self.value)
        return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."

    def get(self, key: str) -> Part | None:
        """A member of a mapping; None where it is absent or null."""
        value = self.mapping().get(key)
        return None if value is None else self._below(key, value)

    def __getitem__(self, key: str) -> Part:
        found = self.get(key)
        if found is None:
            raise self.fail(f"has no {key!r}", "Compare it with zbrisk/contract/tables.yaml.")
        return found

    def mapping(self) -> dict[str, Any]:
        """The value as a mapping from texts."""
        if not isinstance(self.value, dict):
            problem = f"is {self.shown} and no mapping" if self.place else "holds no mapping"
            raise self.fail(problem, "Write `name: value` a line, as in zbrisk/contract/tables.yaml.")
        for key in self.value:
            if not isinstance(key, str):
                raise self.fail(f"has the key {key!r}, which is no text", "Put quotes around it, or name it otherwise.")
        if len(self.value) > MOST:
            raise self.fail(f"has {len(self.value):,} members", f"At most {MOST:,} are read.")
        return self.value

    def items(self, key: str = "") -> list[tuple[str, Part]]:
        """The members of a mapping (of its member `key`, none where that is absent)."""
        part = self.get(key) if key else self
        return [] if part is None else [(name, part._below(name, value)) for name, value in part.mapping().items()]

    def each(self, key: str = "") -> list[Part]:
        """The members of a list (of the member `key` of a mapping, none where that is absent)."""
        part = self.get(key) if key else self
        if part is None:
            return []
        if not isinstance(part.value, (list, tuple)):
            raise part.fail(f"is {part.shown} and no list", "Write [one, two].")
        if len(part.value) > MOST:
            raise part.fail(f"has {len(part.value):,} members", f"At most {MOST:,} are read.")
        return [part._below(str(number), value) for number, value in enumerate(part.value, 1)]

    def identifier(self) -> str:
        """The value as a name that may stand in SQL."""
        if not is_identifier(self.value):
            plain = is_name(self.value)
            why = "which SQL or zbrisk itself uses" if plain else "which is no name"
            raise self.fail(f"is {self.shown}, {why}", "Choose another word." if plain else f"Use {FORM}.")
        return str(self.value)

    def one_of(self, known: Collection[str], what: str) -> str:
        """The value as one of the names in `known`."""
        if not isinstance(self.value, str) or self.value not in known:
            listed = ", ".join(list(known)[:40])
            raise self.fail(f"is {self.shown}, which is no {what}", f"Use one of {listed}.")
        return self.value

    def text(self, most: int = 10_000) -> str:
        """The value as a text; numbers are taken as they are written."""
        if not isinstance(self.value, (str, int, float)) or isinstance(self.value, bool):
            raise self.fail(f"is {self.shown} and no text", "Write a text.")
        text = str(self.value)
        if len(text) > most:
            raise self.fail(f"has {len(text):,} letters", f"At most {most:,} are read.")
        return text

    def whole(self, least: int, most: int) -> int:
        """The value as a whole number within bounds."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not least <= self.value <= most:
            raise self.fail(f"is {self.shown} and no whole number from {least} to {most}", "Mend it.")
        return self.value

    def _below(self, name: str, value: Any) -> Part:
        short = name if len(name) <= SHOWN else name[: SHOWN - 3] + "..."
        return Part(value, f"{self.place}.{short}" if self.place else short, self.source)
