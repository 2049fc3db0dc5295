"""All checkpoints of a folder, read and compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zbrisk.checkpoints.header import PLACEHOLDER, CheckpointHeader
from zbrisk.compiler.compile_relation import compile_rows
from zbrisk.compiler.compiled import CompiledRelation, Preparation
from zbrisk.compiler.namespace import Namespace
from zbrisk.compiler.views import open_namespace
from zbrisk.contract import Contract
from zbrisk.errors import SignalError
from zbrisk.signals.catalogue import CHECKPOINTS, VIEWS, features_folder
from zbrisk.signals.signal_file import SignalFile, read_signal_file

__all__ = ["CompiledCheckpoint", "checkpoint_files", "compile_checkpoints", "preparation_of"]


@dataclass(frozen=True, kw_only=True, eq=False)
class CompiledCheckpoint(CompiledRelation):
    """A checkpoint ready to run: each of its rows carries a verdict. `namespace` holds the views that it reads."""

    header: CheckpointHeader
    namespace: Namespace


def checkpoint_files(folder: str | Path | None = None) -> tuple[list[SignalFile], list[SignalFile]]:
    """The views, and the checkpoint files, that stand under a folder of features.

    Args:
        folder: Holds `views/` and `checkpoints/`; None for zbrisk's own.

    Raises:
        SignalError: A file has no readable header, or there is no checkpoint.
    """
    root = features_folder() if folder is None else Path(folder)
    own = sorted((root / CHECKPOINTS).glob("*.sql"))
    if not own:
        raise SignalError(f"There is no checkpoint under {root / CHECKPOINTS}.", "Give the folder of features.")
    views = [*sorted((root / VIEWS).glob("*.sql")), *sorted((root / CHECKPOINTS / VIEWS).glob("*.sql"))]
    return [read_signal_file(path) for path in views], [read_signal_file(path) for path in own]


def compile_checkpoints(
    contract: Contract, folder: str | Path | None = None, names: Iterable[str] | None = None
) -> tuple[CompiledCheckpoint, ...]:
    """Every checkpoint of a folder, or those named.

    Raises:
        SignalError: A file cannot be compiled safely, or a name is unknown.
    """
    views, files = checkpoint_files(folder)
    namespace = open_namespace(contract, views, purpose="checkpoint")
    if names is not None:
        by_name = {file.name: file for file in files}
        for name in (names := list(names)):
            if name not in by_name:
                raise SignalError(f"There is no checkpoint {name}.", "docs/reference/checkpoints.md lists them.")
        files = [by_name[name] for name in names]
    return _all_compiled(tuple(files), namespace)


@lru_cache(maxsize=2)
def _all_compiled(files: tuple[SignalFile, ...], namespace: Namespace) -> tuple[CompiledCheckpoint, ...]:
    return tuple(_compiled(file, namespace) for file in files)


def preparation_of(checkpoints: tuple[CompiledCheckpoint, ...]) -> Preparation:
    """What is made before checkpoints run; the days of their spans are its windows."""
    spans = dict.fromkeys(checkpoint.header.span for checkpoint in checkpoints)
    return checkpoints[0].namespace.preparation(checkpoints, tuple(spans))


def _compiled(file: SignalFile, namespace: Namespace) -> CompiledCheckpoint:
    header = file.header_as(CheckpointHeader, name=file.name)
    # a verdict is never given without the rows behind it, so that there is one query and not two
    rows = compile_rows(file, namespace, evidence_only=True)
    checkpoint = rows.relation(CompiledCheckpoint, header=header, namespace=namespace)
    _check(file, header, checkpoint.kinds, checkpoint.tables)
    return checkpoint


def _check(file: SignalFile, header: CheckpointHeader, kinds: Mapping[str, str], tables: tuple[str, ...]) -> None:
    """What the header names must be there."""

    def refuse(problem: str, cure: str, *place: str) -> SignalError:
        return SignalError(problem, cure, file=file.path, line=file.line_of(*place))

    read, columns = f"Tables are {', '.join(tables)}.", f"They are {', '.join(kinds)}."
    if kinds.get("verdict") not in ("str", "code"):
        raise refuse("The rows have no column `verdict`.", "Write `case when ... then 'fail' ... end as verdict`.")
    if header.at is not None and kinds.get(header.at) != "date":
        raise refuse(f"`at: {header.at}` is no date among the rows' columns.", columns, "at")
    for table, codes in header.codes.items():
        if table not in tables or (isinstance(codes, str) and codes not in kinds):
            raise refuse(f"`codes` speaks of {table}: {codes}, which is not read.", read, "codes", table)
    for key, named in (("optional", header.optional), ("absence", header.absence)):
        for table in named:
            if table not in tables:
                raise refuse(f"`{key}` names {table}, which is not read.", read, key)
    for verdict, text in header.texts.items():
        for name in (found for sentence in text.values() for found in PLACEHOLDER.findall(sentence)):
            if name != "n" and name not in kinds:
                problem = f"The text of {verdict} speaks of {name}, which is no column."
                raise refuse(problem, columns, "texts", verdict)
