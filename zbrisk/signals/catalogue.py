"""All signals and views of a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from zbrisk.contract import Contract
from zbrisk.errors import SignalError
from zbrisk.signals.header import SignalHeader, parse_header
from zbrisk.signals.signal_file import SignalFile, read_signal_file
from zbrisk.validation import Invalid

__all__ = ["Catalogue", "Signal", "features_folder", "read_catalogue", "read_views", "signal_paths"]

VIEWS = "views"
CHECKPOINTS = "checkpoints"
LINKING = "linking"


@dataclass(frozen=True, kw_only=True)
class Signal:
    """A signal's header with the file that it came from; `family` is its folder (debtor_history ...)."""

    header: SignalHeader
    file: SignalFile
    family: str

    def __hash__(self) -> int:
        return hash(self.file)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Signals and views as read, not yet compiled."""

    signals: tuple[Signal, ...]
    views: tuple[SignalFile, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over names, headers and SQL of all files."""
        files = sorted((f.name, dict(f.header), f.sql) for f in (*self.views, *(s.file for s in self.signals)))
        return hashlib.sha256(json.dumps(files, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()

    def only(self, *, names: Iterable[str] | None = None, target: str | None = None) -> Catalogue:
        """A catalogue of some signals, with all views.

        Raises:
            SignalError: A name is unknown.
        """
        chosen = tuple(s for s in self.signals if target is None or target in s.header.targets)
        if names is not None:
            wanted = list(names)
            known = {s.header.name for s in chosen}
            for name in wanted:
                if name not in known:
                    raise SignalError(f"There is no signal {name}.", "See `zbrisk signals list`.")
            chosen = tuple(s for s in chosen if s.header.name in wanted)
        return Catalogue(signals=chosen, views=self.views)


def features_folder() -> Path:
    """The signals that come with zbrisk: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "features"
    return inside if inside.is_dir() else package.parent / "features"


def read_catalogue(folder: str | Path | None, contract: Contract) -> Catalogue:
    """Read every signal and view under a folder.

    Args:
        folder: Holds .sql files, those under `views/` are views; None for zbrisk's own.
        contract: Whose targets and reference days the headers may name.

    Raises:
        SignalError: A file's header is wrong, two files have one name, or there is no file at all.
    """
    root = features_folder() if folder is None else Path(folder)
    paths = signal_paths(root)
    files = [(path, read_signal_file(path)) for path in paths]
    seen: dict[str, str] = {}
    for _, file in files:
        if file.name in seen:
            raise SignalError(f"{file.name} is also the name of {seen[file.name]}.", "Rename one.", file=file.path)
        seen[file.name] = file.path
    views = tuple(file for path, file in files if path.parent.name == VIEWS)
    signals = tuple(read_signal(file, contract) for path, file in files if path.parent.name != VIEWS)
    return Catalogue(signals=signals, views=views)


def signal_paths(root: Path) -> list[Path]:
    """The files of signals and views under a folder; checkpoints and ties of cases are written in other headers.

    Raises:
        SignalError: There is none.
    """
    others = {CHECKPOINTS, LINKING}
    paths = sorted(path for path in root.rglob("*.sql") if not others & set(path.relative_to(root).parts))
    if not paths:
        raise SignalError(f"There is no .sql file under {root}.", "Give the folder that holds the signals.")
    return paths


def read_views(folder: str | Path | None = None) -> list[SignalFile]:
    """The views of a folder alone; None for zbrisk's own."""
    root = features_folder() if folder is None else Path(folder)
    return [read_signal_file(path) for path in sorted((root / VIEWS).glob("*.sql"))]


def read_signal(file: SignalFile, contract: Contract) -> Signal:
    """A signal from its file.

    Raises:
        SignalError: Its header is wrong.
    """
    targets = contract.outcomes.targets if contract.outcomes else ()
    days = [day.name for day in contract.cohort.reference_days]
    try:
        header = parse_header(file.name, file.header, targets=targets, days=days)
    except Invalid as error:
        raise file.refused(error) from error
    return Signal(header=header, file=file, family=Path(file.path).parent.name)
