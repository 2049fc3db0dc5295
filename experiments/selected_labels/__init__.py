"""Which strategy learns most from labels that exist only where somebody looked, held against full truth."""
