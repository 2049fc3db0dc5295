"""Whether checkpoints say what the court really left undone."""
