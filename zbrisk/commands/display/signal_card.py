"""A signal's card as a panel."""

from __future__ import annotations

from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from zbrisk.compiler.compiled import CompiledSignal

__all__ = ["card_panel"]


def card_panel(signal: CompiledSignal) -> Panel:
    """What the header says, and what the compiler found: the tables (those in brackets may be missing) and views."""
    card = signal.card
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column()
    texts = {"reason": card.reason, "absent": card.absent, "innocent": card.innocent, "verify": card.verify}
    facts = {
        "label": f"{card.label['zh']}  {card.label['en']}",
        "family": signal.family,
        "targets": ", ".join(card.targets),
        "typology": " ".join(card.typology),
        "direction": card.direction,
        "favourable": ", ".join(card.favourable),
        "evidence": f"rows where {card.evidence} is not 0" if card.evidence else "",
        "grain": card.of + (f" through {card.through}, {card.across}" if card.through else ""),
        "at": card.at or "rows have no day",
        **{name: f"{text['zh']}\n{text['en']}" for name, text in texts.items() if text},
        "law": card.law or "",
        "tables": ", ".join(f"({table})" if table in signal.partial else table for table in signal.tables),
        "views": ", ".join(signal.views),
        "by": "\n".join(f"{by.column}: {', '.join(code.code for code in by.codes)}" for by in card.by),
        "features": "\n".join(f"{name}  [dim]{text}[/]" for name, text in card.feature_labels("zh").items()),
    }
    for name, text in facts.items():
        if text:
            grid.add_row(name, text if name == "features" else escape(text))
    return Panel(grid, title=f"[bold]{card.name}[/]", title_align="left")
