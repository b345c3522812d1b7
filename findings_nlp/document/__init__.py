"""The text of a report as one spaCy Doc, and where each part of it stands."""
