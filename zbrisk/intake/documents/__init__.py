"""Documents: rulings, judgments and answers to queries, read as text, and what a grammar finds in them."""
