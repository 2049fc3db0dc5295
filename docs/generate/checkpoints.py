"""The page about checkpoints, from their own files."""

from __future__ import annotations

from collections.abc import Sequence

from zbrisk.checkpoints.catalogue import CompiledCheckpoint, compile_checkpoints
from zbrisk.checkpoints.header import ASPECTS, SEVERITIES, CheckpointHeader
from zbrisk.checkpoints.lists import VERDICT_WORDS
from zbrisk.contract import load_contract
from zbrisk.docket.days import ALWAYS, NEVER, to_date

__all__ = ["checkpoints_page"]

HEADINGS = ("rule", "checkpoint", "what", "breach", "severity", "basis", "in force", "tables")
HEAD = """# Checkpoints

Made from their files by `python -m docs.write`. [How to write a checkpoint](../../features/checkpoints/README.md).

*Breach* is what a broken rule gives: 与规定不符（待核） (fail) where the law was read and the limit is its own, else
待核 (flag). Where a breach is that no row records an act, it is a fail only where `coverage` says that whatever was
done is entered (`complete_flag`). 仅供参考 (hint) beside it: the checkpoint also hints at what is seldom a breach;
lists leave that out unless `--all` is given. [How often verdicts are right](../results/checkpoints.md).
No verdict feeds a risk model. R-47 (a single bidder) is lawful and has no checkpoint.
"""


def checkpoints_page(checkpoints: Sequence[CompiledCheckpoint] | None = None) -> str:
    """The page, in Markdown: of these checkpoints, or of all that come with zbrisk."""
    if checkpoints is None:
        checkpoints = compile_checkpoints(load_contract())
    parts = [HEAD]
    for aspect, text in ASPECTS.items():
        parts.append(f"\n## {aspect} {text['zh']} ({text['en']})\n")
        parts += [f"| {' | '.join(HEADINGS)} |", "|---" * len(HEADINGS) + "|"]
        parts += [_line(each) for each in checkpoints if each.header.aspect == aspect]
    return "\n".join(parts) + "\n"


def _line(checkpoint: CompiledCheckpoint) -> str:
    header = checkpoint.header
    what = f"{header.label['zh']}<br>{header.label['en']}"
    if header.needs:
        what += f"<br>*needs: {header.needs['en']}*"
    tables = ", ".join(f"({t})" if t in header.optional else t for t in checkpoint.tables)
    cells = (
        header.rule,
        f"`{header.name}`",
        what,
        _breach(header),
        SEVERITIES[header.severity],
        header.basis,
        _force(header),
        tables,
    )
    return f"| {' | '.join(cells)} |"


def _breach(header: CheckpointHeader) -> str:
    if not {"fail", "flag", "hint"} & set(header.texts):
        return "无法判断"
    words = []
    if "fail" in header.texts and header.provable and not header.absence:
        words.append(VERDICT_WORDS["fail"])
    elif {"fail", "flag"} & set(header.texts):
        words.append(VERDICT_WORDS["flag"])
    if "fail" in header.texts and header.provable and header.absence:
        words.append(f"记录完整的：{VERDICT_WORDS['fail']}")
    if "hint" in header.texts:
        words.append(VERDICT_WORDS["hint"])
    return "；".join(words)


def _force(header: CheckpointHeader) -> str:
    first = "" if header.first_day == ALWAYS else str(to_date(header.first_day))
    return f"{first} –{'' if header.last_day == NEVER else f' {to_date(header.last_day)}'}"
