"""What reviewers found, as moments with labels: their groups, splits in time, and the chances of each review."""
