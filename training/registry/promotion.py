"""From challenger to champion: fetch both, judge them on later cases, crown or refuse, and leave a record."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from training.registry.comparison import MARGIN
from training.registry.gate import PromotionDecision, judge
from training.registry.later_cases import later_cases, with_scores
from training.registry.models import CHALLENGER, CHAMPION, Models, Version
from zbrisk.contract import Contract
from zbrisk.docket import Docket
from zbrisk.scoring.scorer import Scorer, load_scorer

__all__ = ["OpenTables", "judge_scorers", "promote"]

OpenTables = Callable[[Contract], AbstractContextManager[Docket]]


def promote(models: Models, open_tables: OpenTables, *, as_of: dt.date, margin: float = MARGIN) -> PromotionDecision:
    """Let the challenger through the gate if it may pass, and tag its version with what was said.

    Without a champion there is nothing to be better than, and the challenger becomes the first. Whoever promotes a
    bundle signs it.

    Args:
        models: The registered model.
        open_tables: Opens the tables under a contract, which each bundle brings.
        as_of: Nothing known on or after this day is judged on.
        margin: The loss of average precision that counts as one.

    Raises:
        DataError: There is no challenger, or no outcomes are supplied.
    """
    models.settle()
    challenger, champion = models.version(CHALLENGER), models.find(CHAMPION)
    if champion is None:
        verdict = _first(challenger, as_of, margin)
    else:
        new, old = _scorer(models, challenger), _scorer(models, champion)
        verdict = judge_scorers(old, new, open_tables, as_of=as_of, margin=margin)
    if verdict.let_through:
        models.approve(challenger)
    models.record(challenger, _tags(verdict, champion), crown=verdict.let_through)
    return verdict


def judge_scorers(
    champion: Scorer, challenger: Scorer, open_tables: OpenTables, *, as_of: dt.date, margin: float = MARGIN
) -> PromotionDecision:
    """What the gate says of two scorers.

    Raises:
        DataError: No outcomes are supplied.
    """
    since = max(champion.bundle.until, challenger.bundle.until)
    both = [target for target in champion.targets if target in challenger.targets]
    lost = [target for target in champion.targets if target not in challenger.targets]
    with open_tables(challenger.contract) as docket:
        cases = later_cases(docket, both, since=since, as_of=as_of)
        cases = with_scores(cases, "challenger", challenger, docket)
    with open_tables(champion.contract) as docket:
        cases = with_scores(cases, "champion", champion, docket)
    return judge(cases, both, lost, since=since, as_of=as_of, margin=margin)


def _first(challenger: Version, as_of: dt.date, margin: float) -> PromotionDecision:
    return PromotionDecision(
        let_through=True, why="There was no champion; nothing was compared", since=challenger.until, as_of=as_of,
        margin=margin, comparisons=(),
    )  # fmt: skip


def _scorer(models: Models, version: Version) -> Scorer:
    with tempfile.TemporaryDirectory() as desk:
        models.fetch(str(version.number), Path(desk) / "bundle")
        return load_scorer(Path(desk) / "bundle", unsigned=models.unsigned)


def _tags(verdict: PromotionDecision, champion: Version | None) -> dict[str, str]:
    return {
        "gate": "let through" if verdict.let_through else "refused",
        "gate.why": verdict.why,
        "gate.as_of": verdict.as_of.isoformat(),
        "gate.against": "" if champion is None else str(champion.number),
        "gate.figures": json.dumps(verdict.to_json(), ensure_ascii=False),
    }
