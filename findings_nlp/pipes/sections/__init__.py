"""First component: which part of a report speaks of which standard, and with which polarity."""
