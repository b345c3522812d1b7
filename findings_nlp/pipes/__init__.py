"""The components of the pipeline, a folder each, in the order in which they run."""
