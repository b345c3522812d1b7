"""The legend of a marked PDF: what its colours, signs and arrows mean."""

from __future__ import annotations

from dataclasses import dataclass

from findings_nlp.record.schema import Report
from findings_nlp.show.margin import Box, PageSpace
from findings_nlp.show.styles import KINDS, PAPER, rgb
from findings_nlp.show.words import visible, was_labelled
from findings_nlp.source.pdf.drawing import Word
from findings_nlp.source.pdf.marking import text_width
from findings_nlp.source.pdf.marks import Drawing

_LARGE, _SMALL = 8.0, 6.5
_HEIGHT = 54.0


@dataclass(slots=True)
class Legend:
    """Room is taken before the margins fill; the words come after, when it is known what found no room."""

    report: Report

    def reserve(self, space: PageSpace) -> Box | None:
        """A free place on the first page, taken from then on; None where there is none."""
        box = space.strip(self._width(), _HEIGHT)
        if box is not None:
            space.taken.append(box)
        return box

    def drawing(self, box: Box | None, crowded_out: int) -> Drawing:
        """The legend in its place, or for a page of its own where there is none.

        Args:
            box: what `reserve` gave.
            crowded_out: how many marks found no room.
        """
        told = self._told()
        if crowded_out:
            told.append(f"{crowded_out} marks found no room in a margin: the notes of their highlights tell all.")
        if box is None:
            told.append("Page numbers are those of the report, without this page.")
        height = 24 + 10 * len(told)
        if box is None:
            box = (36.0, 36.0, 36.0 + self._width(), 36.0 + height)
        else:
            box = (box[0], box[3] - height, box[2], box[3])
        words, x = [], 8.0
        for text, fill, edge in self._kinds():
            width = text_width(text, _LARGE)
            words.append(Word(x, height - 14, text, _LARGE, rgb(PAPER["ink"]), False, rgb(fill), rgb(edge), width))
            x += width + 14
        words += [Word(8, height - 26 - 10 * k, text, _SMALL, rgb(PAPER["ink"])) for k, text in enumerate(told)]
        alt = "Legend: " + "; ".join(word.text for word in words)
        return Drawing(1, box, words, "legend", alt, (1.0, 1.0, 1.0), rgb(PAPER["rule"]))

    def _kinds(self) -> list[tuple[str, str, str]]:
        counts = {
            "strength": len(self.report.strengths),
            "area_for_improvement": len(self.report.areas_for_improvement),
            "mixed": sum(f.polarity == "mixed" for f in self.report.findings),
            "recommendation": len(self.report.recommendations),
        }
        shown = [(style, counts[kind]) for kind, style in KINDS.items() if counts[kind] or kind != "mixed"]
        return [(f"{style.sign} {style.plural} ({count})", style.fill, style.edge) for style, count in shown]

    def _told(self) -> list[str]:
        model = visible(f"{self.report.model.name} {self.report.model.version}")
        estimates = (
            "themes and evidence are a model's estimates"
            if was_labelled(self.report)
            else "themes and evidence were not looked for"
        )
        return [
            "Each highlight has a note. Arrows lead from recommendations to their reasons and back; possible links stand in the notes.",
            "Grey highlights, with a note each, show where title, body, dates, score and other facts were read.",
            f"Marked by findings_nlp with {model[:60]}; {estimates}.",
        ]

    def _width(self) -> float:
        heads = 8 + sum(text_width(text, _LARGE) + 14 for text, _, _ in self._kinds())
        return max(heads, *(text_width(text, _SMALL) + 16 for text in self._told()))
