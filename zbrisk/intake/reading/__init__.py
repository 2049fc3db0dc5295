"""From a file to its rows as they stand: every cell a text, every row with its place, nothing judged yet."""
