"""The queries of `search_queries.json` in Python and in plain SQL, and the filters, facets and errors of `fn.search`."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from asking import QUERIES, SERVICE, named, outcomes

import findings_nlp as fn
from findings_nlp.errors import TablesError
from findings_nlp.tables import write_tables

SQL = """SELECT s.kind, s.report, s.id, s.text, -bm25(search_fts) AS score
FROM search_fts JOIN search s ON s.item = search_fts.rowid WHERE search_fts MATCH ? ORDER BY score DESC"""
IDS = [case["query"] for case in QUERIES]


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    write_tables(folder, ["sqlite"], outcomes())
    return folder


def names(answer):
    return [named(hit.kind, hit.report, hit.id, hit.text) for hit in answer]


@pytest.mark.parametrize("case", QUERIES, ids=IDS)
def test_python_answers(out, case):
    answer = fn.search(out, case["query"])
    if case["hits"] == "all":
        assert answer.total == len(answer) == 38
    else:
        assert sorted(names(answer)) == sorted(case["hits"])
    assert answer.suggestions.keys() <= {w.lower() for w in case["query"].replace("'", " ").replace(";", " ").split()}
    if "suggestions" in case:
        assert answer.suggestions == case["suggestions"]


@pytest.mark.parametrize("case", QUERIES, ids=IDS)
def test_plain_sql_answers(out, case):
    with closing(sqlite3.connect(out / "archive.sqlite")) as base:
        found = [named(kind, report, name, text) for kind, report, name, text, _ in base.execute(SQL, [case["sql"]])]
    assert (len(found) == 38) if case["hits"] == "all" else (sorted(found) == sorted(case["hits"]))


@pytest.mark.parametrize("case", QUERIES, ids=IDS)
def test_a_query_is_written_as_sql_that_a_person_can_read(out, case):
    assert fn.search(out, case["query"]).match == case["sql"]


def test_sql_can_be_written_by_hand_without_knowing_the_columns(out):
    with closing(sqlite3.connect(out / "archive.sqlite")) as base:
        for match, count in (("curiosities", 3), ("mappa", 3), ('exact : "professional_ curiosity_"', 1)):
            assert len(base.execute(SQL, [match]).fetchall()) == count, match


def test_a_hit_says_where_it_stands(out):
    [hit] = fn.search(out, '"professional curiosity"')
    assert (hit.kind, hit.report, hit.id, hit.page) == ("finding", "a.pdf", "f005", 3)
    assert (hit.inspected_body, hit.published, hit.polarity) == ("Ashmere PDU", "2022-03", "strength")
    assert hit.text == "Practitioners showed professional curiosity about family life."
    [asked] = fn.search(out, "intelligence")
    assert (asked.kind, asked.addressee) == ("recommendation", "The police")


def test_best_comes_first_and_newest_where_it_is_asked_for(out):
    scores = [hit.score for hit in fn.search(out, "curiosity")]
    assert scores == sorted(scores, reverse=True) and scores[0] > scores[-1] > 0
    assert [hit.published for hit in fn.search(out, "plans OR risk OR curiosity", order="newest")] == sorted(
        (hit.published for hit in fn.search(out, "plans OR risk OR curiosity")), reverse=True
    )


def test_kinds_and_filters_narrow_and_counts_are_of_all(out):
    assert names(fn.search(out, "curiosity", "quote")) == ["a q01"]
    assert names(fn.search(out, "wifi", polarity="strength")) == ["a f003"]
    assert {hit.report for hit in fn.search(out, "", year=2019, kinds=["finding"])} == {"c.pdf"}
    assert names(fn.search(out, "", theme="unpaid_work", standard="1.1")) == ["b f004", "b f005"]
    assert len(fn.search(out, "", service="ashmere pdu")) == len(fn.search(out, "", report="a.pdf")) == 14
    assert len(fn.search(out, "", year=["2019", 2022])) == fn.search(out).total - len(fn.search(out, "", year=2023))
    assert names(fn.search(out, "", addressee="the police")) == ["c r01"]
    cut = fn.search(out, "wifi", limit=1)
    assert (len(cut), cut.total, cut.reports) == (1, 4, 1)
    assert cut.facets["kind"] == {"finding": 3, "recommendation": 1}
    assert cut.facets["theme"] == {"premises_and_ict": 3} and cut.facets["year"] == {2022: 4}


def test_what_was_taken_for_the_same_is_told(out):
    assert fn.search(out, "MAPPA").same == (("multi-agency public protection arrangements", "MAPPA"),)


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_an_archive_without_sqlite_answers_alike(tmp_path, out, form):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    write_tables(tmp_path, [form], outcomes())
    for query in ("wifi -staff", '"professional curiosity"', "Otterton", "profesional"):
        there, here = fn.search(tmp_path, query), fn.search(out, query)
        assert (there.hits, there.suggestions) == (here.hits, here.suggestions)
    assert len(fn.search(tmp_path, "", theme="victims")) == 1


def test_names_of_a_service_stand_together_newest_first(out):
    [hit] = fn.search(out, "Elmby", SERVICE)
    assert hit.text == "Elmby and Otterton Youth Justice Service; Elmby and Otterton YOS"
    assert (hit.report, hit.page) == ("b.pdf", None)


def test_wrong_requests_are_told(out, tmp_path):
    for wrong in ({"kinds": "finder"}, {"order": "best"}, {"colour": "red"}):
        with pytest.raises(ValueError, match="there are"):
            fn.search(out, "x", **wrong)
    with pytest.raises(TablesError, match="is not a folder of tables"):
        fn.search(tmp_path / "none", "x")
    shutil.copytree(out, tmp_path / "damaged")
    (tmp_path / "damaged" / "archive.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(TablesError, match="cannot"):
        fn.search(tmp_path / "damaged", "x")
