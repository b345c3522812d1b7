"""`python -m findings_nlp.cli`."""

from findings_nlp.cli import app

if __name__ == "__main__":
    app()
