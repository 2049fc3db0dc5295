"""From a cohort of moments to features, and to the rows of whatever else is asked of cases."""
