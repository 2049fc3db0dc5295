"""Which cases to review next, and a record of how they were chosen."""

from zbrisk.planning.plan import ReviewPlan, plan_reviews
from zbrisk.planning.quotas import read_quotas
from zbrisk.planning.review_lists import write_lists

__all__ = ["ReviewPlan", "plan_reviews", "read_quotas", "write_lists"]
