"""From staged rows to the contract's tables: which row says what of which key, and which versions that makes."""
