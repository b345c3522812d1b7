"""Reports of corpus/prose as web pages and as PDFs: prose that runs over columns and pages, to test the whole path on.

python scripts/corpus/prose_pdf.py     # writes corpus/prose/ID.pdf for the reports in `SHOWN`
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.corpus.prose import CORPUS, read_corpus

SHOWN = {"dynamic-2026-penmarric": 1, "thematic-2024-women": 2}  # columns
_STYLE = """
@page {{ size: A4; margin: 22mm 20mm; @bottom-left {{ content: "{title}"; font-size: 8pt }} @bottom-right {{ content: counter(page) }} }}
body {{ font: 10.5pt/1.4 "DejaVu Sans", sans-serif }}
h1 {{ font-size: 26pt; page-break-after: always }} h2 {{ font-size: 18pt }} h3 {{ font-size: 13pt }} h4 {{ font-size: 11.5pt }}
main {{ columns: {columns}; column-gap: 8mm }}
blockquote {{ font-style: italic; margin: 0 8mm }}
"""


def body_of(rows: list[dict[str, Any]]) -> str:
    """The paragraphs of a report as HTML, its headings from `h2` down."""
    out: list[str] = []
    before: list[str] = []
    listed = False
    for row in rows:
        if listed and row["kind"] != "item":
            out.append("</ul>")
            listed = False
        for level, heading in enumerate(row["headings"]):
            if row["headings"][: level + 1] != before[: level + 1]:
                out.append(("</ul>" if listed else "") + f"<h{level + 2}>{escape(heading)}</h{level + 2}>")
                listed = False
        before = row["headings"]
        text = escape(" ".join(row["sentences"]))
        if row["kind"] == "item":
            out.append(("" if listed else "<ul>") + f"<li>{text}</li>")
            listed = True
        else:
            said = text if text[:1] in "“‘" or text.startswith("&quot;") else f"“{text}”"
            out.append(f"<blockquote><p>{said}</p></blockquote>" if row["kind"] == "quote" else f"<p>{text}</p>")
    return "".join(out) + ("</ul>" if listed else "")


def page_of(head: dict[str, Any], rows: list[dict[str, Any]], columns: int) -> str:
    """A report as a whole web page, to be printed.

    Args:
        head: what its first line says of it.
        rows: its paragraphs.
        columns: in which its text stands.
    """
    title = escape(head["title"])
    style = _STYLE.format(title=title.replace('"', ""), columns=columns)
    start = f"<html lang='en'><head><title>{title}</title><style>{style}</style></head>"
    return f"{start}<body><h1>{title}</h1><main>{body_of(rows)}</main></body></html>"


def main() -> int:
    """Write the PDFs."""
    from weasyprint import HTML

    corpus = read_corpus()
    for name, columns in SHOWN.items():
        HTML(string=page_of(*corpus[name], columns)).write_pdf(CORPUS / f"{name}.pdf")
        print(f"{name}: {(CORPUS / f'{name}.pdf').stat().st_size / 1e3:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
