"""Adapts a model to reviewers' corrections, without torch."""
