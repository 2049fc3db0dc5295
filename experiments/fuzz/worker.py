"""Takes deliveries in, one after the other, in a process that may be ended; run by `experiments.fuzz.command`.

Reads a JSON list on each line of stdin, RAW, TABLES and whether to take it in twice, and answers each with a line: what
does not hold, and what it cost.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from zbrisk.docket.check import check
from zbrisk.errors import ZbriskError
from zbrisk.intake import Outcome, intake

__all__ = ["SOUND", "SOUND_CASE", "limit", "spent"]

SALT = b"an invented delivery has no accounts to protect"
SOUND = (
    "案号,申请执行人,被执行人,立案日期,结案日期,结案方式\n（2024）浙9602执77号,甄甲,贾乙,2024-01-05,2024-06-30,终本\n"
)
SOUND_CASE = "（2024）浙9602执77号"
MEMORY = 6 << 30  # bytes of addresses
ENDS = 300  # seconds of a processor after which a delivery has no end; what reads workbooks has a limit of its own


def main() -> None:
    """Answer every line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for line in sys.stdin:
        raw, tables, twice = json.loads(line)
        before = _seconds()
        limit(ENDS)
        try:
            faults = list(_faults(Path(raw), Path(tables), twice=twice))
        except ZbriskError as error:  # one sound list is always there, so that nothing may be refused as a whole
            faults = [f"refused: {error.problem[:300]}"]
        except BaseException as error:
            faults = [f"{type(error).__name__}: {str(error)[:300]} at {_place(error)}"]
        said = {"faults": faults, "seconds": _seconds() - before, "megabytes": _megabytes()}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


def _faults(raw: Path, tables: Path, *, twice: bool) -> Iterator[str]:
    """What intake promises of every delivery and does not hold."""
    outcome = intake(raw, tables, salt=SALT)
    yield from (f"unbalanced: {each.file}" for each in outcome.accounts if not each.balanced)
    yield from (f"check: {fault}"[:300] for fault in check(tables).faults)
    yield from _lost(tables, outcome)
    if twice:
        once = _content(tables)
        intake(raw, tables, salt=SALT)
        yield from (
            f"not the same again: {name}" for name, content in _content(tables).items() if once.get(name) != content
        )


def _lost(tables: Path, outcome: Outcome) -> Iterator[str]:
    if SOUND_CASE not in pq.read_table(tables / "cases.parquet", columns=["case_no"])[0].to_pylist():
        yield "the sound list's case is lost"
    rows = pq.read_table(tables / "intake" / "rows.parquet", columns=["role", "fate"]).to_pylist()
    if any(row["role"] == "data" and row["fate"] is None for row in rows):
        yield "a row without a fate"
    if sum(each.rows for each in outcome.accounts) > len(rows):
        yield "fewer rows in the books than were read"


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


def _place(error: BaseException) -> str:
    """The last place in zbrisk."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/zbrisk/" in frame.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def limit(seconds: int) -> None:
    """The processor that this process may use from now on; it is ended by a signal that says so."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent(resource.RUSAGE_SELF)) + seconds, hard))


def _seconds() -> float:
    return spent(resource.RUSAGE_SELF) + spent(resource.RUSAGE_CHILDREN)


def spent(who: int) -> float:
    """Seconds of a processor."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _megabytes() -> int:
    """The most that this process or one of its children has held; not what the process held that started it."""
    own = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert own is not None
    return max(int(own[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) >> 10


if __name__ == "__main__":
    main()
