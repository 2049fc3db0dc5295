"""What a training run found, as tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

__all__ = ["training_summary"]


def training_summary(trained: Any) -> Group:
    """A table of figures for each target, and why a target has no model.

    Args:
        trained: What `training.run.train` returned.
    """
    parts: list[RenderableType] = [
        _figures(target.target, target.metrics, trained.unsearched.get(target.target, "")) for target in trained.targets
    ]
    parts += [f"[bold]{escape(name)}[/]: no model; {escape(why)}." for name, why in trained.skipped.items()]
    return Group(*parts)


def _figures(target: str, metrics: Mapping[str, Any], unsearched: str) -> Table:
    learnt, later = metrics["learnt_from"], metrics["holdout"]
    table = Table(title=f"[bold]{escape(target)}[/]", title_justify="left", caption=_caption(learnt, later, unsearched))
    table.caption_justify = "left"
    table.add_column("on later cases", no_wrap=True)
    table.add_column("figure", justify="right")
    table.add_column("95 % interval", justify="right")
    figures = {name: figure for name, figure in later.items() if isinstance(figure, Mapping) and "value" in figure}
    notes = {figure.get("note", "") if figure["value"] is None else None for figure in figures.values()}
    if len(notes) == 1 and None not in notes:  # why there is none is the same for all
        figures = {"all figures": next(iter(figures.values()))}
    for name, figure in figures.items():
        table.add_row(name.replace("_", " "), *_cells(figure))
    return table


def _cells(figure: Mapping[str, Any]) -> tuple[str, str]:
    if figure["value"] is None:
        return "no data", f"[dim]{escape(figure.get('note', ''))}[/]"
    if "low" not in figure:
        return f"{figure['value']:.3f}", f"[dim]{escape(figure.get('note', ''))}[/]"
    return f"{figure['value']:.3f}", f"{figure['low']:.3f} to {figure['high']:.3f}"


def _caption(learnt: Mapping[str, Any], later: Mapping[str, Any], unsearched: str) -> str:
    taught = f"learnt from {learnt['reviewed']} reviewed cases, {learnt['confirmed']} confirmed"
    judged = f"judged on {later['reviewed']} reviewed from {later['from']} on, {later['confirmed']} confirmed"
    note = "".join(f"; {each}" for each in (later.get("note"), unsearched) if each)
    return escape(f"{taught}, and {learnt['weak_negatives']} unreviewed ones; {judged}{note}")
