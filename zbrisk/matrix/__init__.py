"""From a cohort of moments to the matrix of features."""
