"""Which strategy learns most from labels that exist only where somebody looked, compared with the full truth."""
