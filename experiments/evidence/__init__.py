"""Whether the rows that a page shows are the rows that a scheme left, on simulated prefectures."""

from experiments.evidence.road import LISTED, Road, drawn_share, ranked, simulated, walk

__all__ = ["LISTED", "Road", "drawn_share", "ranked", "simulated", "walk"]
