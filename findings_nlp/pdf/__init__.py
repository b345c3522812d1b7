"""The only room that knows PyMuPDF: `reading` takes a PDF's text layer, `marking` writes marks into a copy."""

from findings_nlp.pdf.lines import CROWD, Line
from findings_nlp.pdf.reading import Page, TextLayer, read_text_layer
from findings_nlp.pdf.source import Source, read_bytes
from findings_nlp.pdf.space import Box

__all__ = ["CROWD", "Box", "Line", "Page", "Source", "TextLayer", "read_bytes", "read_text_layer"]
