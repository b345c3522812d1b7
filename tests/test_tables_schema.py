import importlib.util
import re
import sqlite3
from contextlib import closing

import pytest
from making import ROOT
from tabling import FORMATS, Told

from findings_nlp.tables import write_tables
from findings_nlp.tables.schema import markdown, tables, version

DOC = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")


def test_every_key_and_reference_names_columns_that_are_there():
    for table in tables().values():
        assert set(table.key) | set(table.index) | set(table.search) <= set(table.columns)
        assert all(not table.columns[name].missing for name in table.key)
        for other, by in table.refers:
            assert set(by) <= set(table.columns) and len(by) == len(tables()[other].key)


def test_every_table_comes_after_those_that_it_refers_to():
    order = list(tables())
    assert all(order.index(other) <= order.index(name) for name, table in tables().items() for other, _ in table.refers)


def test_a_column_of_one_name_has_one_type():
    kinds: dict[str, set[str]] = {}
    for table in tables().values():
        for column in table.columns.values():
            kinds.setdefault(column.name, set()).add(column.kind)
    # the score that a report states is not the score of a theme or link, but both are the record's names; an action plan's number
    # is as printed ("4a")
    assert {name for name, found in kinds.items() if len(found) > 1} == {"score", "number"}


def test_types_and_descriptions_are_what_the_documentation_can_show():
    for table in tables().values():
        for column in table.columns.values():
            assert column.kind in ("text", "integer", "number", "flag", "texts", "spans")
            assert column.about and "|" not in column.about and "\n" not in column.about


def test_documentation_tells_every_column():
    path = ROOT / "scripts" / "docs" / "build_tables_doc.py"
    spec = importlib.util.spec_from_file_location("build_tables_doc", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.page(DOC) == DOC, "run python scripts/docs/build_tables_doc.py"
    told = {tuple(row) for row in re.findall(r"^\| (\w+) \| (\w+)(?:, may be missing)? \| (.+) \|$", DOC, re.M)}
    assert {(c.name, c.kind, c.about) for table in tables().values() for c in table.columns.values()} <= told


def test_version_rises_when_a_column_goes_or_changes():
    # the schema of version 4, with action plans and threads: names and types only; columns may be added behind
    assert version() == 4
    shape = {name: [(c.name, c.kind, c.missing) for c in table.columns.values()] for name, table in tables().items()}
    assert list(shape) == [
        "outcomes", "services", "standards", "questions", "bodies", "reports", "ratings", "key_questions", "findings",
        "finding_themes", "finding_quantities", "recommendations", "addressees", "recommendation_themes", "evidence", "quotes",
        "warnings", "facts", "inspections", "unresolved", "responses", "answers", "threads", "thread_steps",
    ]  # fmt: skip
    assert shape["evidence"][:6] == [
        ("report", "text", False), ("recommendation", "text", False), ("finding", "text", False), ("score", "number", True),
        ("because", "texts", False), ("band", "text", False),
    ]  # fmt: skip
    for table, item in (("finding_themes", "finding"), ("recommendation_themes", "recommendation")):
        assert shape[table] == [
            ("report", "text", False), (item, "text", False), ("theme", "text", False), ("score", "number", True),
            ("calibrated", "flag", False), ("because", "texts", False), ("theme_words", "texts", False), ("spans", "spans", False),
        ]  # fmt: skip
    assert [name for name, *_ in shape["findings"]][:17] == [
        "report", "finding", "inspected_body", "family", "region", "published", "published_year", "published_month", "standard",
        "section", "headings", "polarity", "text", "themes", "quantities", "page", "evidence_of_layout",
    ]  # fmt: skip


def test_markdown_has_headings_of_the_level_asked_for():
    assert markdown(3).startswith("### outcomes\n") and "\n#### " not in markdown(3)


@pytest.fixture
def answers(corpus, tmp_path, monkeypatch):
    """An archive in OUT of the corpus, with labels that the reading alone does not give."""
    from findings_nlp.record.schema import Evidence, ThemeScore

    def labelled(report):
        themes = [ThemeScore(theme="staffing", score=0.8), ThemeScore(theme="victims", score=0.3)]
        found = [f.model_copy(update={"themes": themes}) for f in report.findings]
        links = [
            Evidence(finding=f.id, score=0.9, because=[], band="reason" if k % 2 else "possible")
            for k, f in enumerate(report.findings)
        ]
        asked = [r.model_copy(update={"evidence": links}) for r in report.recommendations[:1]]
        return report.model_copy(update={"findings": found, "recommendations": asked})

    monkeypatch.chdir(tmp_path)
    reports = [labelled(corpus[name]) for name in ("pdu-2021-ashmere", "yjs-2025-tarnfell")]
    write_tables(tmp_path / "OUT", FORMATS, [(Told(r.source.name), r) for r in reports])
    return reports


def block(language):
    return re.findall(rf"^```{language}\n(.*?)^```", DOC, re.M | re.S)


def test_query_on_parquet_files(answers):
    duckdb = pytest.importorskip("duckdb")
    (query,) = block("sql duckdb")
    found = duckdb.sql(query).fetchall()
    want = sorted((int(r.published[:4]), "staffing", len(r.areas_for_improvement), 1) for r in answers)
    assert found == want


def test_query_with_full_text_search(answers):
    (query,) = block("sql sqlite")
    with closing(sqlite3.connect("OUT/archive.sqlite")) as base:
        found = base.execute(query).fetchall()
    texts = [
        f.text
        for r in answers
        if r.recommendations
        for f in r.findings[1::2]  # the reasons
        if re.search(r"\b(?:police|safeguarding)\b", f.text, re.I)
    ]
    assert texts and set(texts) <= {row[4] for row in found} <= {f.text for r in answers for f in r.findings[1::2]}
    assert [row[0] for row in found] == sorted((row[0] for row in found), reverse=True)


def test_queries_in_python(answers):
    scope: dict[str, object] = {}
    for code in block("python"):
        exec(compile(code, "docs/tables.md", "exec"), scope)
    assert scope["arrow"]["findings"].num_rows == len(scope["only"]["findings"]) == sum(len(r.findings) for r in answers)
    assert set(scope["answer"].index) == {x.rating for r in answers for x in r.ratings if "leadership" in x.name.lower()}
    assert scope["answer"]["mean"].between(0, 1).all()
