"""Learn the priors: trees grown on many simulated prefectures, no two alike, whose whole truth is known."""
