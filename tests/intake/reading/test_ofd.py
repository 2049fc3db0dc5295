"""OFD files, made here: text objects in any order, templates, and what is hostile."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from zbrisk.intake.reading.ofd import OfdError, ofd_pages
from zbrisk.intake.reading.raw_rows import read_rows
from zbrisk.intake.reading.sniffing import Kind, sniff
from zbrisk.intake.reading.workbook import WorkbookReader

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(letters: str, x: float, y: float, steps: str = "") -> str:
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 6" Size="5"><ofd:TextCode X="0" Y="5"'
        f" {f'DeltaX={steps!r}' if steps else ''}>{letters}</ofd:TextCode></ofd:TextObject>"
    )


def ofd(path: Path, *pages: str, template: str = "", **parts: str) -> Path:
    head = '<ofd:TemplatePage ID="9" BaseLoc="Tpls/Content.xml"/>' if template else ""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    written = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}>{head}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/Content.xml": f"<ofd:Page {NAMESPACE}>{template}</ofd:Page>",
    }
    under = '<ofd:Template TemplateID="9"/>' if template else ""
    for number, page in enumerate(pages):
        written[f"Doc_0/Pages/Page_{number}/Content.xml"] = f"<ofd:Page {NAMESPACE}>{under}{page}</ofd:Page>"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**written, **parts}.items():
            archive.writestr(name, content)
    return path


def test_text_is_read_in_the_order_of_the_page_with_what_its_template_says(tmp_path: Path) -> None:
    first = text("（2024）浙9602执7号", 60, 40) + text("执行裁定书", 80, 20, "g 4 5") + text("本院认为", 20, 60)
    path = ofd(
        tmp_path / "a.ofd", first + text("，终结。", 40, 60), text("第二页", 20, 20), template=text("某法院", 70, 5)
    )
    assert [[line.text for line in page] for page in ofd_pages(str(path), 10)] == [
        ["某法院", "执行裁定书", "（2024）浙9602执7号", "本院认为，终结。"],
        ["某法院", "第二页"],
    ]


@pytest.mark.slow
def test_intake_takes_it_for_a_document_and_reads_it(tmp_path: Path) -> None:
    path = ofd(tmp_path / "a.ofd", text("执行裁定书", 80, 20))
    empty = ofd(tmp_path / "b.ofd", "<ofd:ImageObject/>")
    assert sniff(path) is Kind.DOCUMENT
    with WorkbookReader() as reader:
        assert reader.read(path, tmp_path / "rows", "document") == ""
        assert [row.cells for batch in read_rows(tmp_path / "rows", "1") for row in batch] == [["执行裁定书"]]
        assert reader.read(empty, tmp_path / "none", "document") == "document_picture"


@pytest.mark.parametrize(
    "parts",
    [
        {"Doc_0/Document.xml": "<cut"},
        {"OFD.xml": "<OFD><DocRoot>../../etc/passwd</DocRoot></OFD>"},
        {"OFD.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><OFD><DocRoot>&x;</DocRoot></OFD>'},
    ],
    ids=["no XML", "a path out of the archive", "an entity"],
)
def test_what_is_hostile_is_refused(tmp_path: Path, parts: dict[str, str]) -> None:
    path = ofd(tmp_path / "a.ofd", text("执行裁定书", 80, 20), **parts)
    with pytest.raises(OfdError):
        list(ofd_pages(str(path), 10))


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OfdError):
        list(ofd_pages(str(ofd(tmp_path / "a.ofd", *[text("页", 1, 1)] * 3)), 2))
