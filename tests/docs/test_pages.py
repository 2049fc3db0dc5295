"""Pages link to what exists, name commands that exist, and are written in plain English."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer

import zbrisk
from docs.generate.cli import walked
from tests.docs.reading import CODE as CODE_SPAN
from tests.docs.reading import ROOT, anchors, command_lines, links, pages, prose, spoken
from zbrisk.commands import app

PAGES = pages()
ROOMS = ("zbrisk", "training", "experiments")
CODE = sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py"))
IDIOM = [
    (re.compile(phrase, re.IGNORECASE), better)
    for phrase, better in (
        line.rsplit(" -> ", 1)
        for line in Path(__file__).with_name("idiom.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
]


@cache
def commands() -> dict[str, set[str]]:
    """The options of every command, by its name without `zbrisk`."""
    found = dict(walked(typer.main.get_command(app)))
    return {
        name.removeprefix("zbrisk "): {
            option for param in command.params for option in (*param.opts, *param.secondary_opts)
        }
        for name, command in found.items()
    }


def called(line: str) -> str | None:
    """The command of a line; `clues TABLES` is `clues list`, `intake RAW` is `intake take`."""
    words = line.split()
    for name in (" ".join(words[:many]) for many in (3, 2, 1)):
        if name in commands():
            return {"clues": "clues list", "intake": "intake take"}.get(name, name)
    return None


def idiom_in(text: str) -> list[str]:
    return [f"{found[0]!r}: {better}" for phrase, better in IDIOM for found in phrase.finditer(text)]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    lost = []
    for target in links(PAGES[page]):
        path, _, anchor = unquote(target).partition("#")
        file = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        named = file.relative_to(ROOT).as_posix()
        if not file.exists() or (anchor and anchor not in anchors(PAGES.get(named, ""))):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("page", [page for page in PAGES if page != "CHANGELOG.md"])
def test_every_command_and_option_exists(page: str) -> None:
    wrong = []
    for line in command_lines(PAGES[page]):
        if line.startswith("COMMAND"):
            continue
        name = called(line)
        options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", line.partition(" # ")[0]))
        if name is None or options - commands()[name] - {"--help"}:
            wrong.append(line)
    assert wrong == []


@pytest.mark.parametrize("page", [page for page in PAGES if page != "CHANGELOG.md"])
def test_every_make_target_exists(page: str) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"(?:^|`|true )(?:    )?make ([a-z-]+)", PAGES[page], re.MULTILINE)
    assert set(named) <= set(targets)


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_in_plain_english(page: str) -> None:
    assert idiom_in(prose(PAGES[page])) == []


@pytest.mark.parametrize("path", CODE, ids=str)
def test_docstrings_comments_and_messages_are_in_plain_english(path: Path) -> None:
    assert idiom_in(CODE_SPAN.sub("``", spoken(ROOT / path))) == []


@pytest.mark.parametrize("name, command", list(walked(typer.main.get_command(app))), ids=lambda part: str(part))
def test_help_is_in_plain_english(name: str, command: typer.core.TyperCommand) -> None:
    texts = [command.help or "", *(getattr(param, "help", None) or "" for param in command.params)]
    assert idiom_in(" | ".join(inspect.cleandoc(text) for text in texts)) == [], name


def test_the_word_list_finds_what_it_forbids() -> None:
    text = "Tables are held against the contract by lot, and lists are handed out; what they tell of is not told."
    assert sorted(line.partition(":")[0].strip("'") for line in idiom_in(text)) == [
        "by lot", "handed out", "held against", "tell of", "told",
    ]  # fmt: skip


def test_every_page_of_the_docs_is_in_the_table_of_contents() -> None:
    listed = re.findall(r"^([\w./-]+)$", PAGES["docs/index.md"], re.MULTILINE)
    own = {page.removeprefix("docs/").removesuffix(".md") for page in PAGES if page.startswith("docs/")}
    assert own - {"index"} <= set(listed)


def test_the_reference_has_every_command_and_public_name() -> None:
    cli, api = PAGES["docs/reference/cli.md"], PAGES["docs/reference/api.md"]
    assert [name for name in commands() if f"## zbrisk {name}\n" not in cli] == []
    assert [name for name in zbrisk.__all__ if f"## zbrisk.{name}\n" not in api] == []


@pytest.mark.slow
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("myst_parser", reason="the documentation's builder is not installed")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", "docs", ".", str(tmp_path / "site")]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (built.returncode, built.stderr) == (0, "")
    page = (tmp_path / "site" / "docs" / "index.html").read_text(encoding="utf-8")
    assert not re.findall(r"<(?:script|img|link)[^>]+(?:src|href)=\"https?:", page)
