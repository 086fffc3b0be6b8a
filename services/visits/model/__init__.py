"""What a visit and a plan are, and their rules."""
