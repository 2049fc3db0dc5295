"""Reasons, evidence and their words."""
