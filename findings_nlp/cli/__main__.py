"""`python -m findings_nlp.cli`."""

from findings_nlp.cli import app

app()
