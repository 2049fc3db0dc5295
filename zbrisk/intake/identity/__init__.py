"""Who is who: which names in which cells are one party."""
