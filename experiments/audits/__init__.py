"""Do estimates from random audits hold? Their intervals against the full truth of a simulated prefecture."""
