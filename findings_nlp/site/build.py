"""Builds the archive explorer's folder. The same tables give the same bytes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from findings_nlp.errors import ReportError
from findings_nlp.pipes.themes.terms import merged, read_terms, shipped_terms
from findings_nlp.retrieval.synonyms import Synonyms, synonyms
from findings_nlp.review.log import NAME as LOG
from findings_nlp.review.log import read_log
from findings_nlp.review.quality import about, quality
from findings_nlp.show.carriers import carrier_css, slots_of
from findings_nlp.show.styles import token_css
from findings_nlp.show.templating import asset
from findings_nlp.site import search_data
from findings_nlp.site.archive import NEEDED, Archive, archive_of
from findings_nlp.site.changes import Comparing
from findings_nlp.site.downloads import OFFERED, downloads
from findings_nlp.site.followed import FOLLOWED, Followings, followings
from findings_nlp.site.groups import groups_of
from findings_nlp.site.page_about import about_page
from findings_nlp.site.page_compare import compare_data, compare_page
from findings_nlp.site.page_followed import followed_page
from findings_nlp.site.page_group import group_page, groups_page
from findings_nlp.site.page_overview import overview
from findings_nlp.site.page_report import report_page
from findings_nlp.site.page_service import related_places, service_page
from findings_nlp.site.page_theme import theme_page
from findings_nlp.site.pages import Pages
from findings_nlp.site.shades import shade_css
from findings_nlp.site.typical import Typical

if TYPE_CHECKING:
    import pandas as pd

    from findings_nlp.pipes.themes.models import ThemeModel

SCRIPTS = ("data", "stem", "terms", "query", "slips", "answer", "find", "csv", "search", "lists", "report", "compare")
# marks a folder as one that a later run may replace
MARK = "made-by-findings-nlp.txt"


def build_site(
    tables_or_out: Mapping[str, pd.DataFrame] | str | PathLike[str],
    folder: str | PathLike[str],
    *,
    report_pages: str | PathLike[str] | None = None,
    terms: Iterable[str | Path] = (),
    compare: Comparing = "full",
    tell: Callable[[str], None] = lambda message: None,
) -> Path:
    """Write the archive explorer: static pages that open from disk, without a server and without the network.

    Args:
        tables_or_out: tables as `Report.to_frames()` gives them, or the folder of an archive run.
        folder: where to write; must not exist, be empty, or hold a site made before, which is replaced as a whole.
        report_pages: a folder of pages by `findings-nlp html`: `NAME.html` or `NAME.pdf.html` of a report is copied and linked.
        terms: TOML files whose abbreviations the search knows besides the shipped ones (`findings_nlp/terms.py`).
        compare: which model tells what is on one matter in the inspections of a service: `full`, `lite` (many times faster, and worse),
            or `none`: the services' pages do not say what changed.
        tell: called with a line on each stage.

    Returns:
        The path of the page to open.

    Raises:
        ReportError: where the tables do not fit or the folder holds something else or cannot be written.
        DataFileError: for a wrong file of terms.
        ValueError: for an unknown `compare`.
    """
    if compare not in ("full", "lite", "none"):
        raise ValueError(f"compare is 'full', 'lite' or 'none', not {compare!r}")
    target, tables = Path(folder), _tables(tables_or_out)
    checked = [] if isinstance(tables_or_out, Mapping) else about(quality(read_log(Path(tables_or_out) / LOG)))
    archive, same = archive_of(tables), synonyms(merged(shipped_terms(), read_terms(terms)))
    if not archive.reports:
        raise ReportError(
            str(tables_or_out) if not isinstance(tables_or_out, Mapping) else "reports", "holds no report", "export"
        )
    _check(target)
    part = target.with_name(target.name + ".part")
    try:
        if part.exists():
            shutil.rmtree(part)
        part.mkdir(parents=True)
        offered = _offer(tables, part)
        full = _full_pages(archive, part, Path(report_pages) if report_pages is not None else None)
        pages = Pages(archive, checked, _model(archive, compare, tell))
        _write(pages, followings(tables), same, part, full, offered, tell)
        if target.exists():
            shutil.rmtree(target)
        part.replace(target)
    except OSError as error:
        raise ReportError(str(target), f"cannot be written ({error.strerror or error})", "export") from None
    return target / "index.html"


def _tables(given: Mapping[str, pd.DataFrame] | str | PathLike[str]) -> Mapping[str, Any]:
    if isinstance(given, Mapping):
        return given
    from findings_nlp.tables.load import load_rows

    return load_rows(given, list(dict.fromkeys([*NEEDED, *OFFERED, *FOLLOWED])))


def _check(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise ReportError(str(target), "is a file, not a folder", "export")
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise ReportError(str(target), "holds files that are not a site made before: choose an empty folder", "export")


def _offer(tables: Mapping[str, pd.DataFrame], part: Path) -> list[tuple[str, int]]:
    """Writes the tables to download; their names and numbers of rows."""
    out = []
    for name, rows, content in downloads(tables):
        (part / "downloads").mkdir(exist_ok=True)
        (part / "downloads" / name).write_bytes(content.encode("utf-8", "replace"))
        out.append((name, rows))
    return out


def _write(
    pages: Pages,
    followed: Followings,
    same: list[Synonyms],
    part: Path,
    full: Mapping[str, str],
    offered: list[tuple[str, int]],
    tell: Callable[[str], None],
) -> None:
    archive = pages.archive

    def put(name: str, content: str) -> None:
        path = part / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # newlines are the same on every system; lone surrogates cannot be written
        path.write_bytes(content.encode("utf-8", "replace"))

    tell(f"{len(archive.reports)} reports, {len(archive.places)} services")
    for name, content in _pages(pages, followed, full, offered):
        put(f"{name}.html", content)
    tell("search data")
    items = search_data.numbered(archive)
    words = search_data.Words(items)
    terms = dict(words.terms())
    put("data/facets.js", search_data.script("facets", search_data.facets(archive, items, terms, same)))
    files_of = {
        "terms": terms.items(), "places": words.places(), "words": words.counts(),
        "texts": search_data.text_files(archive, items), "same": search_data.same_files(items, same),
    }  # fmt: skip
    for folder, found in files_of.items():
        for name, value in found:
            put(f"data/{folder}/{name}.js", search_data.script(f"{folder}/{name}", value))
    put("data/compare.js", search_data.script("compare", compare_data(pages)))
    put("assets/site.css", token_css() + asset("base.css") + shade_css() + _static("site.css") + _carrier_css(archive))
    for name in SCRIPTS:
        put(f"assets/{name}.js", _static(f"{name}.js"))
    put(MARK, "An archive explorer made by findings_nlp. Open index.html. A later run may replace this folder.\n")


def _model(archive: Archive, compare: Comparing, tell: Callable[[str], None]) -> ThemeModel | None:
    """The model that compares inspections; None where nothing is to be compared."""
    again = [place for place in archive.places if len(place.reports) > 1]
    if compare == "none" or not again:
        return None
    from findings_nlp.comparison.run import theme_model

    texts = sum(len(r.findings) + len(r.recommendations) for place in again for r in place.reports)
    tell(f"comparing {texts:,} texts by the model '{compare}'; services with two or more inspections: {len(again)}")
    return theme_model(compare)


def _carrier_css(archive: Archive) -> str:
    themes = [f.themes for report in archive.reports for f in report.printed]
    themes += [item.themes for report in archive.reports for item in report.recommendations]
    return carrier_css(slots_of(themes))


def _static(name: str) -> str:
    return files("findings_nlp.site").joinpath(f"static/{name}").read_text(encoding="utf-8")


def _pages(
    pages: Pages, followed: Followings, full: Mapping[str, str], offered: list[tuple[str, int]]
) -> Iterator[tuple[str, str]]:
    archive, groups = pages.archive, groups_of(pages.archive)
    yield "index", overview(pages, groups["standards"])
    yield "about", about_page(pages, offered)
    yield "compare", compare_page(pages)
    yield "followed", followed_page(pages, followed)
    for kind, found in groups.items():
        yield kind, groups_page(pages, kind, found)
        for group in found:
            yield f"{kind}/{group.slug}", group_page(pages, group)
    yield "search", pages.search()
    yield "themes", pages.themes()
    yield "services", pages.services()
    yield "reports", pages.reports()
    typical = Typical(archive)
    for theme in archive.themes:
        yield f"themes/{pages.names[theme.id]['slug']}", theme_page(pages, theme, typical)
    related = related_places(archive.places)
    for place in archive.places:
        yield f"services/{place.slug}", service_page(pages, place, related.get(place.slug, []))
    for report in archive.reports:
        yield f"reports/{report.slug}", report_page(pages, report, full.get(report.name))


def _full_pages(archive: Archive, part: Path, source: Path | None) -> dict[str, str]:
    """Copies the pages of `findings-nlp html`; report name -> address from its simple page."""
    out: dict[str, str] = {}
    if source is None:
        return out
    if not source.is_dir():
        raise ReportError(str(source), "is no folder of report pages", "export")
    there = {path.name: path for path in source.iterdir() if path.is_file()}
    for report in archive.reports:
        found = there.get(f"{report.name}.html") or there.get(f"{report.name.rpartition('.')[0]}.html")
        if found:
            (part / "full").mkdir(exist_ok=True)
            shutil.copyfile(found, part / "full" / f"{report.slug}.html")
            out[report.name] = f"../full/{report.slug}.html"
    return out
