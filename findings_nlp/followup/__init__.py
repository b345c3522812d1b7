"""What became of recommendations: the answers to them, and what later inspections say on the same matter."""
