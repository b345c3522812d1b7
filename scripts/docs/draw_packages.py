"""Draws docs/pictures/packages.svg: the packages of findings_nlp in the layers of CONTRIBUTING.md, and what they import.

    python scripts/docs/draw_packages.py

An arrow leads from a package to one that it imports, also where that happens at first use. Arrows that follow from others
are left out. The same code gives the same bytes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape
from pathlib import Path

from findings_nlp.archive.digest import PACKAGE, imports_of

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "pictures" / "packages.svg"
BOX, GAP, ROW, LEFT = 106, 16, 78, 112

Graph = dict[str, set[str]]


def layers(text: str) -> list[tuple[str, list[str]]]:
    """Names of the layers and of their packages, with dots, from the table of CONTRIBUTING.md; the lowest first."""
    part = text.partition("\n## Where things are")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([a-z ]+) \| (`[^|]+`) \|", part, re.M)
    return [(name, [package.replace("/", ".") for package in re.findall(r"`([^`]+)`", cells)]) for name, cells in rows]


def modules() -> dict[str, Path]:
    """Files of all modules by name without that of the package; `findings_nlp` itself, which only names them, is not among them."""
    named = {".".join(p.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): p for p in PACKAGE.rglob("*.py")}
    return {name: path for name, path in sorted(named.items()) if name != "__init__"}


def module_graph() -> Graph:
    """The modules that each module imports, at its top or at first use, types for type checkers left out."""
    known = modules()
    graph: Graph = {}
    for name, path in known.items():
        names = {found.removeprefix("findings_nlp.") for found in imports_of(path)}
        graph[name] = (names & known.keys()) - {name}
    return graph


def package_of(module: str, packages: list[str]) -> str | None:
    """The package with the longest name that a module is or lies in."""
    fits = [package for package in packages if module == package or module.startswith(package + ".")]
    return max(fits, key=len, default=None)


def package_graph(packages: list[str]) -> Graph:
    """The packages that each package imports."""
    graph: Graph = {package: set() for package in packages}
    for module, imported in module_graph().items():
        here = package_of(module, packages)
        if here is not None:
            graph[here] |= {there for name in imported if (there := package_of(name, packages))} - {here}
    return graph


def reduced(graph: Graph) -> Graph:
    """The graph, which has no circle, without the arrows that follow from others."""
    reach: dict[str, set[str]] = {}

    def below(node: str) -> set[str]:
        if node not in reach:
            reach[node] = graph[node].union(*(below(other) for other in graph[node]))
        return reach[node]

    return {node: {n for n in out if not any(n in below(other) for other in out if other != n)} for node, out in graph.items()}


def draw(rows: list[tuple[str, list[str]]], graph: Graph) -> str:
    """The picture as SVG.

    Args:
        rows: layers with their packages, the lowest first; drawn from top to bottom.
        graph: what each package imports.
    """
    widest = max(len(names) for _, names in rows)
    width = LEFT + widest * (BOX + GAP) + GAP
    places: dict[str, tuple[float, float]] = {}
    out: list[str] = []
    for k, (layer, names) in enumerate(rows):
        top = 10 + k * ROW
        free = width - LEFT - len(names) * (BOX + GAP) + GAP
        start = LEFT + free * (0.5, 0.85, 0.2)[k % 3]  # rows stand out of line, so that fewer arrows pass behind boxes
        out.append(f'<text x="10" y="{top + 23}" class="layer">{escape(layer)}</text>')
        for n, name in enumerate(names):
            places[name] = (start + n * (BOX + GAP), top)
    into: dict[str, int] = defaultdict(int)
    for name in places:
        for target in sorted(graph[name], key=list(places).index):
            out.append(_arrow(places[name], places[target], into[target]))
            into[target] += 1
    for name, (x, y) in places.items():
        out.append(f'<rect x="{x:g}" y="{y:g}" width="{BOX}" height="36" rx="5"/>')
        label = escape(name.replace(".", "/"))
        out.append(f'<text x="{x + BOX / 2:g}" y="{y + 23:g}" text-anchor="middle">{label}</text>')
    height = 10 + len(rows) * ROW - (ROW - 46)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        'role="img" aria-label="Packages of findings_nlp and what they import">\n'
        "<style>text{font:13px sans-serif;fill:#0b0c0c}.layer{fill:#505a5f}rect{fill:#eef3f8;stroke:#1d70b8}"
        "path{fill:none;stroke:#505a5f;stroke-width:1.2;marker-end:url(#head)}</style>\n"
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" style="fill:#505a5f;stroke:none;marker-end:none"/></marker></defs>\n'
        f'<rect width="{width:g}" height="{height:g}" style="fill:#fff;stroke:none"/>\n'
    )
    return head + "\n".join(out) + "\n</svg>\n"


def _arrow(start: tuple[float, float], end: tuple[float, float], before: int) -> str:
    """A curve from the top of a box to the bottom of one above it, or along its row."""
    x, y = start[0] + BOX / 2, start[1]
    if start[1] == end[1]:
        right = start[0] < end[0]
        a, b = (start[0] + BOX, end[0]) if right else (start[0], end[0] + BOX)
        level = y + 18
        bend = 0 if abs(a - b) <= GAP + 1 else 34
        return f'<path d="M{a:g} {level:g}C{(a + b) / 2:g} {level + bend:g} {(a + b) / 2:g} {level + bend:g} {b:g} {level:g}"/>'
    target_x = end[0] + BOX / 2 + (before % 5 - 2) * 14
    target_y = end[1] + 37
    middle = (y + target_y) / 2
    return f'<path d="M{x:g} {y:g}C{x:g} {middle:g} {target_x:g} {middle:g} {target_x:g} {target_y:g}"/>'


def picture() -> str:
    """The picture of the packages as they are now."""
    rows = layers((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    return draw(rows, reduced(package_graph([package for _, names in rows for package in names])))


def main() -> None:
    """Write the picture."""
    PICTURE.write_text(picture(), encoding="utf-8")
    print(PICTURE.relative_to(ROOT))


if __name__ == "__main__":
    main()
