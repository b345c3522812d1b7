"""The archive run: many reports in worker processes, an outcome for each file, resumable. See `docs/archive.md`."""
