"""Help in other languages than English, a file each."""
