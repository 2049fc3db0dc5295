"""The report's tables, from the figures that the bundle holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zbrisk.pages.report import ReportTable

__all__ = [
    "against_table", "bins_table", "figures_table", "groups_table", "lists_table", "money_table", "offices_table",
    "seconds_table", "seeds_table", "unselected_table",
]  # fmt: skip

Metrics = Mapping[str, Any]
NONE = "no data"
OF_OFFICES = ("average_precision", "auc", "calibration_slope")


def figures_table(later: Metrics) -> ReportTable:
    """Every figure of the hold-out with its interval."""
    rows = [(_words(name), *_cells(figure), _ties(figure)) for name, figure in _estimates(later)]
    return _table(("Figure", "Value", "95 % interval", "Ties leave open"), rows, {1, 2, 3})


def bins_table(bins: Iterable[Mapping[str, float]]) -> ReportTable:
    """Predicted and found by bins."""
    rows = [(f"{each['cases']:.0f}", f"{each['predicted']:.3f}", f"{each['found']:.3f}", _span(each)) for each in bins]
    return _table(("Cases", "Predicted", "Found", "95 % interval"), rows, {0, 1, 2, 3})


def against_table(against: Metrics) -> ReportTable:
    """Other orders of the same cases."""
    rows = [
        (
            " ".join(filter(None, (_words(name), each.get("which", "")))),
            str(each["cases"]),
            *_cells(each["average_precision"]),
            *_cells(each["gain"], signed=True),
        )
        for name, each in against.items()
    ]
    headings = ("Other order", "Cases", "Its average precision", "95 % interval", "Model's gain", "95 % interval")
    return _table(headings, rows, {1, 2, 3, 4, 5})


def seeds_table(seeds: Metrics) -> ReportTable:
    """Least, mean and most over seeds."""
    rows = [
        (_words(name), *(f"{each[which]:.3f}" for which in ("least", "mean", "most")))
        for name, each in seeds.items()
        if isinstance(each, Mapping)
    ]
    return _table(("Figure", "Least", "Mean", "Most"), rows, {1, 2, 3})


def lists_table(lists: Metrics) -> ReportTable:
    """The first k of the hold-out's first day."""
    rows = [
        (
            length,
            f"{each['labelled']:.0%}",
            f"{each['if_all_unlabelled_refuted']:.1%}",
            f"{each['if_all_unlabelled_confirmed']:.1%}",
            *_cells(each["among_labelled"]),
            NONE if each["recall"] is None else f"{each['recall']:.0%}",
        )
        for length, each in lists.items()
    ]
    headings = (
        "First", "Reviewed later", "Confirmed at least", "at most", "Among the reviewed", "95 % interval", "Recall",
    )  # fmt: skip
    return _table(headings, rows, {0, 1, 2, 3, 4, 5, 6})


def unselected_table(estimates: Metrics) -> ReportTable:
    """Shares estimated from random audits."""
    rows = [
        (_words(name), estimator, str(counts["audits"]), str(counts.get("effective", "")), *cells)
        for name, each in estimates.items()
        if isinstance(each, Mapping)
        for counts in [{**estimates, **each}]
        for estimator, cells in _estimators(each)
    ]
    headings = ("Share", "Estimator", "Audits", "Effective", "Value", "95 % interval")
    return _table(headings, rows, {2, 3, 4, 5})


def money_table(money: Metrics) -> ReportTable:
    """The share of the money in the first k."""
    rows = [
        (_words(name), f"{each['yuan']:,.0f}", _words(share), *_cells(figure))
        for name, each in money.items()
        for share, figure in _estimates(each)
    ]
    return _table(("Money", "Yuan in all", "Share", "Value", "95 % interval"), rows, {1, 3, 4})


def offices_table(offices: Metrics) -> ReportTable:
    """Each office by what the others taught."""
    rows = [
        (
            name,
            str(each["reviewed"]),
            str(each["confirmed"]),
            NONE if each["base_rate"] is None else f"{each['base_rate']:.3f}",
            f"{each['predicted']:.3f}" if "predicted" in each else NONE,
            *(_in_one(each[figure]) if figure in each else NONE for figure in OF_OFFICES),
        )
        for name, each in offices.items()
    ]
    named = [f"{_words(figure)} (95 %)" for figure in OF_OFFICES]
    headings = ("Office", "Reviewed", "Confirmed", "Confirmed share", "Predicted", *named)
    return _table(headings, rows, set(range(1, len(headings))))


def groups_table(groups: Metrics) -> ReportTable:
    """Courts, years, kinds of debtor and of selection."""
    rows = [
        (
            _words(by),
            name,
            str(each["reviewed"]),
            str(each["confirmed"]),
            _cells(each["predicted"])[0],
            _in_one(each["found"]),
            _in_one(each["auc"]),
        )
        for by, parts in groups.items()
        for name, each in parts.items()
    ]
    headings = ("By", "Group", "Reviewed", "Confirmed", "Predicted", "Found (95 %)", "AUC (95 %)")
    return _table(headings, rows, {2, 3, 4, 5, 6})


def seconds_table(seconds: Mapping[str, float]) -> ReportTable:
    """Where the time went."""
    total = sum(seconds.values())
    rows = [(stage, f"{spent:.1f}", f"{spent / total:.0%}") for stage, spent in seconds.items()]
    return _table(("Stage", "Seconds", "Share"), [*rows, ("all", f"{total:.1f}", "100%")], {1, 2})


def _estimators(figures: Metrics) -> list[tuple[str, tuple[str, str]]]:
    """Each estimator's cells; one line where there are too few audits for any."""
    found = [(_words(by), _cells(figures[by])) for by in ("hajek", "powered") if by in figures]
    return found if figures["hajek"]["value"] is not None else [("", found[0][1])]


def _estimates(figures: Metrics) -> Iterator[tuple[str, Metrics]]:
    return ((name, each) for name, each in figures.items() if isinstance(each, Mapping) and "value" in each)


def _cells(figure: Metrics, *, signed: bool = False) -> tuple[str, str]:
    if figure["value"] is None:
        return NONE, str(figure.get("note", ""))
    value = f"{figure['value']:+.3f}" if signed else f"{figure['value']:.3f}"
    return value, _span(figure) if "low" in figure else str(figure.get("note", ""))


def _in_one(figure: Metrics) -> str:
    return f"{figure['value']:.3f} ({_span(figure)})" if "low" in figure else NONE


def _span(figure: Metrics) -> str:
    return f"{figure['low']:.3f} to {figure['high']:.3f}"


def _ties(figure: Metrics) -> str:
    return f"{figure['worst']:.3f} to {figure['best']:.3f}" if "worst" in figure else ""


def _words(name: str) -> str:
    return {"hajek": "Hájek", "powered": "prediction-powered"}.get(name, name.replace("_", " "))


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]], numbers: set[int]) -> ReportTable:
    return ReportTable(headings=headings, rows=tuple(rows), numbers=frozenset(numbers))
