"""zbrisk serve: the scoring service, its access keys and its audit log."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from zbrisk.commands.application import app
from zbrisk.commands.command import App
from zbrisk.commands.options import day_option
from zbrisk.commands.output import note, print_result
from zbrisk.commands.terminal import Terminal, counted
from zbrisk.commands.trust_options import Older, Unsigned
from zbrisk.errors import DataError, MissingExtraError

if TYPE_CHECKING:
    from zbrisk.service.access_keys import AccessKey
    from zbrisk.service.settings import Settings

KeysFile = Annotated[
    Path | None,
    typer.Option(
        "--keys", metavar="FILE", help="The file of access keys, instead of `service/keys.json` beside your own key."
    ),
]
AuditFile = Annotated[
    Path | None,
    typer.Option(
        "--audit", metavar="FILE", help="The audit log, instead of `service/audit.jsonl` beside your own key."
    ),
]

serve = App(help="Score cases over HTTP, for case systems that are not written in Python.", invoke_without_command=True)
keys = App(help="Who may call the service, and for what.", no_args_is_help=True)
audit = App(help="Who asked the service for what.", no_args_is_help=True)
serve.add_typer(keys, name="keys")
serve.add_typer(audit, name="audit")
app.add_typer(serve, name="serve")


@serve.callback()
def run(
    context: typer.Context,
    model: Annotated[
        Path | None, typer.Option("--model", metavar="BUNDLE", help="The folder that `zbrisk train` wrote.")
    ] = None,
    host: Annotated[
        str, typer.Option(help="The address to listen on; others than this machine reach no default.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port.")] = 8_000,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes, each with its own scorer: one for each free core.")
    ] = 1,
    keys_file: KeysFile = None,
    audit_file: AuditFile = None,
    certificate: Annotated[
        Path | None, typer.Option(metavar="PEM", help="The TLS certificate chain, for HTTPS.")
    ] = None,
    certificate_key: Annotated[Path | None, typer.Option(metavar="PEM", help="The certificate's key.")] = None,
    waiting: Annotated[int, typer.Option(min=0, help="Calls that may wait in a process; one more gets 429.")] = 16,
    body_megabytes: Annotated[float, typer.Option(help="The largest body of a call.")] = 32.0,
    body_seconds: Annotated[float, typer.Option(help="How long a caller may take to send a body.")] = 30.0,
    case_seconds: Annotated[float, typer.Option(help="How long one case may be computed.")] = 20.0,
    case_rows: Annotated[int, typer.Option(min=1, help="The most rows in one case's records.")] = 200_000,
    unsigned: Unsigned = False,
    older: Older = False,
) -> None:
    """Score cases over HTTP with a bundle; `/` describes the calls, and Ctrl-C ends it.

    It listens on this machine alone unless `--host` says otherwise; give it a certificate, or put it behind a proxy
    that has one, before others reach it. Put a new bundle in the place of the old one and `POST /v1/reload`.
    """
    if context.invoked_subcommand is not None:
        return
    if model is None:
        raise typer.BadParameter("Say which bundle is served.", param_hint="--model")
    if (certificate is None) != (certificate_key is None):
        raise DataError("A certificate and its key go together.", "Give --certificate and --certificate-key.")
    _require_service()
    from zbrisk.service.settings import Settings

    settings = Settings.of(
        model, keys_file, audit_file, unsigned=unsigned, older=older, waiting=waiting, body_megabytes=body_megabytes,
        body_seconds=body_seconds, case_seconds=case_seconds, case_rows=case_rows,
    )  # fmt: skip
    _check(settings)
    scheme = "http" if certificate is None else "https"
    note(f"Serving {model} on {scheme}://{host}:{port}/ with {counted(workers, 'process')}.")
    _listen(settings, host, port, workers, certificate, certificate_key)


@keys.command("new")
def new(
    name: Annotated[str, typer.Argument(help="What the log calls its holder.")],
    scope: Annotated[
        list[str], typer.Option(help="What it opens: score, page, raw, reload. May be given several times.")
    ],
    until: Annotated[
        dt.date | None,
        day_option("--until", "The first day on which it is not valid.", ahead=True),
    ] = None,
    keys_file: KeysFile = None,
) -> None:
    """Make an access key and print it, once: only its hash is kept."""
    from zbrisk.service.access_keys import new_key

    token = new_key(_keys_file(keys_file), name, scope, until)
    print_result(lambda: {"name": name, "key": token}, lambda: typer.echo(token))
    note("Keep it where the caller finds it; it cannot be shown again.")


@keys.command("list")
def list_keys(keys_file: KeysFile = None) -> None:
    """List the access keys."""
    from zbrisk.service.access_keys import read_keys

    found = read_keys(_keys_file(keys_file))
    print_result(
        lambda: [{"name": key.name, "scopes": sorted(key.scopes), "until": key.until} for key in found],
        lambda: _print_keys(found),
    )


def _print_keys(found: Iterable[AccessKey]) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("name", "scopes", "until"):
        table.add_column(heading, overflow="fold")
    for key in found:
        until = "" if key.until is None else key.until.isoformat()
        ended = "" if key.holds_on(dt.date.today()) else " (ended)"
        table.add_row(key.name, ", ".join(sorted(key.scopes)), until + ended)
    Terminal(soft_wrap=True, markup=False).print(table)


@keys.command()
def revoke(name: Annotated[str, typer.Argument(help="The key's name.")], keys_file: KeysFile = None) -> None:
    """Take an access key away; running services refuse it from the next call on."""
    from zbrisk.service.access_keys import revoke_key

    revoke_key(_keys_file(keys_file), name)
    print_result(lambda: {"revoked": name}, lambda: note(f"Revoked: {name}"))


@audit.command()
def verify(log: Annotated[Path, typer.Argument(metavar="LOG", help="The audit log.")]) -> None:
    """Verify the chain of an audit log. Exits with 1 if a line was changed, taken out or put in."""
    from zbrisk.service.audit_log import verify_log

    found = verify_log(log)
    print_result(
        lambda: {"log": log, **asdict(found)},
        lambda: note(
            f"{log}: {found.lines:,} lines hold; pieces left by processes that died: {found.pieces}.\n"
            f"Last hash: {found.last}"
        ),
    )


def _require_service() -> None:
    for library in ("fastapi", "uvicorn", "prometheus_client"):
        try:
            __import__(library)
        except ImportError as error:
            raise MissingExtraError.for_library(library, "service") from error


def _check(settings: Settings) -> None:
    """Refuse what would not answer anybody, before anything listens."""
    from zbrisk.scoring.scorer import load_scorer
    from zbrisk.service.access_keys import read_keys

    if not read_keys(settings.keys):
        raise DataError(
            f"{settings.keys} has no access key, so nobody could call.",
            "Make one: zbrisk serve keys new NAME --scope score",
        )
    load_scorer(settings.model, unsigned=settings.unsigned)


def _listen(
    settings: Settings, host: str, port: int, workers: int, certificate: Path | None, certificate_key: Path | None
) -> None:
    import tempfile

    import uvicorn

    settings.to_environment()
    if workers > 1:  # where the processes leave their figures; read when `metrics` is imported, which it is not yet
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp()
    uvicorn.run(
        "zbrisk.service.application:from_environment", factory=True, host=host, port=port, workers=workers,
        ssl_certfile=certificate, ssl_keyfile=certificate_key, log_level="warning", access_log=False,
        server_header=False, timeout_keep_alive=10, timeout_graceful_shutdown=30, limit_concurrency=1_000,
    )  # fmt: skip


def _keys_file(given: Path | None) -> Path:
    from zbrisk.service.settings import Settings

    return Settings.of(Path(), given).keys
