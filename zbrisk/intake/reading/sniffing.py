"""What a file is, by its content; its name decides only what nobody wrote on purpose."""

from __future__ import annotations

import mmap
import zipfile
from enum import StrEnum
from pathlib import Path

from zbrisk.intake.reading.delimited import is_delimited
from zbrisk.intake.reading.jsonlines import is_json_lines
from zbrisk.intake.reading.text import encoding_of

__all__ = ["OLE", "PICTURES", "Kind", "sniff"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"BM", b"GIF8")
OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
LOCKS = ("~$", ".~")
CACHES = frozenset({"thumbs.db", ".ds_store", "desktop.ini"})
HTML = (b"<html", b"<!doctype html", b"<table", b"<?xml")


class Kind(StrEnum):
    """The kinds of file that are distinguished."""

    WORKBOOK = "workbook"
    DELIMITED = "delimited"
    JSON_LINES = "json_lines"
    DOCUMENT = "document"  # a ruling, an answer: text, Word, PDF, OFD or a picture
    ARCHIVE = "archive"
    UNPACKED = "unpacked"  # an archive whose members are files of the delivery
    ENCRYPTED = "encrypted"
    WEB_PAGE = "web_page"
    LOCK = "lock"  # what an office program leaves beside an open file
    CACHE = "cache"  # what a file manager leaves in a folder
    EMPTY = "empty"
    OTHER = "other"


def sniff(path: Path, name: str = "") -> Kind:
    """The kind of a file; `name` where it lies under another than its own."""
    name = name or path.name
    if path.stat().st_size == 0:
        return Kind.EMPTY
    if name.startswith(LOCKS):
        return Kind.LOCK
    if name.lower() in CACHES:
        return Kind.CACHE
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(b"PK"):
        return _of_zip(path)
    if start.startswith(OTHER_ARCHIVES):
        return Kind.ARCHIVE
    if start.startswith(OLE):
        return _of_ole(path)
    if start.startswith((b"%PDF", *PICTURES)):
        return Kind.DOCUMENT
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(HTML):
        return Kind.WEB_PAGE
    return _of_text(path, start)


def _of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return Kind.OTHER
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        return Kind.WORKBOOK
    if any(name.startswith("word/") for name in names) or "OFD.xml" in names:
        return Kind.DOCUMENT
    return Kind.ARCHIVE


def _of_ole(path: Path) -> Kind:
    """By the names of the streams, which stand in the file as UTF-16."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for stream, kind in (
            ("EncryptedPackage", Kind.ENCRYPTED),
            ("Workbook", Kind.WORKBOOK),
            ("Book", Kind.WORKBOOK),
            ("WordDocument", Kind.DOCUMENT),
        ):
            if content.find(stream.encode("utf-16-le")) >= 0:
                return kind
    return Kind.OTHER


def _of_text(path: Path, start: bytes) -> Kind:
    controls = sum(byte < 32 and byte not in b"\t\r\n\x0c\0" for byte in start)
    if controls > len(start) // 50 and not encoding_of(path).startswith("utf-16"):
        return Kind.OTHER
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and is_json_lines(path):
        return Kind.JSON_LINES
    return Kind.DELIMITED if is_delimited(path) else Kind.DOCUMENT
