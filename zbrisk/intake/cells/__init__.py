"""Cells: what one text in a list says, as a value of the contract or as a refusal with its reason."""
