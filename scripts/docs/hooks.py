"""Hooks of mkdocs: pages that stand outside docs/ join the site, and links to them lead there."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
JOINED = {
    "model_card.md": "models/findings_en/MODEL_CARD.md",
    "changelog.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
}
# lines of a page that stand for a section of another: <!-- section FILE "HEADING" -->
_SECTION = re.compile(r'^<!-- section (\S+) "([^"]+)" -->$', re.M)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from outside docs/."""
    for name, path in JOINED.items():
        text = (ROOT / path).read_text(encoding="utf-8").replace("](docs/", "](")
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead links to the pages from outside docs/ to their places in the site, and put sections in."""
    for name, path in JOINED.items():
        markdown = markdown.replace(f"](../{path})", f"]({name})")
    return _SECTION.sub(lambda found: section((ROOT / found[1]).read_text(encoding="utf-8"), found[2]), markdown)


def section(text: str, heading: str) -> str:
    """What stands under a heading of the second rank.

    Raises:
        ValueError: where there is no such heading.
    """
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    if found is None:
        raise ValueError(f"no section '{heading}'")
    return found[1].strip()
