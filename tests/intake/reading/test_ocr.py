"""Pictures and scans with the extra `ocr`; skipped where it, or a font with Chinese letters, is not here."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from zbrisk.intake.reading import ocr
from zbrisk.intake.reading.ocr import is_installed
from zbrisk.intake.reading.raw_rows import read_rows
from zbrisk.intake.reading.workbook import WorkbookReader

TEXT = (
    "临越市北城区人民法院",
    "执行裁定书",
    "（2024）浙9602执7号",
    "申请执行人：崔春永，男，住临越市和平路22号。",
    "被执行人：临越市宏越顺农业开发有限公司。",
    "本院于2024年3月5日查询被执行人名下存款、车辆、不动产，未发现可供执行的财产。",
)


def font() -> str:
    try:
        found = subprocess.run(["fc-list", ":lang=zh", "file"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""
    return next((line.rstrip(": ") for line in sorted(found.splitlines())), "")


FONT = font() if is_installed() else ""
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not FONT, reason="zbrisk[ocr], or a Chinese font, is not here")]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (1000, 1400), "white")
    letters = ImageFont.truetype(FONT, 22)
    for place, line in enumerate(TEXT):
        ImageDraw.Draw(picture).text((60, 80 + 45 * place), line, font=letters, fill="black")
    path = tmp_path_factory.mktemp("page") / "page.png"
    picture.save(path)
    return path


def read(path: Path, rows: Path) -> tuple[str, list[str], Sequence[float]]:
    with WorkbookReader() as reader:
        refusal = reader.read(path, rows, "document")
    found = [] if refusal else [row for batch in read_rows(rows, "1") for row in batch]
    return refusal, [row.cells[0] for row in found], [float(row.cells[1]) for row in found]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_is_read_however_it_lay_on_the_scanner(page: Path, tmp_path: Path, quarters: int) -> None:
    from PIL import Image

    turned = tmp_path / "turned.png"
    with Image.open(page) as upright:
        upright.rotate(90 * quarters, expand=True).save(turned)
    refusal, lines, scores = read(turned, tmp_path / "rows.parquet")
    assert not refusal
    assert [line.replace(":", "：").replace(",", "，").replace("(", "（").replace(")", "）") for line in lines] == list(
        TEXT
    )
    assert all(0.9 < score < 1 for score in scores)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("1", (30_000, 30_000)).save(tmp_path / "wide.png")
    assert read(tmp_path / "wide.png", tmp_path / "rows.parquet")[0] == "document_too_large"


def test_a_broken_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert read(tmp_path / "cut.png", tmp_path / "rows.parquet")[0] == "document_broken"


def test_other_models_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    name, _ = ocr.MODELS["Det"]
    monkeypatch.setitem(ocr.MODELS, "Det", (name, "0" * 64))
    with pytest.raises(ocr.ModelError):
        ocr.Recogniser()


def test_an_empty_page_has_no_line() -> None:
    assert ocr.Recogniser().lines(np.full((800, 600, 3), 255, np.uint8)) == []
