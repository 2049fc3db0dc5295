"""Do estimates from random audits come true? Their intervals beside the full truth of a simulated prefecture."""
