"""Readers: from a file to lines of text with their places."""
