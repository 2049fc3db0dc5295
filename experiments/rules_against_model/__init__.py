"""How simple rules, as offices run them, order cases beside models trained from review outcomes."""
