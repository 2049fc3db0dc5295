"""Reference pages, made from what they speak of: `python -m docs.write` writes them, a test compares them."""
