"""Bundles, scores and probabilities: what a case system needs."""
