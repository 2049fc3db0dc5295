"""The classifier: boosted trees, where they start from, how they are calibrated and their shape is searched for."""
