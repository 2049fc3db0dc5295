"""Reference pages, made from what they speak of. `python -m docs.write` writes them, and a test holds them up to date."""
