"""Campaigns (专项监督): a narrowed cohort, in the order in which it is worked."""

from zbrisk.campaigns.campaign import Campaign
from zbrisk.campaigns.reading import read_campaign, ready_campaigns

__all__ = ["Campaign", "read_campaign", "ready_campaigns"]
