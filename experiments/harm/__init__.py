"""Whom a ranking would trouble without cause, and what would spare them, on simulated prefectures."""
