"""What makes and measures the models, the corpus and the docs; no part of the package."""
