"""The study: the City's tables through check, signals, training and ranking, and the two comparisons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

import zbrisk
from experiments.chicago.comparison import Comparison, compare, first_half
from experiments.chicago.history import Agreement, compare_history, compare_weather, same_day
from experiments.chicago.picture import draw_gains
from experiments.chicago.prepare import CONTRACT, SIGNALS, TARGETS, prepared_tables
from experiments.chicago.published import Published, read_published
from experiments.chicago.report import history_page, results_page
from training.figures import Floats
from training.recipe import Recipe
from zbrisk.docket import Docket

__all__ = ["run_study"]

SEEDS = (0, 1, 2, 3, 4)
DEPLOYED = "the deployed model"
INSPECTORS = "the order that was really gone"
