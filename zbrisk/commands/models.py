"""zbrisk models: bundles as registered versions, and the gate from challenger to champion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from zbrisk.commands.application import app
from zbrisk.commands.checkout import from_checkout
from zbrisk.commands.command import App
from zbrisk.commands.options import TODAY, day_option, on_day
from zbrisk.commands.output import note, print_result
from zbrisk.commands.tables import Tables, opened
from zbrisk.commands.terminal import Terminal
from zbrisk.commands.trust_options import Older, Unsigned
from zbrisk.files import require_folder

__all__ = ["REFUSED"]

REFUSED = 3  # exit code

Place = Annotated[
    str,
    typer.Argument(metavar="MODELS", help="The folder of the bundles, whose mlflow.db is meant, or an MLflow address."),
]
Which = Annotated[str, typer.Argument(metavar="WHICH", help="champion, challenger, or the number of a version.")]
Name = Annotated[str, typer.Option(help="The registered model; several offices can share a server.")]

models = App(help="Registered bundles: add a challenger, list, fetch one, promote.", no_args_is_help=True)
app.add_typer(models, name="models")


@models.command()
def add(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="The folder that `zbrisk train` wrote.")],
    tracking: Annotated[
        str | None,
        typer.Option(metavar="URI", help="An MLflow address; by default the file mlflow.db beside the bundle."),
    ] = None,
    name: Name = "zbrisk",
    unsigned: Unsigned = False,
) -> None:
    """Register a bundle as the challenger.

    The store keeps a copy as an MLflow model, without pickle, which `mlflow models serve` can serve.
    """
    place = tracking or str(bundle.resolve().parent)
    registered = _registered(place, name, new=True, unsigned=unsigned)
    version = registered.add(bundle)
    print_result(
        lambda: {"name": name, "version": version.number, "bundle": bundle, "registry": place},
        lambda: note(f"Version {version.number} of {name} is the challenger: {bundle}; see zbrisk models list {place}"),
    )


@models.command("list")
def list_versions(place: Place, name: Name = "zbrisk") -> None:
    """List the versions with their aliases, the day they learnt until, and what the gate said."""
    versions = _registered(place, name).versions()
    print_result(lambda: [_version(each) for each in versions], lambda: _print_versions(versions))


def _version(version: Any) -> dict[str, Any]:
    return {
        "version": version.number,
        "aliases": list(version.aliases),
        "bundle": version.bundle,
        "until": version.until,
        "gate": version.tags.get("gate"),
        "why": version.tags.get("gate.why"),
    }


def _print_versions(versions: Sequence[Any]) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("version", "alias", "bundle", "until", "gate"):
        table.add_column(heading, no_wrap=heading != "gate")
    for each in versions:
        said = f"{each.tags['gate']}: {each.tags['gate.why']}" if "gate" in each.tags else ""
        table.add_row(str(each.number), " ".join(each.aliases), each.bundle, each.until.isoformat(), escape(said))
    Terminal().print(table)


@models.command()
def fetch(
    place: Place,
    which: Which,
    out: Annotated[Path, typer.Option(metavar="BUNDLE", help="The folder to write; an earlier bundle is replaced.")],
    name: Name = "zbrisk",
    older: Older = False,
    unsigned: Unsigned = False,
) -> None:
    """Copy a registered bundle into a folder, if it is what was registered and a key that you trust has signed it.

    A champion that is older than the last one fetched from there is refused, as whoever writes to the store could bring
    an old one back.
    """
    require_folder(out)
    version = _registered(place, name, unsigned=unsigned).fetch(which, out, older=older)
    print_result(
        lambda: {"name": name, "version": version.number, "until": version.until, "written": [out]},
        lambda: note(f"Version {version.number} of {name}, trained until {version.until}: {out}"),
    )


@models.command(prints=False)
def serve(
    place: Place,
    which: Which,
    host: Annotated[str, typer.Option("--host", "-h", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=1, max=65535, help="The port.")] = 8080,
    name: Name = "zbrisk",
    older: Older = False,
    unsigned: Unsigned = False,
) -> None:
    """Serve a registered bundle with MLflow, from a copy on this machine that is verified as `fetch` verifies it.

    `mlflow models serve -m models:/...` verifies the bundle alone: it imports what the store tells it to.
    """
    registered = _registered(place, name, unsigned=unsigned)
    serving = from_checkout("training.registry.serving")
    raise typer.Exit(serving.serve(registered, which, host=host, port=port, older=older))


@models.command()
def promote(
    place: Place,
    tables: Tables,
    as_of: Annotated[
        dt.date | None, day_option("--as-of", f"By outcomes known before this day (2026-11-22){TODAY}")
    ] = None,
    margin: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="The loss of average precision that counts as one.")
    ] = 0.05,
    name: Name = "zbrisk",
    unsigned: Unsigned = False,
) -> None:
    """Make the challenger the champion if it is better on later cases, and say why or why not.

    Both score the cases whose review was opened after everything that either learnt from, as of that day. The
    challenger passes if for no target it may be worse by the margin or is worse beyond chance, and it is better on the
    whole. What was said is kept with the version, and your signature with a bundle that is let through. Exits with 0 if
    it is let through, with 3 if it is refused, with 1 on an error.
    """
    registered = _registered(place, name, unsigned=unsigned)
    promotion = from_checkout("training.registry.promotion")
    verdict = promotion.promote(registered, partial(opened, tables), as_of=on_day(as_of), margin=margin)
    print_result(
        lambda: {
            "let_through": verdict.let_through,
            "why": verdict.why,
            "since": verdict.since,
            "comparisons": [asdict(each) for each in verdict.comparisons],
        },
        lambda: _print(verdict),
    )
    if not verdict.let_through:
        raise typer.Exit(REFUSED)


def _registered(place: str | Path, name: str, *, new: bool = False, unsigned: bool = False) -> Any:
    store = from_checkout("training.registry.store").Store(place)
    if not new:
        store.must_exist()
    return from_checkout("training.registry.models").Models(store, name, unsigned=unsigned)


def _print(verdict: Any) -> None:
    shown = Terminal(soft_wrap=True, highlight=False)
    shown.print("[green]Let through.[/]" if verdict.let_through else "[yellow]Refused.[/]")
    shown.print(escape(verdict.why) + ".")
    if verdict.comparisons:
        cases, at_random = (sum(getattr(each, name) for each in verdict.comparisons) for name in ("cases", "at_random"))
        shown.print(
            f"Judged on {cases} reviews opened from {verdict.since} on, {at_random} of them chosen at random."
            " The others were chosen as reviews are, often by the champion's own list: what only the challenger would"
            " have listed is missing, and the champion's order has less left to distinguish among its own choices."
        )
