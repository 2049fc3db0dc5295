"""Whether a signal's reason can say just what its rows say: of one window, which it names, and how many rows it has."""

from __future__ import annotations

from zbrisk.signals.header import PLACEHOLDER, SignalHeader
from zbrisk.signals.window import ALL

__all__ = ["sentence_mistake"]

OVER_ROWS = ("sum", "mean", "share", "distinct", "exists")


def sentence_mistake(header: SignalHeader) -> tuple[str, str] | None:
    """What is wrong with the reason, and the cure; None where it can stand beside its rows."""
    if header.groups != (header,):
        return next((found for group in header.groups if (found := sentence_mistake(group))), None)
    if header.plain_fact:
        return None
    if not header.sentence_windows:
        return (
            "The reason shows figures of several windows, or of one in which not all of them are measured.",
            "Show one window: leave @... out of the placeholders, write {window} where the sentence names it, and "
            "{last_day} for the day of the last row.",
        )
    for language, text in header.reason.items():
        names = {match["name"] for match in PLACEHOLDER.finditer(text)}
        if header.windows != (ALL,) and "window" not in names:
            return (
                f"The {language} reason does not name its window; it may be about any of "
                f"{', '.join(window.text for window in header.windows)}.",
                "Write {window} at its head.",
            )
        if header.evidence and "count" in names:
            return (
                f"The {language} reason counts all rows, and `evidence: {header.evidence}` shows some of them.",
                "Write {rows} instead of {count}.",
            )
        shown = [measure for measure in header.measures if measure.name in names]
        if not names & {"rows", "count"} and any(measure.kind in OVER_ROWS for measure in shown):
            return (
                f"The {language} reason does not say how many rows it speaks of, so that nobody can count them.",
                "Write {rows}, the number of rows in the window.",
            )
    return None
