"""findings_nlp: findings, ratings and recommendations from HM Inspectorate of Probation reports.

>>> import findings_nlp as fn
>>> report = fn.read_report("corpus/reports/pdu-2021-ashmere.pdf")
>>> report.inspected_body
'Ashmere PDU'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

# where each public name lives: imported at first use, so that `import findings_nlp` stays fast
_HOMES = {
    "label": "pipes.themes.labelling",
    "load": "pipeline",
    "read_doc": "pipeline",
    "read_pdf": "pipeline",
    "read_report": "pipeline",
    "report_from_doc": "record.build",
    "annotate": "show.annotate",
    "report_page": "show.page",
    "Report": "record.schema",
    "json_schema": "record.schema",
    "keyed": "record.keyed",
    "ReportError": "errors",
    "load_archive": "tables.load",
    "read_reports": "archive.reading",
    "search": "retrieval.search",
    "build_site": "site.build",
    "themes": "pipes.themes.labelling",
    "Reader": "isolated",
    "compare": "comparison.run",
    "threads": "followup.run",
    "responses": "followup.responses",
}

if TYPE_CHECKING:
    from findings_nlp.archive.reading import read_reports
    from findings_nlp.comparison.run import compare
    from findings_nlp.errors import ReportError
    from findings_nlp.followup.responses import responses
    from findings_nlp.followup.run import threads
    from findings_nlp.isolated import Reader
    from findings_nlp.pipeline import load, read_doc, read_pdf, read_report
    from findings_nlp.pipes.themes.labelling import label, themes
    from findings_nlp.record.build import report_from_doc
    from findings_nlp.record.keyed import keyed
    from findings_nlp.record.schema import Report, json_schema
    from findings_nlp.retrieval.search import search
    from findings_nlp.show.annotate import annotate
    from findings_nlp.show.page import report_page
    from findings_nlp.site.build import build_site
    from findings_nlp.tables.load import load_archive

__all__ = [
    "Reader",
    "Report",
    "ReportError",
    "annotate",
    "build_site",
    "compare",
    "json_schema",
    "keyed",
    "label",
    "load",
    "load_archive",
    "read_doc",
    "read_pdf",
    "read_report",
    "read_reports",
    "report_from_doc",
    "report_page",
    "responses",
    "search",
    "themes",
    "threads",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'findings_nlp' has no attribute '{name}'")
    return getattr(import_module(f"findings_nlp.{home}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
