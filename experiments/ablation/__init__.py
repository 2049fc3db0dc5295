"""What each family of signals and each table is worth to the order, and what a first deployment has to do without."""
