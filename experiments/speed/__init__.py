"""How fast zbrisk is: each figure beside its yardstick, in one run."""
