"""Findings in running prose, where no heading says on which side they stand."""
