"""A report as a notebook shows it: its page in a frame of its own, where the notebook's styles and the page's do not meet."""

from __future__ import annotations

from html import escape

from findings_nlp.record.schema import Report
from findings_nlp.show.page import report_page

_HEIGHT = 640  # pixels


def framed(report: Report) -> str:
    """An `iframe` that holds the report's page: no script runs in it, and links open beside the notebook."""
    page = escape(report_page(report), quote=True)
    title = escape(report.source.name, quote=True)
    look = f"width: 100%; height: {_HEIGHT}px; border: 1px solid #c8ccd2; background: #fff"
    return f'<iframe title="{title}" sandbox="allow-popups" style="{look}" srcdoc="{page}"></iframe>'
