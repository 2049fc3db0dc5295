"""zbrisk bundles: who signed a bundle, and whom the user trusts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from zbrisk.commands.application import app
from zbrisk.commands.command import App
from zbrisk.commands.output import note, print_result

BundleFolder = Annotated[Path, typer.Argument(metavar="BUNDLE", help="The folder that `zbrisk train` wrote.")]

bundles = App(
    help="Who signed a bundle, and whom you trust. `zbrisk train` signs with your own key, made at first use in"
    " `$ZBRISK_HOME`, else `$XDG_CONFIG_HOME/zbrisk`, else `~/.config/zbrisk`. A bundle is used only if that key, or"
    " one that you trust, has signed it.",
    no_args_is_help=True,
)
app.add_typer(bundles, name="bundles")


@bundles.command()
def trust(
    key: Annotated[
        list[str], typer.Argument(metavar="KEY", help="What `zbrisk bundles key` prints, or a .pub file of it.")
    ],
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What you call its owner.")] = None,
) -> None:
    """Trust a key: bundles that it signed are used from now on.

    Compare the fingerprint with the owner of the key first, over another way than the one that the key came by.
    """
    from zbrisk.bundle import keys as key_ring

    chosen, public = key_ring.trust(" ".join(key), name)
    print_result(
        lambda: {"name": chosen, "fingerprint": public.fingerprint},
        lambda: note(f"Trusted as {chosen}: {public.fingerprint}"),
    )


@bundles.command()
def untrust(
    which: Annotated[str, typer.Argument(metavar="KEY", help="The name or the fingerprint of the key.")],
) -> None:
    """Trust a key no more, as when it was stolen or its owner has another."""
    from zbrisk.bundle import keys as key_ring

    names = key_ring.untrust(which)
    print_result(lambda: {"untrusted": list(names)}, lambda: note(f"No longer trusted: {', '.join(names)}"))


@bundles.command("keys")
def list_keys() -> None:
    """List the keys that you trust; `own` is yours."""
    from zbrisk.bundle import keys as key_ring

    found = {name: key.fingerprint for name, key in key_ring.trusted_keys().items()}
    print_result(lambda: [{"name": name, "fingerprint": each} for name, each in found.items()], lambda: _print(found))


def _print(fingerprints: Mapping[str, str]) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("name", "fingerprint"):
        table.add_column(heading, overflow="fold", no_wrap=heading != "name")
    for name, fingerprint in fingerprints.items():
        table.add_row(escape(name), fingerprint)
    Console(soft_wrap=True).print(table)


@bundles.command("key")
def own() -> None:
    """Print your own public key, for others to trust; it is made if you have none."""
    from zbrisk.bundle import keys as key_ring

    public = key_ring.own_key().public
    print_result(lambda: {"key": public.text, "fingerprint": public.fingerprint}, lambda: typer.echo(public.text))
    note(public.fingerprint)


@bundles.command()
def verify(bundle: BundleFolder) -> None:
    """Verify a bundle: a trusted signature, every hash, its SQL and its trees. Exits with 1 if anything is wrong."""
    from zbrisk.compiler.dialects import DIALECTS
    from zbrisk.compiler.safety import check_program
    from zbrisk.scoring.scorer import load_scorer

    scorer = load_scorer(bundle)
    for dialect in DIALECTS:
        check_program(scorer.program, scorer.contract, dialect)
    for model in scorer.models:
        _ = model.booster
    version, signers = scorer.bundle.version, list(scorer.bundle.signers)
    print_result(
        lambda: {"bundle": bundle, "version": version, "signers": signers},
        lambda: note(f"{bundle} is whole: version {version}, signed by {', '.join(signers)}."),
    )


@bundles.command()
def sign(bundle: BundleFolder) -> None:
    """Sign a bundle with your own key, beside who signed it before: you vouch for it, whoever made it."""
    from zbrisk.bundle.bundle import sign_bundle

    public = sign_bundle(bundle).public
    print_result(
        lambda: {"bundle": bundle, "fingerprint": public.fingerprint},
        lambda: note(f"{bundle} is signed with {public.fingerprint}."),
    )
