"""The option --campaign, and the cases and clues that it leaves."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

from zbrisk.campaigns import Campaign, read_campaign
from zbrisk.docket import Docket
from zbrisk.errors import DataError

if TYPE_CHECKING:
    from zbrisk.commands.progress import Advance
    from zbrisk.scoring.scorer import Scorer

__all__ = ["CampaignFile", "campaign_clues", "campaign_moments", "campaign_verdicts", "require_inside"]

CampaignFile = Annotated[
    str | None,
    typer.Option(
        "--campaign",
        metavar="FILE",
        help="Only the cases of this campaign: a YAML file, or the name of one that comes with zbrisk (vehicles).",
    ),
]


def campaign_moments(
    source: str, docket: Docket, *, as_of: dt.date | None, asked: pd.DataFrame | None = None
) -> tuple[Campaign, pd.DataFrame]:
    """The campaign, and its cases among those asked for, or among all of the day.

    Raises:
        DataError: The campaign cannot be read, or has no case.
    """
    campaign = read_campaign(source, docket.contract)
    if asked is not None:
        moments = campaign.narrowed(docket, asked)
    else:
        assert as_of is not None
        moments = campaign.moments(docket, as_of)
    if moments.empty:
        raise DataError(f"The campaign {campaign.name} has no case then.", "Widen its conditions, or change the day.")
    return campaign, moments


def campaign_clues(
    scorer: Scorer,
    docket: Docket,
    campaign: Campaign,
    moments: pd.DataFrame,
    top: int | None,
    advance: Advance,
    *,
    finished: bool,
) -> pd.DataFrame:
    """The campaign's cases ranked among each other, those with priority first within each target."""
    ranked = scorer.rank(docket, moments=moments, top=top, progress=advance, finished=finished)
    return campaign.clues(ranked, moments)


def campaign_verdicts(campaign: Campaign, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The verdicts of the campaign's checkpoints alone."""
    pairs = zip(verdicts["rule"], verdicts["aspect"], strict=True)
    return verdicts[[campaign.wants_checkpoint(str(rule), aspect) for rule, aspect in pairs]].reset_index(drop=True)


def require_inside(source: str, docket: Docket, cases: list[str], as_of: dt.date) -> None:
    """Refuse cases that do not belong to a campaign.

    Raises:
        DataError: One does not; it is named.
    """
    asked = pd.DataFrame({"case_id": cases, "as_of": pd.Timestamp(as_of)})
    campaign = read_campaign(source, docket.contract)
    inside = set(campaign.narrowed(docket, asked)["case_id"])
    for case in cases:
        if case not in inside:
            raise DataError(
                f"Case {case!r} does not belong to the campaign {campaign.name} on {as_of}.",
                "Leave --campaign out to see it nevertheless.",
            )
