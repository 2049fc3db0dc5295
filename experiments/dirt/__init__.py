"""What the dirt of real deliveries costs a ranking."""
