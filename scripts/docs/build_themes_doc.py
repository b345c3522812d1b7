"""Writes the list of themes into docs/themes.md, from the taxonomy, the glossary and the measured figures.

Usage: python scripts/docs/build_themes_doc.py
"""

from pathlib import Path

from findings_nlp import themes

MARK = "## The 30 themes\n"
PAGE = Path(__file__).parents[2] / "docs" / "themes.md"


def listed() -> str:
    """The themes as Markdown, in the order of the taxonomy."""
    parts = []
    for t in themes():
        lines = [f"### {t.name} (`{t.id}`)", "", t.definition]
        lines += [f"Not: {t.exclude}"] if t.exclude else []
        lines.append(f"Called: {', '.join(t.names)}.")
        if t.abbreviations:
            shown = (f"{a.short} ({a.long}{', ' + a.era if a.era else ''})" for a in t.abbreviations)
            lines.append(f"Short: {', '.join(shown)}.")
        lines.append(f"Precision {t.precision:.2f}, recall {t.recall:.2f} (tier `full`, {t.support} labels never trained on).")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def page(text: str) -> str:
    """The page with what comes after the mark made anew."""
    head, mark, _ = text.partition(MARK)
    if not mark:
        raise SystemExit(f"{PAGE} has no heading {MARK.strip()!r}")
    return head + mark + "\n" + listed()


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
