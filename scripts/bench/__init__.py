"""Measures and stresses what is built."""
