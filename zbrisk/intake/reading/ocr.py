"""Recognises the letters of pictures, a page at a time.

RapidOCR, with the models that lie in its wheel, each held to the hash below: nothing is downloaded, and no other model
comes in unseen. A page is turned as a whole: a classifier of lines turns good ones upside down.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from zbrisk.files import digest_of_file
from zbrisk.intake.reading.order import Piece, lines_in_order
from zbrisk.intake.reading.paragraphs import Line
from zbrisk.intake.reading.signed_days import Reading, faded, looked_at_again, strips

__all__ = ["MOST_PIXELS", "ModelError", "Recogniser", "is_installed"]

MODELS = {
    "Det": ("PP-OCRv6_det_small.onnx", "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f"),
    "Rec": ("PP-OCRv6_rec_small.onnx", "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"),
}
MOST_PIXELS = 40_000_000  # A3 at 300 dpi has 17 million
MOST_SIDE = 4000  # pixels that are looked at; A4 at 200 dpi is 2339 high
THREADS = 2
CLEAR = 0.9  # mean score of a page that stands upright
LONG = 5  # heights: lines by which a page's slant is measured


class ModelError(Exception):
    """The models are not those that were tried."""


@cache
def is_installed() -> bool:
    """Whether the extra `ocr` is here."""
    return all(find_spec(module) is not None for module in ("rapidocr", "onnxruntime", "PIL"))


class Recogniser:
    """Loads the models when it is made.

    Raises:
        ModelError: They are others than those that were tried.
    """

    def __init__(self) -> None:
        import rapidocr

        folder = Path(str(resources.files("rapidocr"))) / "models"
        parameters: dict[str, Any] = {
            "Global.use_cls": False, "Global.text_score": 0.0, "Global.max_side_len": MOST_SIDE,
            "Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        }  # fmt: skip
        for part, (name, wanted) in MODELS.items():
            path = folder / name
            if not path.is_file() or digest_of_file(path) != wanted:
                raise ModelError(name)
            parameters[f"{part}.model_path"] = str(path)  # named, so that it looks for none elsewhere
        self._engine = rapidocr.RapidOCR(params=parameters)

    def lines(self, picture: Any) -> list[Line]:
        """The lines of a page in reading order, with their scores; `picture` is an array of pixels, blue first."""
        page = self._upright(picture)
        pieces = [looked_at_again(piece, partial(self._again, page, piece)) for piece in page.pieces]
        return list(lines_in_order(pieces))

    def _upright(self, picture: Any) -> _Page:
        """The page turned by as many quarters as make it clearest."""
        import numpy as np

        page = self._page(picture)
        if not page.pieces:
            return page
        if _runs_down(page.pieces):
            ways = [self._page(np.rot90(picture, quarters)) for quarters in (1, 3)]
        elif _clearness(page.pieces) < CLEAR:
            ways = [page, self._page(np.rot90(picture, 2))]
        else:
            ways = [page]
        return max(ways, key=lambda way: _clearness(way.pieces))

    def _page(self, picture: Any) -> _Page:
        import numpy as np

        found: Any = self._engine(np.ascontiguousarray(picture), use_det=True, use_cls=False, use_rec=True)
        if found.boxes is None:
            return _Page(picture, 0.0, [])
        boxes = found.boxes.tolist()
        slant = _slant(boxes)
        return _Page(picture, slant, list(_straight(boxes, slant, found.txts, found.scores)))

    def _again(self, page: _Page, piece: Piece) -> tuple[list[Reading], list[Reading]]:
        """A line as it reads when its letters are not looked for first, and when its stamp is taken away besides."""
        cut = list(strips(page.picture, page.slant, piece))
        return self._read(cut), self._read(map(faded, cut))

    def _read(self, lines: Iterable[Any]) -> list[Reading]:
        found: list[Any] = [self._engine(line, use_det=False, use_cls=False, use_rec=True) for line in lines]
        read = ((each.txts or (), each.scores or ()) for each in found)  # nothing where no letter is seen
        return [(str(text), float(score)) for texts, scores in read for text, score in zip(texts, scores, strict=True)]


class _Page(NamedTuple):
    """A picture, how much it is slanted, and what stands on it."""

    picture: Any
    slant: float
    pieces: list[Piece]


Corner = Sequence[float]


def _slant(boxes: Sequence[Sequence[Corner]]) -> float:
    """How a page was laid on the scanner."""
    slants = [
        math.atan2(there[1] - here[1], there[0] - here[0])
        for here, there, below, _ in boxes
        if math.dist(here, there) > LONG * math.dist(there, below)
    ]
    return median(slants) if slants else 0.0


def _straight(
    boxes: Sequence[Sequence[Corner]], slant: float, texts: Sequence[str], scores: Sequence[float]
) -> Iterator[Piece]:
    """The rectangles of a page as if it had been laid straight."""
    cosine, sine = math.cos(slant), math.sin(slant)
    for corners, text, score in zip(boxes, texts, scores, strict=True):
        x, y = (sum(corner[axis] for corner in corners) / 4 for axis in (0, 1))
        x, y = x * cosine + y * sine, y * cosine - x * sine
        width, height = math.dist(corners[0], corners[1]) / 2, math.dist(corners[1], corners[2]) / 2
        yield Piece(text=text, score=float(score), left=x - width, right=x + width, top=y - height, bottom=y + height)


def _runs_down(pieces: Sequence[Piece]) -> bool:
    """Whether most letters stand in pieces that are higher than wide."""
    letters = sum(len(piece.text) for piece in pieces)
    return 2 * sum(len(p.text) for p in pieces if p.height > 1.5 * (p.right - p.left)) > letters


def _clearness(pieces: Sequence[Piece]) -> float:
    """The mean score of a letter."""
    letters = sum(len(piece.text) for piece in pieces)
    return sum(piece.score * len(piece.text) for piece in pieces) / max(letters, 1)
