"""zbrisk tells procuratorates which terminated enforcement cases (终本) to look at first, and why.

    docket = zbrisk.open_docket("exports/2026q3")
    scorer = zbrisk.load_scorer("models/2026q3")
    clues = scorer.rank(docket, as_of="2026-11-22", top=200)
    why = scorer.explain(docket, case_id="...", as_of="2026-11-22")

Names are imported when they are first used, so that a case system that scores pays for nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbrisk.lazy import lazy_names

if TYPE_CHECKING:
    from zbrisk.contract import Contract, load_contract
    from zbrisk.docket import Docket, open_docket
    from zbrisk.docket.keeping import open_tables
    from zbrisk.engines.limits import Limits
    from zbrisk.errors import ZbriskError
    from zbrisk.execution.signal_builder import SignalBuilder
    from zbrisk.scoring.scorer import Scorer, load_scorer

__all__ = [
    "Contract",
    "Docket",
    "Limits",
    "Scorer",
    "SignalBuilder",
    "ZbriskError",
    "load_contract",
    "load_scorer",
    "open_docket",
    "open_tables",
]
__version__ = "0.2.0"

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Contract": "zbrisk.contract",
        "Docket": "zbrisk.docket",
        "Limits": "zbrisk.engines.limits",
        "Scorer": "zbrisk.scoring.scorer",
        "SignalBuilder": "zbrisk.execution.signal_builder",
        "ZbriskError": "zbrisk.errors",
        "load_contract": "zbrisk.contract",
        "load_scorer": "zbrisk.scoring.scorer",
        "open_docket": "zbrisk.docket",
        "open_tables": "zbrisk.docket.keeping",
    },
)
