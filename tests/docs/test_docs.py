"""The pages that are made from data are up to date, and speak only of what exists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import typer

from docs.generate.systems import KINDS, read_systems
from docs.write import HERE, PAGES
from tests.support.story import catalogue
from zbrisk.commands import app
from zbrisk.linking.tie import TIES
from zbrisk.selection.campaign_file import ready_campaigns
from zbrisk.signals.catalogue import features_folder
from zbrisk.signals.header import SignalHeader
from zbrisk.signals.signal_file import read_signal_file

HEADERS = [signal.header for signal in catalogue().signals]
SYSTEMS = {name: system for office in read_systems() for name, system in office["systems"].items()}
IDS = {  # the list of systems, models and capabilities to match
    *(f"ZJ-{i}" for i in range(14)),
    *(f"SC-{i}" for i in range(10)),
    *(f"LY-{i}" for i in range(1, 11)),
    *(f"SX-{i}" for i in range(1, 9)),
    *("SX-1a", "SX-1b"),
    *(f"CZ-{i}" for i in range(7)),
    *(f"TC-{i}" for i in range(8)),
}


@cache
def known() -> dict[str, set[str]]:
    """Every name that exists, by kind."""
    checkpoints = (features_folder() / "checkpoints").glob("*.sql")
    return {
        "signals": {header.name for header in HEADERS},
        "checkpoints": {str(read_signal_file(path).header["rule"]) for path in checkpoints},
        "commands": set(commands(typer.main.get_command(app))),
        "campaigns": set(ready_campaigns()),
        "ties": set(TIES),
    }


def commands(group: Any, before: str = "") -> Iterator[str]:
    """`rank`, `signals list` and so on."""
    for name, command in group.commands.items():
        yield f"{before}{name}"
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")


@pytest.mark.parametrize("page", PAGES)
def test_page_is_up_to_date(page: str) -> None:
    assert (HERE / page).read_text(encoding="utf-8") == PAGES[page](), "run `python -m docs.write`"


def test_every_system_is_in_the_table() -> None:
    assert set(SYSTEMS) == IDS


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_names_what_exists(name: str) -> None:
    system = SYSTEMS[name]
    assert set(system) <= {"does", "not_software", *KINDS}
    assert system["does"] and set(system) - {"does"}
    for kind in KINDS:
        assert set(system.get(kind, ())) <= known()[kind]


def test_every_tie_and_campaign_serves_a_system() -> None:
    for kind in ("campaigns", "ties"):
        named = {name for system in SYSTEMS.values() for name in system.get(kind, ())}
        spare = {"dispute", "firm", "address", "phone", "asset"}  # asked for beyond what offices describe
        assert known()[kind] - spare <= named


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.name)
def test_header_is_full(header: SignalHeader) -> None:
    texts = [header.label, header.reason]
    if header.typology != ("context",):
        texts += [header.innocent or {}, header.verify or {}]
    if header.direction == "lowers":
        texts.append(header.absent or {})
    assert all(text.get("zh") and text.get("en") for text in texts)
    assert header.targets and header.typology and header.features()
