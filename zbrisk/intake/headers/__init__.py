"""Headers: which row names the columns, what kind of list it is, and which column says what."""
