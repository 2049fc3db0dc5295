"""The options about who made a bundle, which every command that reads one has."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["Older", "Unsigned"]

Unsigned = Annotated[
    bool,
    typer.Option("--unsigned", help="Take the bundle whoever made it, also if no key that you trust has signed it."),
]
Older = Annotated[
    bool, typer.Option("--older", help="Take it also if it is older than the one seen last: a deliberate roll-back.")
]
