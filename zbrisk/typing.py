"""Types that have one meaning everywhere."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Json", "Progress"]

Floats = NDArray[np.float64]
Json = dict[str, object]
Progress = Callable[[int, int], None]  # how many are done, and of how many
