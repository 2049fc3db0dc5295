from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.intake.documents.test_grammar import REPLY, RULING
from tests.intake.lists import CASE, LEDGER, Deliver
from zbrisk.docket.check import check
from zbrisk.intake import intake, undo
from zbrisk.intake.delivery import look_into
from zbrisk.intake.documents.grammar import read_document
from zbrisk.intake.documents.papers import Paper, stage_papers, unclear_values
from zbrisk.intake.reading.ocr import is_installed
from zbrisk.intake.reading.paragraphs import Part, cells_of
from zbrisk.intake.reading.raw_rows import RawRow, read_rows, sheets_of, write_rows
from zbrisk.intake.reading.sniffing import OLE
from zbrisk.intake.reading.workbook import WorkbookReader
from zbrisk.intake.store import KeptFile, Store, keep

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


@pytest.mark.slow
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


@pytest.mark.slow
def test_documents_of_a_case_that_no_list_brought_wait(deliver: Deliver, tmp_path: Path) -> None:
    raw, out = deliver("2025Q4/ledger.csv", [LEDGER, CASE]), tmp_path / "tables"
    (raw / "2026Q1").mkdir()
    (raw / "2026Q1" / "裁定.txt").write_text(RULING.replace("执1号", "执9号"), encoding="utf-8")
    assert "enforcement_actions" not in intake(raw, out).tables
    assert [row["case_id"] for row in table(out / "intake" / "documents.parquet")] == [None]
    assert not undo(out, "2026Q1").waits and not table(out / "intake" / "documents.parquet")


@pytest.mark.slow
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
        if not is_installed():
            assert reader.read(tmp_path / "b.pdf", rows, "document") == "document_picture"
        assert reader.read(tmp_path / "c.pdf", rows, "document") == "document_broken"


def kept(**said: Any) -> KeptFile:
    file = dict(batch="b", name="a.png", sha256="0", size=1, kind="document", known=None, given=False)
    return KeptFile(**{**file, **said})


def test_a_value_stands_on_its_page_where_a_sentence_goes_on_over_the_page(tmp_path: Path) -> None:
    """A sentence begins on one page and says a day on the next: each value is found where it is printed."""
    own = RULING.splitlines()
    cut = next(number for number, line in enumerate(own) if "民间借贷纠纷一案" in line)
    before, after = own[cut][:10], own[cut][10:]
    parts = [Part(1, line, 1.0) for line in own[:cut]] + [Part(1, before, 0.95), Part(2, after, 0.9, goes_on=True)]
    parts += [Part(1, "- 1 -", 1.0)] + [Part(2, line, 1.0) for line in own[cut + 1 :]]
    rows = (RawRow(str(part.page), number, cells_of(part)) for number, part in enumerate(parts, 1))
    write_rows(rows, tmp_path / "rows.parquet")
    paper = Paper(file=kept(), known=dt.date(2025, 1, 1), path=tmp_path / "rows.parquet")
    text = paper.text()
    assert text.text.replace("- 1 -\n", "") + "\n" == RULING
    found = {said.field: said for said in read_document(text.text).fields}
    assert found["filed_date"].value == "2024-01-05"
    assert [text.page(found[field]) for field in ("case_no", "filed_date", "ruled_date")] == [1, 2, 2]
    assert [text.confidence(found[field]) for field in ("case_no", "filed_date")] == [1.0, 0.9]
    assert sheets_of(tmp_path / "rows.parquet") == ["1", "2"]


def test_what_was_recognised_with_little_certainty_waits_for_a_person(tmp_path: Path) -> None:
    lines = RULING.splitlines()
    scores = ["0.700" if line.startswith("2、") else "0.990" for line in lines]
    pages = (RawRow("1", n, [line, score]) for n, (line, score) in enumerate(zip(lines, scores, strict=True), 1))
    write_rows(pages, tmp_path / "rows.parquet")
    connection = duckdb.connect()
    stage_papers(connection, [Paper(file=kept(), known=dt.date(2025, 1, 1), path=tmp_path / "rows.parquet")])
    steps = {row[0] for row in connection.execute("select action from paper_steps").fetchall()}
    assert "enforcement_notice" in steps and "report_order" not in steps
    assert unclear_values(connection) == 1
    query = "select confidence from paper_fields where field = 'step' order by start"
    assert [row[0] for row in connection.execute(query).fetchall()][:2] == [0.99, 0.7]


def test_what_only_the_plaintiff_says_is_claimed(tmp_path: Path) -> None:
    text = [
        "原告：王小明，男。被告：李雷，男。",
        "",
        "王小明诉称，2023年5月6日，李雷借款3万元，约定月息1分。",
        "经审理查明，2023年5月7日，李雷借款3万元。",
    ]
    write_rows((RawRow("1", n, [line, "0.990"]) for n, line in enumerate(text, 1)), tmp_path / "rows.parquet")
    connection = duckdb.connect()
    stage_papers(connection, [Paper(file=kept(), known=dt.date(2025, 1, 1), path=tmp_path / "rows.parquet")])
    query = "select field, value, claimed from paper_fields where field in ('loan_date', 'monthly_rate') order by 1"
    assert connection.execute(query).fetchall() == [("loan_date", "2023-05-07", False), ("monthly_rate", "0.01", True)]


def test_a_file_that_can_be_read_now_counts_as_it_is_now() -> None:
    before = Store((kept(reason="document_picture"), kept(name="b", sha256="1", reason="other")), {})
    assert [(file.name, file.reason) for file in before.with_files(Store((kept(),), {})).files] == [
        ("a.png", ""), ("b", "other"),
    ]  # fmt: skip


@pytest.mark.slow
def test_an_old_word_file_is_read_by_antiword_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.doc").write_bytes(OLE + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(400))
    rows, program = tmp_path / "rows.parquet", tmp_path / "bin" / "antiword"
    program.parent.mkdir()
    monkeypatch.setenv("PATH", str(program.parent))
    with WorkbookReader() as reader:
        assert reader.read(tmp_path / "a.doc", rows, "document") == "document_old_word"
    program.write_text("#!/bin/sh\nprintf '执行裁定书\\n|车辆|无|\\n'\n", encoding="utf-8")
    program.chmod(0o700)
    with WorkbookReader() as reader:
        assert reader.read(tmp_path / "a.doc", rows, "document") == ""
    assert [row.cells for some in read_rows(rows, "1") for row in some] == [["执行裁定书"], ["车辆\t无"]]


def test_a_text_that_no_paper_is_as_long_as_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = tmp_path / "2025Q4"
    raw.mkdir()
    for name, lines in (("a.txt", 1), ("b.txt", 200)):
        (raw / name).write_text("执行裁定书\n" * lines, encoding="utf-8")
    monkeypatch.setattr("zbrisk.intake.store.MOST_TEXT", 2000)
    kept = keep(look_into(raw, tmp_path), tmp_path)
    assert {file.name: file.reason for file in kept.files} == {"a.txt": "", "b.txt": "document_too_large"}
