import json
import re
import sqlite3
from contextlib import closing

import pytest
from tabling import Told, archive, varied

from findings_nlp.tables import write_tables
from findings_nlp.tables.schema import tables, version
from findings_nlp.tables.sqlite import metadata


@pytest.fixture(scope="module")
def folder(small, tmp_path_factory):
    out = tmp_path_factory.mktemp("sqlite")
    write_tables(out, ["sqlite"], archive(small, ["Staff were supervising children well.", "Courts waited for reports."]))
    return out


@pytest.fixture
def base(folder):
    with closing(sqlite3.connect(folder / "archive.sqlite")) as found:
        yield found


def test_search_finds_other_forms_of_a_word(base):
    found = base.execute(
        "SELECT f.report, f.finding FROM findings_fts JOIN findings f ON f.rowid = findings_fts.rowid "
        "WHERE findings_fts MATCH 'supervised child*'"
    ).fetchall()
    assert found == [("report-0", "f001")]
    asked = base.execute("SELECT count(*) FROM recommendations_fts WHERE recommendations_fts MATCH 'addressee : courts'")
    assert asked.fetchone() == (1,)


def test_foreign_keys_hold_and_are_declared(base):
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    base.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        base.execute("DELETE FROM reports WHERE report = 'report-0'")
    targets = {row[2] for row in base.execute("PRAGMA foreign_key_list(evidence)")}
    assert targets == {"findings", "recommendations"}


def test_every_view_gives_rows(base):
    views = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert len(views) == 8
    # the report has no key questions
    for view in set(views) - {"questions_over_inspections"}:
        assert base.execute(f'SELECT count(*) FROM "{view}"').fetchone()[0] > 0, view


def test_views_count_what_they_say(base):
    row = base.execute("SELECT strengths, areas_for_improvement, reports FROM themes_by_body WHERE theme = 'staffing'").fetchone()
    assert row == (2, 0, 2)
    reasons = base.execute("SELECT count(*) FROM recommendations_with_reasons WHERE finding IS NOT NULL").fetchone()
    assert reasons == base.execute("SELECT count(*) FROM evidence WHERE band = 'reason'").fetchone() == (2,)
    every = "SELECT count(DISTINCT report || recommendation) FROM recommendations"
    assert (
        base.execute(every.replace("recommendations", "recommendations_with_reasons")).fetchone()
        == base.execute(every).fetchone()
    )
    assert base.execute("SELECT count(*) FROM evidence").fetchone() == (4,)
    assert base.execute("SELECT report, reason FROM files_not_read ORDER BY report").fetchall() == [
        ("again", None),
        ("bad", "no PDF"),
    ]


def test_queries_by_body_theme_and_report_use_an_index(base):
    # an empty copy: for a handful of rows the planner rightly reads them all
    bare = sqlite3.connect(":memory:")
    made = "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND name NOT LIKE '%fts%' AND name NOT LIKE 'sqlite%'"
    for (statement,) in base.execute(made).fetchall():
        bare.execute(statement)
    for where in ("findings WHERE inspected_body = 'x'", "finding_themes WHERE theme = 'x'", "findings WHERE report = 'x'"):
        plan = " ".join(row[3] for row in bare.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {where}"))
        assert "USING INDEX" in plan, plan
    bare.close()


def test_file_carries_the_schema_version_and_its_own_dictionary(base):
    assert base.execute("PRAGMA user_version").fetchone() == (version(),)
    told = base.execute('SELECT "table", "column", description FROM column_descriptions').fetchall()
    assert sorted(told) == sorted((t.name, c.name, c.about) for t in tables().values() for c in t.columns.values())
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert base.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_datasette_metadata_names_what_is_in_the_file(folder, base):
    told = json.loads((folder / "datasette.json").read_text(encoding="utf-8"))
    assert told == metadata() and list(told["databases"]) == ["archive"]
    for name, table in told["databases"]["archive"]["tables"].items():
        there = {row[1] for row in base.execute(f'PRAGMA table_info("{name}")')}
        assert set(table["columns"]) == there and table["description"]
        assert {re.sub(r"\W", "", str(f if isinstance(f, str) else f["array"])) for f in table.get("facets", [])} <= there


def test_lists_are_json_arrays(base):
    found = base.execute("SELECT DISTINCT t.value FROM findings, json_each(findings.themes) t ORDER BY 1").fetchall()
    assert found == [("mine",), ("staffing",)]
    cut = (
        "SELECT DISTINCT substr(f.text, 1 + json_extract(s.value, '$[0]'), json_extract(s.value, '$[1]') - json_extract(s.value, '$[0]')), "
        "json_extract(t.theme_words, '$[' || s.key || ']') "
        "FROM finding_themes t JOIN findings f USING (report, finding), json_each(t.spans) s"
    )
    found = base.execute(cut).fetchall()
    assert len(found) == 4 and all(words == told for words, told in found)


def test_evidence_for_a_finding_that_is_not_there_is_told(small, tmp_path):
    report = varied(small)
    lost = report.model_copy(update={"findings": report.findings[1:]})
    with pytest.raises(ValueError, match="evidence, row 2: refers to a row of findings"):
        write_tables(tmp_path, ["sqlite"], [(Told("a"), lost)])
    assert list(tmp_path.iterdir()) == []
