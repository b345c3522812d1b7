"""The pages as HTML text: what every page needs, and the pages that are lists. Text of reports is escaped by the templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from findings_nlp.families.rating_rules import POINTS
from findings_nlp.show.styles import KINDS, RATINGS
from findings_nlp.show.templating import environment
from findings_nlp.site.archive import Archive
from findings_nlp.site.figures import FEW, Share, raised, sectors, years_of
from findings_nlp.site.items import AREA, STRENGTH
from findings_nlp.site.names import SHORT_FAMILIES
from findings_nlp.site.services import KINDS as SERVICE_KINDS
from findings_nlp.site.slugs import slugs

if TYPE_CHECKING:
    from findings_nlp.pipes.themes.models import ThemeModel

# own files and nothing else: no inline script or style, no network, no forms sent
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"
SEARCH_SCRIPTS = tuple(
    f"assets/{name}.js" for name in ("data", "stem", "terms", "query", "slips", "answer", "find", "csv", "search")
)
FILTERS = (
    ("kind", "Kind of text"), ("family", "Family of reports"), ("year", "Year"), ("region", "Region"),
    ("standard", "Standard"), ("polarity", "Side"), ("theme", "Theme"), ("addressee", "Addressed to"),
)  # fmt: skip


class Pages:
    """Renders the pages of one archive.

    Args:
        archive: the archive.
        checked: sentences on its error rates, from reviews of a random share.
        model: compares the inspections of a service; None where they are not to be compared.
    """

    def __init__(self, archive: Archive, checked: Sequence[str] = (), model: ThemeModel | None = None) -> None:
        self.archive, self.checked, self.model = archive, checked, model
        short = slugs(theme.id for theme in archive.themes)
        self.names = {t.id: {"name": t.name, "slug": short[t.id], "definition": t.definition} for t in archive.themes}
        self.place_of = {report.name: place for place in archive.places for report in place.reports}
        self.raised = {sector: raised(found) for sector, found in sectors(archive).items()}
        self._counts = _counts(archive)

    def short(self, family: str) -> str:
        """A family's short name."""
        return SHORT_FAMILIES.get(family, self.archive.families[family])

    def render(self, template: str, here: str, depth: int = 0, scripts: tuple[str, ...] = (), **values: Any) -> str:
        """One page from a template of `show/templates/site`; `depth` is the number of folders it lies in."""
        shared = {
            "policy": POLICY, "here": here, "root": "../" * depth, "scripts": scripts, "counts": self._counts, "names": self.names,
            "families": self.archive.families, "kinds": KINDS, "looks": RATINGS, "few": FEW, "points": POINTS, "shorts": {f: self.short(f) for f in self.archive.families},
        }  # fmt: skip
        return environment().get_template(f"site/{template}.html").render(**shared, **values)

    def search(self) -> str:
        """The search page: an empty form that its scripts fill."""
        return self.render("search", "search", scripts=SEARCH_SCRIPTS, filters=FILTERS)

    def services(self) -> str:
        """All services."""
        places, scripts = self.archive.places, ("assets/lists.js",)
        return self.render("services", "services", scripts=scripts, places=places, kinds_of_service=SERVICE_KINDS)

    def reports(self) -> str:
        """All reports, newest first."""
        rows = []
        for report in self.archive.reports:
            found = Counter(f.polarity for f in report.findings)
            rows.append((report, found[STRENGTH], found[AREA]))
        return self.render("reports", "reports", scripts=("assets/lists.js",), rows=rows)

    def themes(self) -> str:
        """All themes by group, in the order of the taxonomy."""
        total = sum(1 for report in self.archive.reports if report.findings)
        found: Counter[tuple[str, str]] = Counter()
        for report in self.archive.reports:
            found.update({(theme, f.polarity) for f in report.findings for theme in f.themes})
        groups: dict[str, list[dict[str, Any]]] = {}
        for theme in self.archive.themes:
            shares = {"strength": Share(found[theme.id, STRENGTH], total), "area": Share(found[theme.id, AREA], total)}
            groups.setdefault(theme.group, []).append({**self.names[theme.id], **shares})
        named = [(group[:1].upper() + group[1:] or "Own themes", rows) for group, rows in groups.items()]
        return self.render("themes", "themes", groups=named, total=total)


def _counts(archive: Archive) -> dict[str, Any]:
    polarity = Counter(f.polarity for r in archive.reports for f in r.findings)
    years = [year for year in years_of(archive.reports) if year != "undated"]
    numbers = {
        "reports": len(archive.reports),
        "places": len(archive.places),
        "findings": sum(polarity.values()),
        "strengths": polarity[STRENGTH],
        "areas": polarity[AREA],
        "repeats": sum(len(r.printed) - len(r.findings) for r in archive.reports),
        "recommendations": sum(len(r.recommendations) for r in archive.reports),
    }
    return {name: f"{number:,}" for name, number in numbers.items()} | {
        "span": f"{years[0]} to {years[-1]}" if years else "undated"
    }
