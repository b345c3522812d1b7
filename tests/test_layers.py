import ast
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter

import pytest
from making import ROOT

from scripts.docs import draw_packages

MODULES = draw_packages.modules()
GRAPH = draw_packages.module_graph()
LAYERS = [names for _, names in draw_packages.layers((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))]
PACKAGES = [name for names in LAYERS for name in names]
LAYER = {name: rank for rank, names in enumerate(LAYERS) for name in names}
COMPONENTS = ["sections", "items", "facts", "prose", "themes", "evidence"]
HEAVY = {
    "pymupdf": {
        "source.pdf.source",
        "source.pdf.letters",
        "source.pdf.structure",
        "source.pdf.reading",
        "source.pdf.parting",
        "source.pdf.marking",
        "fetch.store",
    },
    "pandas": {"record.schema"},
    "pyarrow": {"tables.optional"},
    "datasets": set(),
    "altair": {"plots"},
    "sklearn": {"pipes.themes.linear", "adapt.fit"},
    "onnxruntime": {"pipes.themes.encoder"},
    "openpyxl": {"cli.text_files", "plans.from_sheets", "review.returned"},
    "docx": {"plans.from_docx"},
    "xlsxwriter": {"tables.book"},
    "scipy": {"adapt.fit", "adapt.model"},
    "rich": {"archive.progress"},
    "pyspark": {"archive.spark", "archive.spark_column"},
    "jinja2": {"show.templating"},
    "requests": {"fetch.client"},
    "protego": {"fetch.client"},
    "bs4": {"fetch.pages"},
    "selectolax": {"source.html.facts", "source.html.furniture", "source.html.reader", "source.html.tables", "source.html.walk"},
}


@cache
def imports(name: str) -> list[tuple[str, bool, bool]]:
    """What a module imports: name, whether at the top, whether for types only."""
    out = []

    def visit(node: ast.AST, top: bool, typing: bool) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                out.extend((alias.name, top, typing) for alias in child.names)
            elif isinstance(child, ast.ImportFrom) and child.module:
                out.append((child.module, top, typing))
            guarded = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
            inner = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            visit(child, top and not inner, typing or guarded)

    visit(ast.parse(MODULES[name].read_text(encoding="utf-8")), True, False)
    return out


def package_of(module: str) -> str | None:
    return draw_packages.package_of(module, PACKAGES)


def test_every_module_has_its_place_in_the_order():
    assert len(LAYERS) > 5
    assert [name for name in MODULES if package_of(name) is None] == []


def test_modules_import_only_from_their_own_layer_and_those_below():
    upwards = [
        f"{name} imports {target}"
        for name, targets in GRAPH.items()
        for target in targets
        if LAYER[package_of(target)] > LAYER[package_of(name)]
    ]
    assert upwards == []


def test_no_modules_and_no_packages_import_one_another_in_a_circle():
    own = {name: targets - {name.rpartition(".")[0]} for name, targets in GRAPH.items()}
    TopologicalSorter(own).prepare()  # raises CycleError with the circle
    TopologicalSorter(draw_packages.package_graph(PACKAGES)).prepare()


def test_a_module_that_imports_from_above_and_a_circle_are_seen(tmp_path, monkeypatch):
    (tmp_path / "layout").mkdir()
    (tmp_path / "layout" / "a.py").write_text("def f():\n    from findings_nlp.cli import b\n")
    (tmp_path / "cli").mkdir()
    (tmp_path / "cli" / "b.py").write_text("import findings_nlp.layout.a")
    monkeypatch.setattr(draw_packages, "PACKAGE", tmp_path)
    assert draw_packages.module_graph() == {"layout.a": {"cli.b"}, "cli.b": {"layout.a"}}
    assert draw_packages.package_graph(["layout", "cli"]) == {"layout": {"cli"}, "cli": {"layout"}}


def test_components_meet_in_the_document_and_only_prose_and_evidence_build_on_another():
    for name in COMPONENTS:
        used = {
            package_of(target) for module, targets in GRAPH.items() if package_of(module) == f"pipes.{name}" for target in targets
        }
        others = {f"pipes.{other}" for other in COMPONENTS if other != name} & used
        allowed = {"prose": {"pipes.themes", "pipes.facts"}, "evidence": {"pipes.themes"}}
        assert others == allowed.get(name, set())


def test_picture_of_the_packages_is_that_of_the_imports():
    """`python scripts/docs/draw_packages.py` draws it anew."""
    assert draw_packages.PICTURE.read_text(encoding="utf-8") == draw_packages.picture()


def test_arrows_that_follow_from_others_are_left_out():
    assert draw_packages.reduced({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == {"a": {"b"}, "b": {"c"}, "c": set()}


@pytest.mark.parametrize("library", HEAVY)
def test_heavy_library_is_imported_in_its_own_modules_only(library):
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
