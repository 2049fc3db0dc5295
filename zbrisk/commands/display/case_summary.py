"""A case in a few lines on a terminal, masked."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from zbrisk.explaining.explanation import TargetRisk
from zbrisk.explaining.party_aliases import PartyAliases
from zbrisk.explaining.reason import Reason
from zbrisk.pages.headline import case_title
from zbrisk.pages.html import DISCLAIMER
from zbrisk.pages.phrasing import percentile_words, risk_words
from zbrisk.pages.risk_view import by_urgency, chief_reasons, suspect_of
from zbrisk.pages.standing import status_lines
from zbrisk.scoring.answer import Answer

__all__ = ["case_summary"]

MOST_MITIGATING = 3
COLOURS = ("green", "default", "yellow", "red")


def case_summary(answer: Answer) -> Panel:
    """What a reviewer has to know before opening the page: each risk in words and its chief reasons."""
    explanation, cast = answer.explanation, PartyAliases.of(answer.explanation, answer.contract)
    status = status_lines(explanation, answer.contract)
    parts: list[RenderableType] = [*(f"{heading}：{escape(words)}" for heading, words in status), ""]
    for risk in by_urgency(explanation):
        suspect = suspect_of(risk, cast)
        who = [f"需核实的一方：{escape(suspect)}"] if suspect else []
        why = [] if risk_words(risk).low else [_reasons(risk, cast)]
        parts += [_headline(risk), *who, *why, ""]
    if explanation.unknown:
        names = "、".join(reason.label.zh for reason in explanation.unknown[:6])
        more = f"等 {len(explanation.unknown)} 项" if len(explanation.unknown) > 6 else ""
        parts.append(f"[dim]无数据：{escape(names)}{more}[/]")
    parts.append(f"[dim]{DISCLAIMER}[/]")
    title = f"{case_title(explanation)}　{explanation.as_of}"
    return Panel(Group(*parts), title=escape(title), title_align="left")


def _headline(risk: TargetRisk) -> str:
    words = risk_words(risk)
    return f"[bold {COLOURS[words.level]}]{escape(risk.label.zh)}：{words.word}[/]　{escape(words.basis)}"


def _reasons(risk: TargetRisk, cast: PartyAliases) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column()
    for reason in (*chief_reasons(risk), *risk.mitigating(MOST_MITIGATING)):
        grid.add_row(f"{reason.total_contribution:+.2f}", _sentence(reason, cast))
    return grid


def _sentence(reason: Reason, cast: PartyAliases) -> str:
    percentile = percentile_words(reason.percentile)
    rows = f"证据 {reason.evidence_total} 条" if reason.evidence_total else ""
    beside = "，".join(part for part in (percentile, rows) if part)
    sentence = "；".join(f"{said.label.zh}：{cast.text(said.sentence.zh)}" for said in reason.with_related)
    return escape(sentence) + (f" [dim]（{beside}）[/]" if beside else "")
