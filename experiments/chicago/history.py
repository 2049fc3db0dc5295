"""The City's own point-in-time columns, made again by compiled signals and compared with what the City published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.chicago.prepare import as_ids
from experiments.chicago.published import Published

__all__ = [
    "CITY_COLUMNS",
    "WEATHER_COLUMNS",
    "Agreement",
    "city_columns",
    "compare_history",
    "compare_weather",
    "same_day",
]

YEAR = 365  # the City's: days / 365
CAP = 2.0  # years; also what a first inspection has
LAST = "last_inspection__max_{}__all"

#: The City's column and the measure of `last_inspection` that it is. A first inspection has 0.
CITY_COLUMNS = {
    "pastFail": LAST.format("failed"),
    "pastCritical": LAST.format("critical"),
    "pastSerious": LAST.format("serious"),
    "pastMinor": LAST.format("minor"),
    "timeSinceLast": LAST.format("days"),
}
#: The City's mean of the three days before, the measure that it is, and the measure's unit.
WEATHER_COLUMNS = {
    "precipIntensity": ("weather__mean_rain_micro__3d", 1_000_000),
    "temperatureMax": ("weather__mean_high_centidegrees__3d", 100),
    "windSpeed": ("weather__mean_wind_centimiles__3d", 100),
    "humidity": ("weather__mean_humidity_percent__3d", 100),
}


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How many rows are equal in all columns; `unequal` holds the others, the City's values beside ours."""

    rows: int
    equal: int
    unequal: pd.DataFrame


def city_columns(matrix: pd.DataFrame) -> pd.DataFrame:
    """The five history columns in the City's units, from the features of `last_inspection`."""
    columns = pd.DataFrame({city: matrix[ours].fillna(0.0) for city, ours in CITY_COLUMNS.items()})
    columns["timeSinceLast"] = (matrix[CITY_COLUMNS["timeSinceLast"]] / YEAR).clip(upper=CAP).fillna(CAP)
    return columns.astype(float)


def compare_history(matrix: pd.DataFrame, published: Published) -> Agreement:
    """Exact equality on every inspection.

    Args:
        matrix: Features, indexed by visit id, each visit as of its own day.
        published: What the City published.
    """
    city = published.inspections.set_index(as_ids(published.inspections["Inspection_ID"]).rename("visit_id"))
    ours = city_columns(matrix).reindex(city.index)
    same = (ours == city[list(CITY_COLUMNS)]).all(axis=1)
    beside = city.loc[~same, ["License", "Inspection_ID", "Inspection_Date", *CITY_COLUMNS]].join(
        ours.add_suffix("_ours")
    )
    return Agreement(rows=len(city), equal=int(same.sum()), unequal=beside.sort_values("Inspection_ID"))


def compare_weather(matrix: pd.DataFrame, published: Published) -> Agreement:
    """Equality, to rounding, on every row of the City's model table."""
    city = published.model_table.set_index(as_ids(published.model_table["Inspection_ID"]).rename("visit_id"))
    ours = pd.DataFrame({name: matrix[feature] / unit for name, (feature, unit) in WEATHER_COLUMNS.items()})
    ours = ours.reindex(city.index)
    same = pd.Series(np.isclose(ours, city[list(WEATHER_COLUMNS)], rtol=0, atol=1e-9).all(axis=1), city.index)
    return Agreement(
        rows=len(city),
        equal=int(same.sum()),
        unequal=city.loc[~same, list(WEATHER_COLUMNS)].join(ours.add_suffix("_ours")),
    )


def same_day(published: Published) -> pd.DataFrame:
    """The inspections that the City based on an earlier one of the same place on the same day, with that one's id."""
    order = ["License", "Inspection_Date", "Inspection_ID"]
    rows = published.inspections.sort_values(order)[order]
    rows["based_on"] = rows.groupby(["License", "Inspection_Date"])["Inspection_ID"].shift()
    return rows.dropna(subset=["based_on"]).sort_values("Inspection_ID")
