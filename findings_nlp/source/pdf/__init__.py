"""The only package that imports PyMuPDF, with `fetch.store`: `reading` takes a PDF's text layer, `marking` writes marks into a copy."""

from findings_nlp.source.pdf.lines import CROWD, REFERENCE, SIDEWAYS, Line
from findings_nlp.source.pdf.reading import Page, TextLayer, read_text_layer
from findings_nlp.source.pdf.source import Source, read_bytes
from findings_nlp.source.pdf.space import Box
from findings_nlp.source.pdf.turned import turned_back

__all__ = [
    "CROWD",
    "REFERENCE",
    "SIDEWAYS",
    "Box",
    "Line",
    "Page",
    "Source",
    "TextLayer",
    "read_bytes",
    "read_text_layer",
    "turned_back",
]
