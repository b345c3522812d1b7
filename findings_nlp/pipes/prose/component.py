"""Component `findings_prose`: findings where no heading gives the side, read by the trained detector.

Adds to what `findings_extract` found, in reading order, and changes none of it. A finding of the model has `basis`, `basis_score`,
the characters `start` to `end` of the document, the key question it answers, whether it stands in a summary, and as `context` the
sentence before it where it begins by pointing back.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.tokens import Doc, SpanGroup

from findings_nlp.document.contexts import contexts_of
from findings_nlp.document.doc import char_span, is_report, numbered, report_data, views
from findings_nlp.document.language import language_of
from findings_nlp.pipes.prose.detector import Detector, Found
from findings_nlp.pipes.prose.passages import Piece, pieces

_POINTS_BACK = re.compile(
    r"(?:(?:but|and|yet|however|nonetheless|even so|in (?:the )?others?),? )?(?:this|these|those|that|such|they|it|its|their|he|she|"
    r"the (?:other|others|same|former|latter|remainder|rest|remaining|result)|others?|neither|both|none|elsewhere|all of)\b",
    re.I,
)


class Prose:
    """spaCy component `findings_prose`: see the module's docstring. Needs `findings_extract` before it.

    Args:
        detector: of the pipeline's tier.
    """

    def __init__(self, detector: Detector) -> None:
        self.detector = detector

    def __call__(self, doc: Doc) -> Doc:
        """Find findings in prose and write them on the `Doc`."""
        if not is_report(doc):
            return doc  # a plain text has no sections
        data = report_data(doc)
        if "findings" not in data:
            raise ValueError("the pipeline lacks 'findings_extract' before 'findings_prose'")
        blocks = views(doc)
        if language_of(" ".join(block.text for block in blocks)) != "en":
            return doc  # the detector knows English only
        read = pieces(blocks, contexts_of(doc))
        data["prose_read"] = sorted({k for piece in read for k, _, _ in piece.spans})
        found = self.detector.find([piece.passage for piece in read])
        new = [finding_of(piece, one) for piece, some in zip(read, found, strict=True) for one in whole_items(piece, some)]
        if not new:
            return doc
        taken = {k for finding in data["findings"] for k in finding["blocks"]}
        added = [finding for finding in new if not taken & set(finding["blocks"])]
        data["findings"] = sorted([*data["findings"], *added], key=lambda f: (f["blocks"][0], f.get("start", 0)))
        spans = []
        for name, raw in zip(numbered(data["findings"], "f", 3), data["findings"], strict=True):
            start = raw.get("start", blocks[raw["blocks"][0]].start)
            end = raw.get("end", blocks[raw["blocks"][-1]].end)
            spans.append(char_span(doc, start, end, raw["polarity"], name))
        doc.spans["findings"] = SpanGroup(doc, name="findings", spans=[span for span in spans if span is not None])
        return doc


def whole_items(piece: Piece, found: list[Found]) -> list[Found]:
    """Of a list's item the whole is the finding, unless the model sees two in it."""
    last = len(piece.spans) - 1
    return [found[0]._replace(first=0, last=last)] if piece.passage.kind == "item" and len(found) == 1 else found


def finding_of(piece: Piece, found: Found) -> dict[str, Any]:
    """A finding of the model as the document's data holds it."""
    chosen = piece.spans[found.first : found.last + 1]
    text = piece.passage.sentences
    back = found.first > 0 and _POINTS_BACK.match(text[found.first])
    return {
        "polarity": found.polarity,
        "blocks": list(dict.fromkeys(k for k, _, _ in chosen)),
        "section": piece.where.chain[-1] if piece.where.chain else None,
        "standard": piece.where.standard,
        "headings": list(piece.where.chain),
        "basis": "model",
        "basis_score": round(found.score, 4),
        "start": chosen[0][1],
        "end": chosen[-1][2],
        "question": piece.where.question,
        "in_summary": piece.where.in_summary,
        "context": text[found.first - 1] if back else None,
    }
