"""Whether the rows that a page shows are the rows that a scheme left, on simulated prefectures."""

from experiments.evidence.study_run import LISTED_CLUES, StudyRun, drawn_share, ranked, simulated, walk

__all__ = ["LISTED_CLUES", "StudyRun", "drawn_share", "ranked", "simulated", "walk"]
