"""Cohorts in parts: each part is worked on by itself, in bounded memory, and never twice."""
