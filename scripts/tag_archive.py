"""Tag a whole archive of reports: the command `findings-nlp tag`, run from a checkout. See docs/archive.md."""

import typer

from findings_nlp.cli.tag import tag

if __name__ == "__main__":
    typer.run(tag)
