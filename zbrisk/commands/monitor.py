"""zbrisk monitor: is the bundle still fit for the tables of today?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from zbrisk.commands.application import app
from zbrisk.commands.options import TODAY, ModelBundle, day_option, on_day
from zbrisk.commands.output import note, print_result
from zbrisk.commands.progress import progress
from zbrisk.commands.shard_options import ShardSize, Workers, sharded
from zbrisk.commands.tables import Tables, opened
from zbrisk.commands.terminal import Terminal, counted
from zbrisk.commands.trust_options import Unsigned
from zbrisk.errors import DataError
from zbrisk.files import replacing, require_file

if TYPE_CHECKING:
    from zbrisk.monitoring import Monitoring
    from zbrisk.scoring.scorer import Scorer

__all__ = ["ATTENTION_NEEDED"]

ATTENTION_NEEDED = 3  # exit code


@app.command()
def monitor(
    tables: Tables,
    model: ModelBundle,
    as_of: Annotated[
        dt.date | None, day_option("--as-of", f"By what was known before this day (2026-11-22){TODAY}")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="PAGE", help="A page, in Chinese; ends in .html.")] = None,
    promised: Annotated[
        float | None,
        typer.Option(metavar="RATE", help="The success rate (0.8) that lists promised; without it, their scores."),
    ] = None,
    unsigned: Unsigned = False,
    shards: ShardSize = None,
    workers: Workers = 1,
) -> None:
    """Compare the tables of a day with what a bundle was trained on.

    Looks at how far every feature and the scores have moved (population stability index), at tables that are missing,
    late, stale or have lost rows, at reviews decided since the training against their predicted probabilities, and at
    what became of the lists in review_lists, beside what they promised.

    Exits with 0 if all is fine, with 3 if something needs a person, with 1 if it refuses. Nothing leaves the machine.
    """
    if out is not None and out.suffix.lower() != ".html":
        raise DataError(f"{out.name} is no page.", "End the name in .html.")
    if out is not None:
        require_file(out)
    if promised is not None and not 0 < promised < 1:
        raise DataError(f"A success rate of {promised} cannot be promised.", "Give one between 0 and 1, such as 0.8.")
    from zbrisk.monitoring import monitor as compare_with_training  # brings scikit-learn, which takes seconds
    from zbrisk.scoring.scorer import load_scorer

    scorer = load_scorer(model, unsigned=unsigned)
    with sharded(tables, out, shards, workers) as parts, opened(tables, scorer.contract) as docket:
        with progress("Monitoring", "signals" if parts is None else "shards") as advance:
            measuring = None
            if parts is not None:
                measuring = parts.measuring(scorer, model, unsigned=unsigned, progress=advance)
            found = compare_with_training(
                scorer, docket, as_of=on_day(as_of), promised=promised, progress=advance, measuring=measuring
            )
        if out is not None:
            _write_page(found, scorer, out)
            note(f"Written: {out}")
    print_result(lambda: {"written": [out] if out else [], **found.to_json()}, lambda: _print(found))
    if found.attention:
        raise typer.Exit(ATTENTION_NEEDED)


def _write_page(found: Monitoring, scorer: Scorer, out: Path) -> None:
    from zbrisk.monitoring.report import monitoring_report
    from zbrisk.pages.report import to_html

    labels = {name: text for s in scorer.program.signals for name, text in s.header.feature_labels("zh").items()}
    with replacing(out) as draft:
        draft.write_text(to_html(monitoring_report(found, scorer.contract, labels)), encoding="utf-8")


def _print(found: Monitoring) -> None:
    shown = Terminal(soft_wrap=True)
    for line in found.attention:
        shown.print(f"[yellow]attention[/] {escape(line)}")
    for each in found.calibration:
        if each.level == "no data":
            shown.print(
                f"{escape(each.target)}: {counted(each.decided, 'review')} decided since the training; too few to judge"
            )
    for listed in found.lists:
        if listed.list_id is None and listed.found is not None:
            shown.print(
                f"{escape(listed.target)}: of {counted(listed.decided, 'decided clue')} from lists {listed.found:.0%}"
                f" were confirmed ({listed.low:.0%} to {listed.high:.0%}), {listed.expected:.0%} promised:"
                f" {listed.level}"
            )
    shown.print("Attention needed." if found.attention else "All is fine.")
