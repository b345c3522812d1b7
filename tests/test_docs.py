import doctest
import importlib
import pkgutil
import re

import pytest
from making import ROOT

import findings_nlp

NAMES = ["findings_nlp"] + [m.name for m in pkgutil.walk_packages(findings_nlp.__path__, "findings_nlp.")]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.M | re.S)


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("name", NAMES)
def test_examples_in_docstrings_run(name):
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        assert not error.name.startswith("findings_nlp")
        pytest.skip(f"needs {error.name}, an optional library that is not installed")
    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).failed == 0


def test_some_docstrings_have_examples():
    assert doctest.DocTestFinder().find(findings_nlp)[0].examples


@pytest.mark.skipif(not BLOCKS, reason="README.md holds no python block yet")
def test_python_blocks_of_the_readme_run_one_after_the_other():
    scope: dict[str, object] = {"__name__": "readme"}
    for block in BLOCKS:
        if ">>> " in block:
            result = doctest.DocTestRunner(verbose=False)
            result.run(doctest.DocTestParser().get_doctest(block, scope, "README.md", None, None), clear_globs=False)
            assert result.failures == 0
        else:
            exec(compile(block, "README.md", "exec"), scope)
    assert "findings_nlp" in README


def test_python_blocks_of_the_page_of_themes_run():
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / "docs" / "themes.md").read_text(encoding="utf-8"), re.M | re.S)
    assert len(blocks) >= 2
    for block in blocks:
        exec(compile(block, "themes.md", "exec"), {"__name__": "themes"})


def test_commands_page_is_that_of_the_code_and_every_option_is_described():
    """`python scripts/docs/build_commands_doc.py` writes it anew."""
    from scripts.docs import build_commands_doc as made

    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == made.page()
    for name, function in made.commands().items():
        assert function.__doc__, name
        assert [p.written for p in made.parameters(function) if not p.help] == [], name


def test_commands_page_has_the_names_and_defaults_that_help_shows():
    from typer.testing import CliRunner

    from findings_nlp.cli import app
    from scripts.docs import build_commands_doc as made

    for name, function in made.commands().items():
        shown = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "400", "TERM": "dumb"}).stdout
        names = set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", " ".join(p.written for p in made.parameters(function))))
        assert names <= set(re.findall(r"--?[a-z][\w-]*", shown)), name


def test_tests_that_are_named_exist():
    pages = [*(ROOT / "docs").glob("*.md"), *(ROOT / "findings_nlp").rglob("*.py"), ROOT / "CONTRIBUTING.md", ROOT / "README.md"]
    named = {name for page in pages for name in re.findall(r"\btest_\w+\.py\b", page.read_text(encoding="utf-8"))}
    there = {p.name for folder in ("tests", "scripts/bench") for p in (ROOT / folder).glob("test_*.py")}
    assert sorted(named - there) == []


def test_every_page_of_the_docs_is_in_the_site():
    listed = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert [p.name for p in (ROOT / "docs").glob("*.md") if f": {p.name}\n" not in listed] == []


def test_python_blocks_of_the_page_of_the_doc_run():
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / "docs" / "doc.md").read_text(encoding="utf-8"), re.M | re.S)
    assert len(blocks) == 2
    for block in blocks:
        exec(compile(block, "doc.md", "exec"), {"__name__": "doc"})


def test_every_group_of_spans_is_on_the_page_of_the_doc(nlp, small_pdf):
    text = (ROOT / "docs" / "doc.md").read_text(encoding="utf-8")
    doc = nlp(findings_nlp.read_doc(small_pdf, nlp))
    assert [name for name in doc.spans if f'`doc.spans["{name}"]`' not in text] == []


def test_toml_blocks_of_the_page_of_themes_are_read(tmp_path):
    from findings_nlp.pipes.themes.taxonomy import parse_themes
    from findings_nlp.pipes.themes.terms import parse_terms
    from findings_nlp.pipes.themes.user_themes import ThemeRule

    blocks = re.findall(r"^```toml\n(.*?)^```", (ROOT / "docs" / "themes.md").read_text(encoding="utf-8"), re.M | re.S)
    for block in blocks:
        if "[[theme]]" in block:
            assert all(ThemeRule(theme) for theme in parse_themes(block, "themes.md") if theme.by_rule)
        else:
            assert parse_terms(block, "themes.md")


def test_the_list_of_themes_is_that_of_the_taxonomy_and_the_glossary():
    from scripts.docs import build_themes_doc

    text = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")
    assert build_themes_doc.page(text) == text


def test_the_page_of_reports_lists_every_shipped_family_with_its_maxima():
    from findings_nlp.families import shipped_families

    text = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    rows = {cells[0]: cells for line in text.splitlines() if len(cells := line.strip("| ").split(" | ")) == 5}
    for family in shipped_families():
        printed = [int(number) for number in re.findall(r"\d+", rows[family.id][4])]
        assert sorted(printed) == sorted(family.maxima), family.id


def test_names_on_the_page_of_upgrading_are_those_of_modules():
    import importlib.util

    text = (ROOT / "docs" / "upgrading.md").read_text(encoding="utf-8")
    moved = re.findall(r"^\| `([\w.]+)` \| `([\w.]+)` \|$", text, re.M)
    assert len(moved) > 20
    assert [new for _, new in moved if importlib.util.find_spec(f"findings_nlp.{new}") is None] == []


def test_version_is_told_alike():
    version = findings_nlp.__version__
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_field_of_the_record_is_on_its_page():
    from findings_nlp.record.schema import Report

    text = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    assert [name for name in Report.model_fields if f"`{name}`" not in text] == []


def test_nothing_shipped_cites_what_only_its_authors_have():
    folders = ("findings_nlp", "docs", "scripts", "corpus", "models")
    files = [p for folder in folders for p in (ROOT / folder).rglob("*") if p.suffix in {".py", ".md", ".toml", ".html"}]
    cited = re.compile(r"\.\./shared|`shared/|domain\.md|design\.md|\bthe contract's\b|of the contract\b")
    assert [str(p) for p in files if p.name != "terms.toml" and cited.search(p.read_text(encoding="utf-8"))] == []


@pytest.mark.skipif(not README.strip(), reason="README.md is empty yet")
def test_names_that_the_readme_shows_exist():
    shown = set(re.findall(r"\bfn\.(\w+)\(", README))
    assert shown <= set(findings_nlp.__all__)
