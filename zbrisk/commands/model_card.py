"""zbrisk model-card: what a bundle is, was learnt from, can and must not do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zbrisk.commands.application import app
from zbrisk.commands.output import note, print_result
from zbrisk.commands.trust_options import Unsigned
from zbrisk.errors import DataError
from zbrisk.files import replacing, require_file

LANGUAGES = ("zh", "en")
CARD_ENDINGS = (".md", ".html")


@app.command("model-card")
def model_card(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="The folder that `zbrisk train` wrote.")],
    out: Annotated[Path, typer.Option(metavar="CARD", help="The card to write: .md or .html.")],
    language: Annotated[str, typer.Option(metavar="zh|en", help="Chinese or English.")] = "zh",
    unsigned: Unsigned = False,
) -> None:
    """Write a bundle's model card.

    Says on which data, of which period and law, and from whose labels it was learnt, how well it did on later cases, by
    group, what it reads most, and what it must not be used for. All of it is read from the bundle.
    """
    if out.suffix.lower() not in CARD_ENDINGS:
        raise DataError(f"{out.name} is no card.", f"End the name in {' or '.join(CARD_ENDINGS)}.")
    require_file(out)
    if language not in LANGUAGES:
        raise DataError(f"There is no card in {language!r}.", f"Give --language {' or '.join(LANGUAGES)}.")
    from zbrisk.bundle.bundle import read_bundle
    from zbrisk.model_card import model_card  # brings LightGBM, which takes a second
    from zbrisk.pages.report import to_html, to_markdown

    report = model_card(read_bundle(bundle, unsigned=unsigned), language=language)
    text = to_html(report) if out.suffix.lower() == ".html" else to_markdown(report)
    with replacing(out) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")
    print_result(lambda: {"written": [out]}, lambda: note(f"Written: {out}"))
