"""The documentation as its readers have it: pages without their code, links, commands."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
INDENTED = re.compile(r"^(?: {4}| {7}).*$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def pages() -> dict[str, str]:
    """Every page that people read, by its path: docs, READMEs, and what stands at the top."""
    found = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(path for folder in ("experiments", "features", "training") for path in (ROOT / folder).rglob("README.md")),
    ]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(found)}


def prose(page: str) -> str:
    """The page without code, line by line as it was."""
    blank = FENCE.sub(lambda block: "\n" * block[0].count("\n"), page)
    return CODE.sub("``", INDENTED.sub("", blank))


def spoken(module: Path) -> str:
    """What a module says to people: its comments and the text of its strings, a line each."""
    with module.open("rb") as file:
        tokens = list(tokenize.tokenize(file.readline))
    kinds = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
    return "\n".join(" ".join(token.string.split()) for token in tokens if token.type in kinds)


def links(page: str) -> Iterator[str]:
    """Where the page's links lead that stay in the repository."""
    for target in LINK.findall(FENCE.sub("", page)):
        if "://" not in target:
            yield target


def anchors(page: str) -> set[str]:
    """What may stand behind `#`: GitHub's rule, and that of the site."""
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in HEADING.findall(FENCE.sub("", page)))
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in plain}


def command_lines(page: str) -> Iterator[str]:
    """Every `zbrisk COMMAND ...` in code, without `zbrisk`, with lines that go on joined."""
    joined = re.sub(r" *\\\n\s*", " ", page)
    code = [
        *FENCE.findall(joined),
        *re.findall(r"`([^`\n]+)`", FENCE.sub("", joined)),
        *INDENTED.findall(FENCE.sub("", joined)),
    ]
    for text in code:
        for line in text.splitlines():
            if found := re.match(r"\s*(?:\$ |\.venv/bin/)?zbrisk ([a-z].*)", line):
                yield found[1]
