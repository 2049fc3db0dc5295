from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.intake.documents.test_grammar import REPLY, RULING
from tests.intake.lists import CASE, LEDGER, Deliver
from zbrisk.docket.check import check
from zbrisk.intake import intake, undo
from zbrisk.intake.reading.raw_rows import read_rows
from zbrisk.intake.reading.workbook import WorkbookReader

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def word(path: Path, text: str) -> None:
    """A file of Word with a paragraph a line, and a row of a table where it has tabs."""
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    lines = []
    for line in text.splitlines():
        cells = "".join(f"<w:tc>{paragraph.format(cell)}</w:tc>" for cell in line.split("\t"))
        lines.append(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" if "\t" in line else paragraph.format(line))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{RELATIONS}">'
            f'<Relationship Id="r" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{"".join(lines)}</w:body></w:document>',
        )


def pdf(path: Path, lines: list[str]) -> None:
    """A page with lines of Latin letters."""
    shown = "BT /F 12 Tf 14 TL 40 700 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(shown)}>>stream\n{shown}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    objects = "".join(f"{number} 0 obj{body}endobj\n" for number, body in enumerate(bodies, 1))
    path.write_text(f"%PDF-1.4\n{objects}trailer<</Root 1 0 R>>\n", encoding="ascii")


def table(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def test_what_documents_say_goes_into_tables_of_its_case(deliver: Deliver, tmp_path: Path) -> None:
    raw, out = deliver("2025Q4/ledger.csv", [LEDGER, CASE]), tmp_path / "tables"
    (raw / "2025Q4" / "裁定.txt").write_text(RULING, encoding="gb18030")
    word(raw / "2025Q4" / "反馈.docx", REPLY)
    outcome = intake(raw, out)
    assert not outcome.waits and check(out).passed
    actions = table(out / "enforcement_actions.parquet")
    assert len(actions) == 5 and {row["result"] for row in actions} == {"recited"}
    assert {row["case_id"] for row in actions} == {CASE[0]}
    parties = {row["name"]: row["party_id"] for row in table(out / "parties.parquet")}
    queries = table(out / "property_queries.parquet")
    assert len(queries) == 3 and {row["party_id"] for row in queries} == {parties["李雷"]}
    agents = table(out / "case_agents.parquet")
    assert len(agents) == 2 and {row["party_id"] for row in agents} == {parties["王小明"]}
    fields = [row for row in table(out / "intake" / "doc_fields.parquet") if row["field"] == "court"]
    assert [(row["file"], row["page"], row["start"], row["end"]) for row in fields] == [("裁定.txt", 1, 0, 10)]


def test_documents_of_a_case_that_no_list_brought_wait(deliver: Deliver, tmp_path: Path) -> None:
    raw, out = deliver("2025Q4/ledger.csv", [LEDGER, CASE]), tmp_path / "tables"
    (raw / "2026Q1").mkdir()
    (raw / "2026Q1" / "裁定.txt").write_text(RULING.replace("执1号", "执9号"), encoding="utf-8")
    assert "enforcement_actions" not in intake(raw, out).tables
    assert [row["case_id"] for row in table(out / "intake" / "documents.parquet")] == [None]
    assert not undo(out, "2026Q1").waits and not table(out / "intake" / "documents.parquet")


def test_a_pdf_gives_its_lines_and_a_picture_none(tmp_path: Path) -> None:
    pdf(tmp_path / "a.pdf", ["A full line that goes on", "in the next one", "and ends here"])
    pdf(tmp_path / "b.pdf", ["x"])
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4 and nothing")
    with WorkbookReader() as reader:
        rows = tmp_path / "rows.parquet"
        assert reader.read(tmp_path / "a.pdf", rows, "document") == ""
        assert [row.cells for some in read_rows(rows, "1") for row in some] == [
            ["A full line that goes onin the next one"], ["and ends here"],
        ]  # fmt: skip
        assert reader.read(tmp_path / "b.pdf", rows, "document") == "document_picture"
        assert reader.read(tmp_path / "c.pdf", rows, "document") == "document_broken"
