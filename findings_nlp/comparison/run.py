"""`fn.compare`: two reports, or all inspections of one service in an archive."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from findings_nlp.comparison.inspections import NEEDED, CompareError, of_report, of_tables
from findings_nlp.comparison.matters import Comparison, compare_inspections
from findings_nlp.pipes.themes.models import ThemeModel, Tier, model_folder

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report


@lru_cache(maxsize=2)
def theme_model(tier: Tier) -> ThemeModel:
    """The shipped theme model, loaded once."""
    return ThemeModel(model_folder(), tier)


def compare(reports: Sequence[Report] | str | PathLike[str], service: str | None = None, *, model: Tier = "full") -> Comparison:
    """Compare inspections: ratings that moved, findings new, gone or back, recommendations repeated.

    Args:
        reports: two records or more, which are put in the order of their dates; or the folder of an archive.
        service: of an archive, the `service_id` whose inspections are compared.
        model: `full`, or `lite`: many times faster, and worse at telling sameness.

    Raises:
        CompareError: for fewer than two inspections, or an unknown service.
        TablesError: where the archive cannot be read.
        ValueError: for an unknown model.
    """
    if model not in ("full", "lite"):
        raise ValueError(f"model is 'full' or 'lite', not {model!r}")
    if isinstance(reports, str | PathLike):
        if service is None:
            raise CompareError(str(Path(reports)), "name the service whose inspections are to be compared")
        from findings_nlp.tables.load import load_archive

        found = of_tables(load_archive(reports, NEEDED), service)
        if len(found) < 2:
            raise CompareError(service, "has one inspection in this archive: there is nothing to compare")
    else:
        found = sorted((of_report(report) for report in reports), key=lambda i: i.published)
    return compare_inspections(found, theme_model(model))
