"""A signal's header as a panel."""

from __future__ import annotations

from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from zbrisk.compiler.compiled import CompiledSignal

__all__ = ["card_panel"]


def card_panel(signal: CompiledSignal) -> Panel:
    """What the header says, and what the compiler found: the tables (those in brackets may be missing) and views."""
    header = signal.header
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column()
    texts = {"reason": header.reason, "absent": header.absent, "innocent": header.innocent, "verify": header.verify}
    facts = {
        "label": f"{header.label['zh']}  {header.label['en']}",
        "family": signal.family,
        "targets": ", ".join(header.targets),
        "typology": " ".join(header.typology),
        "direction": header.direction,
        "favourable": ", ".join(header.favourable),
        "evidence": f"rows where {header.evidence} is not 0" if header.evidence else "",
        "grain": header.of + (f" through {header.through}, {header.across}" if header.through else ""),
        "at": header.at or "rows have no day",
        **{name: f"{text['zh']}\n{text['en']}" for name, text in texts.items() if text},
        "law": header.law or "",
        "tables": ", ".join(f"({table})" if table in signal.partial else table for table in signal.tables),
        "views": ", ".join(signal.views),
        "by": "\n".join(f"{by.column}: {', '.join(code.code for code in by.codes)}" for by in header.by),
        "features": "\n".join(f"{name}  [dim]{text}[/]" for name, text in header.feature_labels("zh").items()),
    }
    for name, text in facts.items():
        if text:
            grid.add_row(name, text if name == "features" else escape(text))
    return Panel(grid, title=f"[bold]{header.name}[/]", title_align="left")
