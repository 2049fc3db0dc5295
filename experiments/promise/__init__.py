"""What a promise about the list is worth."""
