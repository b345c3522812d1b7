"""Trains the models and measures them."""
