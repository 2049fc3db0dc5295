"""The City's published files, as they are: gzipped CSV, read with the few types that matter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from zbrisk.errors import DataError

__all__ = ["Published", "read_published"]

DATES = {
    "inspections": ["Inspection_Date"],
    "business_license_features": ["minDate"],
    "sanitation_complaints": ["Creation_Date", "Completion_Date"],
    "weather": ["date"],
    "heat_features": [],
    "inspector_assignments": [],
    "model_table_with_published_scores": ["Inspection_Date"],
}


@dataclass(frozen=True, kw_only=True)
class Published:
    """One frame a file; `model_table` holds the City's own features, its split, and the deployed model's scores."""

    inspections: pd.DataFrame
    licences: pd.DataFrame
    complaints: pd.DataFrame
    weather: pd.DataFrame
    heat: pd.DataFrame
    inspectors: pd.DataFrame
    model_table: pd.DataFrame


def read_published(folder: str | Path) -> Published:
    """Read the seven files of `folder`.

    Raises:
        DataError: One is missing.
    """
    frames = {name: _read(Path(folder) / f"{name}.csv.gz", dates) for name, dates in DATES.items()}
    return Published(
        inspections=frames["inspections"],
        licences=frames["business_license_features"],
        complaints=frames["sanitation_complaints"],
        weather=frames["weather"],
        heat=frames["heat_features"],
        inspectors=frames["inspector_assignments"].rename(columns={"inspectionID": "Inspection_ID"}),
        model_table=frames["model_table_with_published_scores"],
    )


def _read(path: Path, dates: list[str]) -> pd.DataFrame:
    try:
        return pd.read_csv(path, parse_dates=dates, low_memory=False)
    except FileNotFoundError as error:
        raise DataError(
            f"{path} is not there.", "Give --data the folder with the City's CSV files; README.md says whence."
        ) from error
