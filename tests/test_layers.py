import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from making import ROOT

PACKAGE = ROOT / "findings_nlp"

# low to high: a module imports only from rows above its own; modules of one row may not import each other
ORDER = [
    ["errors", "streams"],
    ["source.editions", "source.html.source", "source.html.guard"],
    [
        "record.schema",
        "families.bands",
        "families.rating_words",
        "pipes.facts.dates",
        "pipes.facts.quantities",
        "source.pdf.shifted",
        "geometry",
        "families",
        "pipes.themes.taxonomy",
        "pipes.themes.parts",
    ],
    ["pipes.themes.terms", "pipes.themes.layer"],
    ["pipes.themes.glossary"],
    ["pipes.themes.spans", "pipes.themes.linear"],
    ["pipes.themes.encoder"],
    ["source.pdf.space", "source.pdf.source"],
    ["source.pdf.letters", "source.pdf.parting", "source.pdf.overprint", "source.pdf.structure"],
    ["source.pdf.lines"],
    ["source.pdf.reading"],
    ["source.pdf"],
    ["source.pdf.drawing"],
    ["source.pdf.marks"],
    ["source.pdf.marking"],
    ["layout.model", "layout.smallwords"],
    ["layout.heights"],
    ["layout.measures", "layout.furniture", "layout.boxes", "layout.footnotes", "layout.numbering"],
    ["layout.order", "layout.labels", "layout.clean", "layout.headings"],
    ["layout.pairs", "layout.lists", "layout.side_heads", "layout.watermarks", "layout.ligatures"],
    ["layout.tables"],
    ["layout.prints"],
    ["layout.flow"],
    ["layout.blocks"],
    ["source.html.pieces", "source.html.place", "source.html.furniture", "source.html.tables", "source.html.facts"],
    ["source.html.walk"],
    ["source.html.reader"],
    ["document.doc"],
    ["document.places", "document.texts"],
    ["pipes.sections.own_headings", "pipes.items.recommendation_forms", "pipes.facts.rating_columns"],
    ["pipes.sections.panels"],
    ["pipes.facts.cover"],
    [
        "pipes.sections.segments",
        "pipes.items.recommendations",
        "pipes.facts.overall",
        "pipes.facts.key_questions",
        "pipes.facts.metadata",
    ],
    ["pipes.items.findings", "pipes.facts.ratings"],
    ["pipes.themes.models"],
    ["pipes.themes.user_themes", "pipes.evidence.features"],
    ["pipes.themes.component"],
    ["pipes.evidence.component", "pipes.themes.labelling"],
    ["record.losses"],
    ["record.checks"],
    ["record.build"],
    ["show.look", "show.words"],
    ["show.outline", "tables.schema", "tables.staging", "tables.needs"],
    ["tables.rows"],
    ["tables.frames", "tables.arrow", "tables.csv_files", "tables.jsonl", "tables.sqlite"],
    ["tables.book"],
    ["tables.parquet", "tables.dataset", "tables.xlsx"],
    ["tables.write", "tables.load"],
    ["tables"],
    ["review.log"],
    ["review.apply", "review.quality", "review.sample"],
    ["review.sheet", "review.stored"],
    ["review.returned"],
    ["show.templating", "show.margin", "show.notes", "show.lines", "show.carriers"],
    ["show.bookmarks", "show.legend", "show.page", "review.page"],
    ["site.slugs", "site.services", "site.words", "site.names", "site.shades", "site.svg"],
    ["site.synonyms"],
    ["site.archive"],
    ["site.figures", "site.recurring", "site.typical", "site.search_data"],
    ["site.charts", "site.pages"],
    ["site.page_overview", "site.page_theme", "site.page_service", "site.page_report"],
    ["site.build", "plots"],
    ["pipes.factories"],
    ["pipeline"],
    ["archive.names", "archive.outcomes"],
    ["archive.inputs", "archive.settings"],
    ["archive.store", "archive.worker"],
    ["archive.child", "archive.plan", "archive.progress", "archive.changes"],
    ["archive.engine", "archive.passport", "archive.corrected", "isolated"],
    ["archive.run", "archive.reading", "archive.spark_worker"],
    ["archive.spark"],
    ["adapt.fit", "assure.proof", "exchange.texts"],
    ["adapt.model", "assure.pack", "exchange.qdpx"],
    ["show.annotate"],
    ["cli.common", "cli.text_files"],
    [
        "cli.extract",
        "cli.tag",
        "cli.annotate",
        "cli.html",
        "cli.site",
        "cli.label",
        "cli.themes",
        "cli.workbook",
        "cli.review",
        "cli.adapt",
        "cli.assure",
        "cli.exchange",
    ],
    ["cli"],
    ["cli.__main__"],
]
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
STAGES = [
    "pipes.sections.segments",
    "pipes.items.findings",
    "pipes.facts.ratings",
    "pipes.themes.component",
    "pipes.evidence.component",
]
# documented exceptions: what a lower module may import at call time only
LATE = {("record.schema", "tables.frames"), ("pipes.facts.metadata", "pipes.facts.quantities"), ("pipeline", "isolated")}
HEAVY = {
    "pymupdf": {
        "source.pdf.source",
        "source.pdf.letters",
        "source.pdf.structure",
        "source.pdf.reading",
        "source.pdf.parting",
        "source.pdf.marking",
    },
    "pandas": {"tables.frames", "record.schema"},
    "pyarrow": {"tables.needs"},
    "datasets": set(),
    "altair": {"plots"},
    "sklearn": {"pipes.themes.linear", "adapt.fit"},
    "onnxruntime": {"pipes.themes.encoder"},
    "openpyxl": {"cli.text_files", "review.returned"},
    "xlsxwriter": {"tables.book"},
    "scipy": {"adapt.fit", "adapt.model"},
    "pebble": {"archive.engine"},
    "rich": {"archive.progress"},
    "pyspark": {"archive.spark"},
    "jinja2": {"show.templating"},
    "selectolax": {"source.html.facts", "source.html.furniture", "source.html.reader", "source.html.tables", "source.html.walk"},
}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


EMPTY = {
    "__init__",
    "source",
    "source.html",
    "layout",
    "document",
    "pipes",
    "pipes.sections",
    "pipes.items",
    "pipes.facts",
    "pipes.themes",
    "pipes.evidence",
    "record",
    "archive",
    "show",
    "site",
    "review",
    "adapt",
    "assure",
    "exchange",
}
MODULES = {_name(p): p for p in sorted(PACKAGE.rglob("*.py")) if _name(p) not in EMPTY}


@cache
def imports(name: str) -> list[tuple[str, bool, bool]]:
    """Modules that a module imports: name, whether at the top, whether for types only."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    out = []

    def visit(node: ast.AST, top: bool, typing: bool) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                out.extend((alias.name, top, typing) for alias in child.names)
            elif isinstance(child, ast.ImportFrom) and child.module:
                names = [f"{child.module}.{a.name}" for a in child.names]
                out.extend((n if n.removeprefix("findings_nlp.") in MODULES else child.module, top, typing) for n in names)
            guarded = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
            inner = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            visit(child, top and not inner, typing or guarded)

    visit(tree, True, False)
    return out


def test_every_module_has_its_place_in_the_order():
    assert sorted(set(MODULES) - set(RANK)) == []


@pytest.mark.parametrize("name", MODULES)
def test_module_imports_only_from_below(name):
    for module, top, typing in imports(name):
        target = module.removeprefix("findings_nlp.")
        if typing or target == module or target not in RANK or (not top and (name, target) in LATE):
            continue
        assert RANK[target] < RANK[name], f"{name} imports {target}"


def test_stages_never_import_each_other():
    for name in ("pipes.sections.segments", "pipes.items.findings", "pipes.facts.ratings"):
        used = {module.removeprefix("findings_nlp.") for module, _, _ in imports(name)}
        assert not used & set(STAGES)


@pytest.mark.parametrize("library", HEAVY)
def test_heavy_library_has_one_door(library):
    users = {name for name in MODULES for module, _, typing in imports(name) if module.split(".")[0] == library and not typing}
    assert users <= HEAVY[library]


@pytest.mark.parametrize("library", ["pandas"])
def test_tables_are_imported_at_first_use(library):
    late = [
        (name, module) for name in MODULES for module, top, typing in imports(name) if module == library and top and not typing
    ]
    assert late == []


def fresh(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip()


def test_import_of_the_package_brings_no_heavy_library():
    code = "import sys, findings_nlp; print(sorted({'spacy', 'pymupdf', 'pandas', 'numpy', 'pydantic'} & set(sys.modules)))"
    assert fresh(code) == "[]"


def test_pdf_is_read_without_the_html_parser():
    pdf = "corpus/reports/yjs-2025-tarnfell.pdf"
    code = f"import sys, findings_nlp as fn; fn.read_report({pdf!r}, nlp=fn.load('none')); print('selectolax' in sys.modules)"
    assert fresh(code) == "False"


def test_help_of_the_command_needs_no_heavy_library():
    code = "import sys, findings_nlp.cli; print(sorted({'spacy', 'pymupdf', 'pandas', 'pyarrow'} & set(sys.modules)))"
    assert fresh(code) == "[]"


def test_reading_a_report_needs_no_pandas():
    pdf = "corpus/reports/yjs-2025-tarnfell.pdf"
    code = f"import sys, findings_nlp as fn; fn.read_report({pdf!r}, nlp=fn.load('none')); print('pandas' in sys.modules)"
    assert fresh(code) == "False"


def test_tables_are_written_and_read_without_a_heavy_library_until_one_is_needed():
    code = (
        "import sys, findings_nlp.tables; print(sorted({'spacy', 'pymupdf', 'pandas', 'pyarrow', 'pydantic'} & set(sys.modules)))"
    )
    assert fresh(code) == "[]"


def test_public_names_can_be_had():
    import findings_nlp as fn

    assert all(callable(getattr(fn, name)) for name in fn.__all__)
