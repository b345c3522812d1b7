"""The text of each report that other programs show: its findings and recommendations under their sections, with their places in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from findings_nlp.show.words import visible_line
from findings_nlp.tables.rows import Row


@dataclass(frozen=True, slots=True)
class Passage:
    """A finding or recommendation in a text: characters `start` to `end` (code points), and what it is labelled with."""

    id: str
    start: int
    end: int
    side: str
    themes: tuple[str, ...]


@dataclass(slots=True)
class Text:
    """One report's text."""

    report: str
    text: str
    passages: list[Passage] = field(default_factory=list)


def texts(rows: Mapping[str, Sequence[Row]]) -> Iterator[Text]:
    """The text of every report, in the order of the archive.

    Args:
        rows: the archive's tables.
    """
    items: dict[str, list[tuple[str, Row, str]]] = {}
    for row in rows["findings"]:
        items.setdefault(row["report"], []).append((row["section"] or "", row, row["polarity"]))
    for row in rows["recommendations"]:
        items.setdefault(row["report"], []).append(("Recommendations", row, "recommendation"))
    for report in rows["reports"]:
        made, last = Text(report["report"], ""), None
        for section, row, side in items.get(report["report"], []):
            if section != last:
                made.text += f"{visible_line(section)}\n\n"
                last = section
            shown = visible_line(row["text"])
            start = len(made.text)
            name = row["finding"] if side != "recommendation" else row["recommendation"]
            made.passages.append(Passage(name, start, start + len(shown), side, tuple(row["themes"])))
            made.text += f"{shown}\n\n"
        yield made
