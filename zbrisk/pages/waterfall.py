"""From the average case to this one, signal by signal: the geometry of the picture, in per cent of its width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zbrisk.explaining.explanation import TargetRisk
from zbrisk.explaining.reason import Reason

__all__ = ["Step", "waterfall"]

MOST_STEPS = 9
MARGIN = 4.0  # per cent on either side


@dataclass(frozen=True, kw_only=True)
class Step:
    """One row: `kind` is base, up, down or total; the bar spans x..x+width, and the sum then stands at `reached`."""

    kind: str
    label: str
    figure: str
    x: float
    width: float
    reached: float
    note: str = ""


def waterfall(risk: TargetRisk) -> tuple[Step, ...]:
    """Rows from the base score through the largest contributions, the rest as one, to the score."""
    named = [(r.label.zh, r.contribution, _note(r)) for r in risk.reasons[:MOST_STEPS]]
    rest = risk.reasons[MOST_STEPS:]
    if rest:
        named.append((f"其余 {len(rest)} 项信号合计", sum(r.contribution for r in rest), ""))
    return tuple(_steps(risk, named))


def _note(reason: Reason) -> str:
    """That a signal's name says what was not found, or not known."""
    return "无数据" if reason.no_data else "未见" if reason.is_absence else ""


def _steps(risk: TargetRisk, named: list[tuple[str, float, str]]) -> Iterator[Step]:
    stops = [risk.base_score]
    for _, contribution, _ in named:
        stops.append(stops[-1] + contribution)
    low, high = min(stops), max(stops)
    scale = (100 - 2 * MARGIN) / ((high - low) or 1.0)

    def place(score: float) -> float:
        return round(MARGIN + (score - low) * scale, 2)

    start = place(risk.base_score)
    yield Step(
        kind="base",
        label="平均水平（起点）",
        figure=_minus(f"{risk.base_score:.2f}"),
        x=start,
        width=0.0,
        reached=start,
    )
    for (label, contribution, note), before, after in zip(named, stops, stops[1:], strict=False):
        left, right = sorted((place(before), place(after)))
        yield Step(
            kind="up" if contribution >= 0 else "down",
            label=label,
            figure=signed(contribution),
            x=left,
            width=round(right - left, 2),
            reached=place(after),
            note=note,
        )
    end = place(stops[-1])
    yield Step(kind="total", label="本案得分", figure=_minus(f"{risk.score:.2f}"), x=end, width=0.0, reached=end)


def signed(contribution: float) -> str:
    """A contribution with its sign, `+1.02` or `−0.38`."""
    return _minus(f"{contribution:+.2f}")


def _minus(figure: str) -> str:
    return figure.replace("-", "−")
