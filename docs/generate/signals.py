"""The page of the signals, from their headers and tests."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby

from zbrisk.compiler.compiled import CompiledSignal
from zbrisk.compiler.program import compile_catalogue
from zbrisk.contract import Contract, load_contract
from zbrisk.contract.labels import load_labels
from zbrisk.signals.catalogue import Catalogue, features_folder, read_catalogue
from zbrisk.signals.groups import ByColumn
from zbrisk.signals.header import SignalHeader
from zbrisk.testing import Case, Row, read_background, read_signal_tests, test_file_of
from zbrisk.testing.expectations import short_names

__all__ = ["signals_page"]


def signals_page() -> str:
    """All signals with their headers, as Markdown."""
    contract = load_contract()
    catalogue = read_catalogue(None, contract)
    signals = compile_catalogue(catalogue, contract).signals
    examples = _examples(catalogue, contract)
    features = sum(len(signal.header.features()) for signal in signals)
    parts = [
        "# The signals",
        "",
        f"{len(signals)} signals, {features} features. Made from their headers and tests by `python -m docs.write`.",
        "",
        "Each example adds a few rows to one case, [background.yaml](../../features/background.yaml).",
    ]
    for family, members in groupby(signals, key=lambda signal: signal.family):
        parts += ["", f"## {family}"]
        for signal in members:
            parts += ["", f"### {signal.name}", "", *_card(signal), *examples[signal.name]]
    return "\n".join(parts) + "\n"


def _card(signal: CompiledSignal) -> list[str]:
    header, labels = signal.header, load_labels()
    measures = [f"`{m.name}` over {', '.join(window.text for window in m.windows)}" for m in header.measures]
    facts: dict[str, str] = {
        "Typology": "、".join(labels.typology(code) for code in header.typology),
        "Targets": _listed(header.targets),
        "Direction": header.direction,
        "Measured": f"once a {header.of}" + (f" of `{header.through}`, {header.across}" if header.through else ""),
        "Measures": "; ".join(measures),
        **{f"By `{by.column}`": _codes(by) for by in header.by},
        "Tables": _listed(signal.tables) or "the case alone",
    }
    texts = {
        "Reason": header.reason,
        "Without rows": header.absent,
        "Innocent": header.innocent,
        "Verify": header.verify,
    }
    lines = [f"**{header.label['zh']}** {header.label['en']}", ""]
    lines += [f"- {name}: {fact}" for name, fact in facts.items()]
    lines += [f"- {name}: {text['zh']} / {text['en']}" for name, text in texts.items() if text]
    return lines + ([f"- Law: {header.law}{_since(header)}"] if header.law else [])


def _since(header: SignalHeader) -> str:
    return f" (cited of acts since `{header.law_since}`)" if header.law_since else ""


def _codes(by: ByColumn) -> str:
    return "; ".join(f"`{each.code}` {each.label['zh']} {each.label['en']}" for each in by.codes)


def _examples(catalogue: Catalogue, contract: Contract) -> dict[str, list[str]]:
    """The first guilty case of each signal and its first look-alike, with their rows and what they give."""
    background = read_background(features_folder(), contract)
    lines: dict[str, list[str]] = {}
    for signal in catalogue.signals:
        tests = read_signal_tests(test_file_of(signal), signal.header, contract, background)
        guilty, innocent = tests.of_kind("fires")[0], tests.of_kind("innocent")[0]
        short = short_names(signal.header)
        both, own = guilty.layers
        lines[signal.header.name] = [
            f"- Example: {guilty.name}: {_gives(guilty, short)}",
            *_rows((*both, *own)),
            f"- Look-alike: {innocent.name}: {_gives(innocent, short)}",
            *_rows(innocent.layers[-1]),
        ]
    return lines


def _gives(case: Case, short: Mapping[str, str]) -> str:
    values = [f"`{short[name]}` {_number(value)}" for name, value in case.expect.features.items()]
    return ", ".join(values) or ("fires" if case.expect.fires else "does not fire")


def _number(value: float) -> str:
    return "no data" if math.isnan(value) else f"{value:.6g}"


def _rows(rows: Sequence[Row]) -> list[str]:
    return [
        f"  - `{row.table}`: {', '.join(f'{name} {_cell(value)}' for name, value in row.values.items())}"
        for row in rows
    ]


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "empty" if value is None else str(value)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
