"""Writes and reads the corpus."""
