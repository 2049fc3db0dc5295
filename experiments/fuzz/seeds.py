"""Sound files to start from: the lists of a small simulated prefecture in every form, and three documents."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from pathlib import Path

from training.simulation import World, simulate
from training.simulation.delivery import TIDY, deliver

__all__ = ["Seeds", "sound_files"]

Seeds = dict[str, bytes]  # by name

PAPER = (
    "临越市人民法院", "执行裁定书", "（2024）浙9602执1号", "申请执行人：王小明，男。", "被执行人：李雷，男。",
    "2024年1月8日，本院依法发出执行通知。", "本案尚欠人民币125,000.00元。", "终结本次执行程序。",
    "二〇二四年六月三十日",
)  # fmt: skip
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
LINES = 100  # of a text
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def sound_files(cases: int = 50, seed: int = 1) -> Seeds:
    """Every kind of file that intake reads, by its name."""
    files: Seeds = {}
    world = World(cases=cases, seed=seed)
    with tempfile.TemporaryDirectory() as folder:
        for name, dirt in (("dirty", None), ("tidy", TIDY)):
            deliver(simulate(world).tables, world.end, Path(folder, name), dirt=dirt, seed=seed)
            files |= {f"{name}_{path.name}": _short(path) for path in sorted(Path(folder, name).rglob("*.*"))}
    for name, content in list(files.items()):
        if name.endswith(".csv"):
            files[name.replace(".csv", ".jsonl")] = _json_lines(content.decode("gb18030"))
            files[name.replace(".csv", ".zip")] = _zipped({name: content})
    return files | {
        "ruling.txt": "\n".join(PAPER).encode(),
        "ruling.docx": _word(),
        "ruling.ofd": _ofd(),
        "ruling.pdf": _pdf(),
    }


def _short(path: Path) -> bytes:
    """A file's content; of a text the first lines."""
    content = path.read_bytes()
    return content if content.startswith(b"PK") else b"\n".join(content.split(b"\n")[:LINES])


def _json_lines(text: str) -> bytes:
    rows = csv.DictReader(io.StringIO(text))
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def _word() -> bytes:
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in PAPER)
    target = f'<Relationship Id="r" Type="{OFFICE}" Target="word/document.xml"/>'
    return _zipped({
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{target}</Relationships>'.encode(),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{lines}</w:body></w:document>'.encode(),
    })  # fmt: skip


def _ofd() -> bytes:
    lines = "".join(
        f'<ofd:TextObject Boundary="20 {20 + 8 * at} 150 6" Size="5">'
        f'<ofd:TextCode X="0" Y="5">{line}</ofd:TextCode></ofd:TextObject>'
        for at, line in enumerate(PAPER)
    )
    pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/1.xml"/></ofd:Pages>'
    return _zipped({
        "OFD.xml": f"<ofd:OFD {OFD}><ofd:DocRoot>Doc/Document.xml</ofd:DocRoot></ofd:OFD>".encode(),
        "Doc/Document.xml": f"<ofd:Document {OFD}>{pages}</ofd:Document>".encode(),
        "Doc/Pages/1.xml": f"<ofd:Page {OFD}>{lines}</ofd:Page>".encode(),
    })  # fmt: skip


def _pdf() -> bytes:
    shown = "BT /F 12 Tf 14 TL 40 700 Td " + " ".join(f"(line {at} of a page) Tj T*" for at in range(9)) + " ET"
    bodies = (
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(shown)}>>stream\n{shown}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )  # fmt: skip
    objects = "".join(f"{number} 0 obj{body}endobj\n" for number, body in enumerate(bodies, 1))
    return f"%PDF-1.4\n{objects}trailer<</Root 1 0 R>>\n".encode()


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
