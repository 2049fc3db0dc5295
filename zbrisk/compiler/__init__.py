"""SQL written for today, compiled for any day."""
