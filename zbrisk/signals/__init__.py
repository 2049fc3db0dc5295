"""Signal files: what a data analyst writes, read and checked."""
