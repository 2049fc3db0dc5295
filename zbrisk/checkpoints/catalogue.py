"""All checkpoints of a folder, read and compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zbrisk.checkpoints.card import PLACEHOLDER, Checkpoint, parse_checkpoint
from zbrisk.compiler.compiled import CompiledView, Program, Sql
from zbrisk.compiler.dialects import in_all_dialects
from zbrisk.compiler.namespace import Namespace, open_namespace
from zbrisk.compiler.query import QueryCompiler
from zbrisk.contract import Contract
from zbrisk.errors import SignalError
from zbrisk.signals.catalogue import CHECKPOINTS, VIEWS, features_folder
from zbrisk.signals.signal_file import SignalFile, read_signal_file

__all__ = ["CompiledCheckpoint", "checkpoint_files", "compile_checkpoints", "views_program"]


@dataclass(frozen=True, kw_only=True, eq=False)
class CompiledCheckpoint:
    """A checkpoint ready to run: `sql` gives its rows with the keys behind them; `kinds` the types of their columns."""

    card: Checkpoint
    kinds: Mapping[str, str]
    sql: Sql
    tables: tuple[str, ...]
    views: tuple[CompiledView, ...]
    this_case: CompiledView


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
                raise SignalError(f"There is no checkpoint {name}.", "docs/checkpoints.md lists them.")
        files = [by_name[name] for name in names]
    return _all_compiled(tuple(files), namespace)


@lru_cache(maxsize=2)
def _all_compiled(files: tuple[SignalFile, ...], namespace: Namespace) -> tuple[CompiledCheckpoint, ...]:
    return tuple(_compiled(file, namespace) for file in files)


def views_program(checkpoints: tuple[CompiledCheckpoint, ...], contract: Contract) -> Program:
    """What makes the views that checkpoints need; it has the spans of the checkpoints for windows, and no signals."""
    views = {view.name: view for checkpoint in checkpoints for view in checkpoint.views}
    return Program(
        days=tuple(day.name for day in contract.cohort.reference_days),
        windows=tuple(dict.fromkeys(checkpoint.card.span for checkpoint in checkpoints)),
        this_case=checkpoints[0].this_case,
        views=tuple(sorted(views.values(), key=lambda view: (len(view.views), view.name))),
        signals=(),
        digest="",
    )


def _compiled(file: SignalFile, namespace: Namespace) -> CompiledCheckpoint:
    try:
        card = parse_checkpoint(file.name, file.header)
    except ValueError as error:
        raise SignalError(str(error), "See features/checkpoints/README.md.", file=file.path, line=1) from error
    query = QueryCompiler(file, namespace.relations, evidence=True).compile()
    kinds = {name: kind.kind for name, kind in query.columns.items()}
    tables, views = namespace.behind(query.relations)
    _check(file, card, kinds, tables)
    return CompiledCheckpoint(
        card=card,
        kinds=kinds,
        sql=in_all_dialects(query.tree),
        tables=tables,
        views=namespace.needed(views),
        this_case=namespace.this_case,
    )


def _check(file: SignalFile, card: Checkpoint, kinds: Mapping[str, str], tables: tuple[str, ...]) -> None:
    """What the header names must be there."""

    def refuse(problem: str, cure: str) -> SignalError:
        return SignalError(problem, cure, file=file.path, line=1)

    if kinds.get("verdict") not in ("str", "code"):
        raise refuse("The rows have no column `verdict`.", "Write `case when ... then 'fail' ... end as verdict`.")
    if card.at is not None and kinds.get(card.at) != "date":
        raise refuse(f"`at: {card.at}` is no date among the rows' columns.", f"They are {', '.join(kinds)}.")
    for table, codes in card.codes.items():
        if table not in tables or (isinstance(codes, str) and codes not in kinds):
            raise refuse(f"`codes` speaks of {table}: {codes}, which is not read.", f"Tables are {', '.join(tables)}.")
    for key, named in (("optional", card.optional), ("absence", card.absence)):
        for table in named:
            if table not in tables:
                raise refuse(f"`{key}` names {table}, which is not read.", f"Tables are {', '.join(tables)}.")
    for verdict, text in card.texts.items():
        for name in (found for sentence in text.values() for found in PLACEHOLDER.findall(sentence)):
            if name != "n" and name not in kinds:
                raise refuse(
                    f"The text of {verdict} speaks of {name}, which is no column.", f"They are {', '.join(kinds)}."
                )
