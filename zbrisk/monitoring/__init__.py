"""Is a bundle still fit for the tables of today? Nothing leaves the machine."""

from zbrisk.monitoring.feeds import feed_state
from zbrisk.monitoring.monitor import Monitoring, monitor

__all__ = ["Monitoring", "feed_state", "monitor"]
