"""How well are documents read? What the grammar finds in real texts, beside what was marked in them by hand."""
