"""The record of a report: its schema, how it is made, and what is checked in it."""
