"""Writes the columns of every table into docs/tables.md, from findings_nlp/tables/schema.toml.

Usage: python scripts/docs/build_tables_doc.py
"""

from pathlib import Path

from findings_nlp.tables.schema import markdown

MARK = "## Columns\n"
PAGE = Path(__file__).parents[2] / "docs" / "tables.md"


def page(text: str) -> str:
    """The page with what comes after the mark made anew."""
    head, mark, _ = text.partition(MARK)
    if not mark:
        raise SystemExit(f"{PAGE} has no heading {MARK.strip()!r}")
    return head + mark + "\n" + markdown(3)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
