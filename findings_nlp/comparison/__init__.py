"""Inspections compared: ratings that moved, findings that are new, gone or come back, recommendations that are repeated."""
