"""Archives for other programs: qualitative data analysis (REFI-QDA) and annotation (Label Studio)."""
