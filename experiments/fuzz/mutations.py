"""Ways of spoiling a file: its bytes, its cells, the members of an archive, the numbers of a format."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

__all__ = ["CELLS", "spoil"]

#: What a cell may hold that nobody expects.
CELLS = (
    "", "-", " ", "\u3000", "\ufeff", "\x00", "\x1b[31m", "\u202e", "\ue000", "\U00020000", "\ufffd", "\u2028", '"',
    '""', "'", ",", "a\nb", "a\r\nb", "=1+1", "@SUM(A1)", "+1", "-2+3", '=HYPERLINK("http://x","y")', "<script>",
    "</td>", "]]>", "${x}", "%s%n", "{0}", "NaN", "Infinity", "-0", "1e308", "1e-400", "1E5", "0x10", "²", "٣",
    "９９９", "1" * 5000, "9" * 400, "0." + "3" * 400, "-99999999999999999", "99999999999999.999", "1.2.3", "1,2,3,4",
    "12.5万", "万", "万万亿元", "亿" * 50, "壹" * 1000, "零元整", "仨仟元", "元角分", "负壹万元", "2024-02-30",
    "0000-00-00", "99999-1-1", "二〇二四年十三月", "2024年", "1900-01-00", "45415", "-1", "2958466", "99999999",
    "20240101", "2024-01-01T00:00:00+99:99", "24:00:00", "2025Q5", "截至2099年12月31日", "截至0年0月0日",
    "（2024）浙9602执1号", "（2024）浙9602执" + "9" * 400 + "号", "（9999）浙9602执1号",
    "（2024）浙9602执1号之" + "一" * 300, "（2024）浙9602执1号、" * 500, "临越仲裁字（0）第0号", "((((((((", "）（",
    "张三、" * 3000, "王某某", "*" * 200, "等99999人", "等〇人", "杨　哲", "王·" * 200, "339602196404053609",
    "33960219640405360X", "X" * 18, "*" * 18, "339602196404053000", "0" * 400, "913396020000000000", "浙Q·12345",
    "浙Q" + "１" * 300, "合计", "单位：万元", "制表人：", "期初余额", "案号", "序号", "轮候" + "9" * 400, "轮候第二",
    "是否", "借", "贷", "一" * 100_000, "1" * 100_000, "(" * 100_000, " " * 100_000, "〇" * 100_000, "a年" * 40_000,
)  # fmt: skip
RUNS = (
    b"\x00", b"\xff", b"\x80", b'"', b"\n", b"\r", b",", b"\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1a", b"\xa1\xa1",
    b"{", b"[", b"<", b"PK\x03\x04",
)  # fmt: skip
NUMBERS = (
    "-1", "0", "1", "2147483648", "4294967295", "18446744073709551616", "1e308", "NaN", "", "XFD1048576", "A0",
    "9" * 400,
)  # fmt: skip
DECLARED = (
    f'<!DOCTYPE x [<!ENTITY a "{"a" * 100}"><!ENTITY b "{"&a;" * 100}"><!ENTITY c "{"&b;" * 100}">]>',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
)  # fmt: skip
NAMES = (
    "../up", "/absolute", "a/../../b", "C:\\x", "", "x" * 4000, "con", "\u202e", "xl/workbook.xml",
    "word/document.xml",
)  # fmt: skip
MOST_BYTES = 64 << 20
DEEP = 20_000  # nested elements, brackets


def spoil(content: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    """A file with one to four things wrong.

    Args:
        content: A sound file.
        chance: Chooses.
        others: Other files, pieces of which may come in.
    """
    for _ in range(chance.choice((1, 1, 2, 4))):
        ways: list[Callable[[bytes, Random], bytes]] = [_bytes]
        if content.startswith(b"PK"):
            ways += [_archive] * 6
        elif content.startswith(b"%PDF"):
            ways += [_numbers] * 4
        elif content.startswith(b"{"):
            ways += [_json] * 4 + [_numbers]
        else:
            ways += [_cells] * 6
        content = chance.choice(ways)(content, chance)
        if chance.random() < 0.05:
            other = chance.choice(others)
            content = content[: _place(content, chance)] + other[_place(other, chance) :]
        content = content[:MOST_BYTES]
    return content


def _bytes(content: bytes, chance: Random) -> bytes:
    """A run of bytes overwritten, put in, taken out, doubled, with a bit turned, or all cut off behind it."""
    start = _place(content, chance)
    end = min(len(content), start + chance.choice((1, 1, 2, 8, 64, 4096)))
    run = chance.choice(RUNS) * chance.choice((1, 1, 3, 1000))
    piece = content[start:end]
    return chance.choice((
        content[:start] + run + content[end:],
        content[:start] + run + content[start:],
        content[:start] + content[end:],
        content[:end] + piece * chance.choice((1, 2, 200)) + content[end:],
        content[:start] + bytes(byte ^ (1 << chance.randrange(8)) for byte in piece) + content[end:],
        content[:start],
    ))  # fmt: skip


def _cells(content: bytes, chance: Random) -> bytes:
    """Cells of a text replaced, put in, taken out; lines moved; now and then in another encoding."""
    encoding = next((name for name in ("utf-8", "gb18030") if _decodes(content, name)), "latin-1")
    lines = content.decode(encoding).split("\n")
    for _ in range(chance.choice((1, 2, 5, 20))):
        place = min(chance.randrange(len(lines)), chance.choice((2, len(lines))))
        cells = lines[min(place, len(lines) - 1)].split(",")
        at = chance.randrange(len(cells))
        way = chance.randrange(8)
        if way < 5:
            cells[at] = chance.choice(CELLS)
        elif way == 5:
            cells[at : at + 1] = []
        elif way == 6:
            cells[at:at] = [chance.choice(CELLS)] * chance.choice((1, 1, 3, 5000))
        else:
            cells[at] = f'"{cells[at]}'
        lines[min(place, len(lines) - 1)] = ",".join(cells)
    if chance.random() < 0.2:
        lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    out = chance.choice((encoding,) * 6 + ("utf-8", "gb18030", "utf-16", "utf-16-be", "big5"))
    return "\n".join(lines).encode(out, "replace")


def _json(content: bytes, chance: Random) -> bytes:
    """A value of JSON lines replaced by one of another kind."""
    values = (
        b"null", b"true", b"1e999", b"-0", b"NaN", b"9" * 5000, b"[" * DEEP, b'{"a":' * DEEP, b"{}", b"[[1],{}]",
        b'"\\ud800"', b'"\\u0000"',
        b'"' + chance.choice(CELLS).replace("\\", "").replace('"', "").encode("utf-8", "replace") + b'"',
    )  # fmt: skip
    return _one_replaced(rb'"[^"\n]*"', content, chance, chance.choice(values))


def _numbers(content: bytes, chance: Random) -> bytes:
    """A number that a format counts by."""
    return _one_replaced(rb"\d+", content, chance, chance.choice(NUMBERS).encode())


def _archive(content: bytes, chance: Random) -> bytes:
    """A member changed, doubled, renamed or left out; bytes of an archive that an earlier change made unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return _bytes(content, chance)
    if not members:
        return _bytes(content, chance)
    at = chance.randrange(len(members))
    name, inner = members[at]
    way = chance.randrange(12)
    if way < 9:
        change = chance.choice((_xml, _xml, _xml, _bytes) if inner.lstrip().startswith(b"<") else (_cells, _bytes))
        members[at] = (name, change(inner, chance))
    elif way == 9:
        members.append((name, inner))
    elif way == 10:
        members[at] = (chance.choice(NAMES), inner)
    else:
        del members[at]
    return _zipped(members, chance)


def _zipped(members: list[tuple[str, bytes]], chance: Random) -> bytes:
    out = io.BytesIO()
    method = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, inner in members:
            archive.writestr(zipfile.ZipInfo(name or "x", (1980, 1, 1, 0, 0, 0)), inner, compress_type=method)
    return out.getvalue()


def _xml(content: bytes, chance: Random) -> bytes:
    """A number, a text, an element or the head of XML."""
    cell = chance.choice(CELLS).replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "replace")
    way = chance.randrange(8)
    if way < 2:
        return _one_replaced(rb'(?<=")[A-Z]*\d+(?=")', content, chance, chance.choice(NUMBERS).encode())
    if way < 5:
        return _one_replaced(rb"(?<=>)[^<>]+(?=</)", content, chance, cell)
    if way == 5:
        return _one_replaced(rb"<[^<>]+>", content, chance, chance.choice((b"", b"<x>" * DEEP, b"&c;", b"<!--")))
    if way == 6:
        return chance.choice(DECLARED).encode() + re.sub(rb"^<\?xml.*?\?>", b"", content)
    return _one_replaced(rb"<(\w+)[^<>]*>[^<>]*</\1>", content, chance, None)


def _one_replaced(pattern: bytes, content: bytes, chance: Random, by: bytes | None) -> bytes:
    """One match replaced, or repeated if by nothing: 500 times, but no further than a file may grow."""
    found = [match.span() for match in re.finditer(pattern, content)]
    if not found:
        return _bytes(content, chance)
    start, end = chance.choice(found)
    often = min(500, 1 + MOST_BYTES // max(end - start, 1))
    return content[:start] + (content[start:end] * often if by is None else by) + content[end:]


def _place(content: bytes, chance: Random) -> int:
    """Near the start as often as anywhere: that is where formats say what follows."""
    length = max(len(content), 1)
    return chance.randrange(min(length, chance.choice((64, 1024, length))))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
