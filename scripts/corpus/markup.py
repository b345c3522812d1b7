"""Read the corpus' report markup: typed blocks for the renderers, and the gold record for the scorer.

One source file holds a fictional report and, in braces at the ends of lines, what a careful reader would
extract from it. `parse` returns both halves: blocks without a trace of gold, so that nothing of it can reach
a PDF, and the gold in the form that `score.py` reads, so that text and gold can never drift apart.

    report = parse(Path("corpus/sources/pdu-2021-ashmere.md").read_text("utf-8"))
    report.blocks, report.gold
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from scripts.corpus.blocks import (
    BRACES,
    Block,
    Footnote,
    Heading,
    Item,
    ListBlock,
    Paragraph,
    Quote,
    parse_blocks,
    plain,
    split_gold,
)

STANDARD = re.compile(r"((?:[PRN]|V ?)? ?\d+\.\d+)\.?(?=\s)")
CHAPTER = re.compile(r"(\d+)\.?\s")
REFERENCE = re.compile(r"(?m)(?<!^)\[\^(\w+)\]")
POLARITY = {"+": "strength", "-": "area_for_improvement"}


@dataclass
class Report:
    """A parsed source: front matter without its gold, blocks in reading order, the gold record, and the footnotes' numbers."""

    meta: dict[str, Any]
    blocks: list[Block]
    gold: dict[str, Any]
    numbers: dict[str, int]

    @property
    def notes(self) -> dict[str, str]:
        """Footnote bodies by key."""
        return {b.key: b.text for b in self.blocks if isinstance(b, Footnote)}


def front(source: str) -> tuple[str, str]:
    """The front matter (YAML) and the body of a source."""
    _, head, body = source.split("---\n", 2)
    return head, body


def stripped(source: str) -> str:
    """The source without any gold, neither in the front matter nor in the body: what a reader may see."""
    head, body = front(source)
    head = re.sub(r"(?m)^gold:.*\n(?:[ \t]+.*\n)*", "", head)
    lines = (split_gold(line)[0] if BRACES.search(line) else line for line in body.split("\n"))
    return "---\n" + head + "---\n" + "\n".join(lines)


def parse(source: str) -> Report:
    """Parse a whole source; raises `ValueError` where a line with gold is not a finding, recommendation or heading."""
    head, body = front(source)
    meta = yaml.safe_load(head)
    declared = meta.pop("gold")
    blocks = parse_blocks(body.split("\n"))
    keys = list(dict.fromkeys(REFERENCE.findall(body)))
    return Report(meta, blocks, gold_record(meta, declared, blocks), {key: n for n, key in enumerate(keys, 1)})


def item_text(item: Item) -> str:
    """All of an item's text as one plain line: second paragraphs and sub-points joined by spaces."""
    parts = [plain(item.text)]
    for block in item.more:
        parts += [plain(block.text)] if isinstance(block, Paragraph) else [item_text(x) for x in block.items]
    return " ".join(parts)


def standard_of(trail: list[Heading], rated: set[str]) -> str | None:
    """The standard to which a place belongs, from its headings, innermost last.

    A numbered standard's heading counts for itself and for what lies beneath it, and so does a chapter's digit
    where the report rates chapters; a section beside the standards belongs to none.
    """
    for heading in reversed(trail):
        if m := STANDARD.match(heading.text):
            return m[1]
        if (m := CHAPTER.match(heading.text)) and m[1] in rated:
            return m[1]
    return None


def gold_record(meta: dict[str, Any], declared: dict[str, Any], blocks: list[Block]) -> dict[str, Any]:
    """The record that an ideal reader would extract, as `score.py` wants it."""
    names = ("inspected_body", "region", "published", "fieldwork_started", "isbn", "lead_inspector", "cases_inspected")
    standards = dict(declared["ratings"] or {})
    ratings: dict[str, Any] = {}
    if declared["overall_rating"]:
        ratings["overall"] = declared["overall_rating"]
    if declared["score"]:
        ratings["score"] = dict(zip(("value", "maximum"), declared["score"], strict=True))
    if standards:
        ratings["standards"] = standards
    findings, recommendations = _entries(blocks, set(standards))
    return {
        "id": meta["id"],
        "family": meta["family"],
        "metadata": {k: str(declared[k]) if k != "cases_inspected" else declared[k] for k in names if declared[k] is not None},
        "ratings": ratings,
        "key_questions": [list(pair) for pair in declared["key_questions"] or []],
        "quotes": sum(isinstance(b, Quote) for b in blocks),
        "findings": findings,
        "recommendations": recommendations,
    }


def _entries(blocks: list[Block], rated: set[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Findings and recommendations in reading order, evidence keys turned into finding ids."""
    trail: list[Heading] = []
    role, addressee = "", ""
    findings: list[dict[str, Any]] = []
    recommendations: list[dict[str, Any]] = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph) and block.role:
            role = block.role
            addressee = re.split(r" should| is asked to|:$", re.sub(r"^Dylai ", "", plain(block.text)))[0]
        elif isinstance(block, Heading):
            trail = [h for h in trail if h.level < block.level] + [block]
            role = ""
        elif isinstance(block, ListBlock):
            for item in (x for x in block.items if x.gold):
                key, themes, optional, links = ([x.strip() for x in item.gold.split("|")] + [""] * 4)[:4]
                entry: dict[str, Any] = {"text": item_text(item), "themes": themes.split()}
                entry["themes_optional"] = optional.replace("?", " ").split()
                if role == "recs":
                    head = {"id": f"r{len(recommendations) + 1:02}", "number": item.number, "addressee": addressee}
                    recommendations.append(head | entry | {"evidence": links.split()})
                elif role in POLARITY:
                    head = {"id": f"f{len(findings) + 1:03}", "polarity": POLARITY[role], "section": plain(trail[-1].text)}
                    findings.append(head | {"standard": standard_of(trail, rated)} | entry | {"key": key})
                else:
                    raise ValueError(f"gold without a polarity heading: {item.text[:80]!r}")
    ids = {f["key"]: f["id"] for f in findings}
    for r in recommendations:
        marks = r.pop("evidence")
        r["evidence"] = {ids[k]: int(grade) for k, _, grade in (m.partition("=") for m in marks) if grade}
        r["evidence_optional"] = [ids[m.rstrip("?")] for m in marks if m.endswith("?")]
    return findings, recommendations
