"""The report's pictures, as PNG: probabilities against what was found, and what the model makes of its features.

Matplotlib draws into memory only; no window, no global state and no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from zbrisk.errors import MissingExtraError
from zbrisk.typing import Floats

if TYPE_CHECKING:
    import shap

__all__ = ["beeswarm", "chinese_font", "dependence", "explanation_of", "reliability_picture"]

#: Families that hold Chinese, the likeliest to be installed first.
CHINESE = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Noto Sans CJK JP", "Noto Serif CJK SC", "SimSun",
)  # fmt: skip
DOTS_PER_INCH = 110
MOST_FEATURES = 15
PLOTS_A_ROW = 3


def chinese_font() -> str | None:
    """A family on this machine that can draw Chinese."""
    from matplotlib.font_manager import get_font_names

    installed = set(get_font_names())
    return next((family for family in CHINESE if family in installed), None)


def explanation_of(values: Floats, base: Floats, data: Floats, labels: Sequence[str]) -> shap.Explanation:
    """Contributions as shap's plots take them.

    Raises:
        MissingExtraError: shap is not installed.
    """
    try:
        import shap
    except ImportError as error:
        raise MissingExtraError.for_library("shap", "training") from error
    return shap.Explanation(values=values, base_values=base, data=data, feature_names=list(labels))


def reliability_picture(bins: Sequence[Mapping[str, float]]) -> bytes:
    """Predicted against found, with intervals; on the diagonal a probability means what it says."""

    def draw(axes: Any) -> None:
        predicted, found, low, high = (
            np.array([each[name] for each in bins]) for name in ("predicted", "found", "low", "high")
        )
        edge = min(1.0, 1.05 * float(max(high.max(), predicted.max())))
        axes.plot([0, edge], [0, edge], color="0.7", linestyle="--", linewidth=1)
        axes.errorbar(
            predicted, found, yerr=np.maximum([found - low, high - found], 0), fmt="o", color="#1d3557", capsize=3
        )
        axes.set(xlabel="predicted", ylabel="confirmed share, 95 %", xlim=(0, edge), ylim=(0, edge))

    return _drawn(draw, (4.2, 4.0))


def beeswarm(explained: shap.Explanation) -> bytes:
    """Every case a dot in each feature's row: where it stands is what the feature adds, its colour the value."""
    import shap

    shown = min(MOST_FEATURES, explained.shape[1])

    def draw(axes: Any) -> None:
        shap.plots.beeswarm(explained, max_display=shown, show=False, ax=axes, plot_size=None)
        axes.set_xlabel("contribution to the score (log-odds)", fontsize=10)
        axes.tick_params(labelsize=9)

    return _drawn(draw, (7.5, 1.0 + 0.3 * shown))


def dependence(explained: shap.Explanation, places: Sequence[int]) -> bytes:
    """What single features add at each of their values, 1st to 99th percentile, so that no extreme case stands out.

    Args:
        explained: The contributions.
        places: Which features.
    """
    import shap

    def draw(*grid: Any) -> None:
        for place, axes in zip(places, grid, strict=False):
            scatter = explained[:, place]
            shap.plots.scatter(
                scatter, ax=axes, show=False, xmin="percentile(1)", xmax="percentile(99)", dot_size=8, color="#1d3557"
            )
            axes.set_title(scatter.feature_names, fontsize=9)
            axes.set_xlabel("value", fontsize=9)
            axes.set_ylabel("contribution", fontsize=9)
        for axes in grid[len(places) :]:
            axes.remove()

    rows = -(-len(places) // PLOTS_A_ROW)
    return _drawn(draw, (10.5, 2.9 * rows), rows=rows, columns=PLOTS_A_ROW)


def _drawn(draw: Callable[..., None], size: tuple[float, float], *, rows: int = 1, columns: int = 1) -> bytes:
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    family = [*filter(None, [chinese_font()]), "DejaVu Sans"]
    with matplotlib.rc_context({"font.family": family, "axes.unicode_minus": False}):
        figure, held = Figure(figsize=size, dpi=DOTS_PER_INCH), BytesIO()
        canvas = FigureCanvasAgg(figure)
        draw(*np.ravel(figure.subplots(rows, columns)))
        figure.subplots_adjust(wspace=0.3, hspace=0.45)
        canvas.print_figure(held, format="png", bbox_inches="tight", metadata={"Software": None})
    return held.getvalue()
