"""What docs/other_tools.md says of the tables: its queries run, and its keys hold."""

import csv
import re
import sqlite3
from contextlib import closing
from urllib.parse import unquote_plus

import pytest
from making import ROOT
from siting import themes
from tabling import Told

from findings_nlp.pipes.themes.taxonomy import shipped_themes
from findings_nlp.tables import write_tables
from findings_nlp.tables.schema import tables

PAGE = (ROOT / "docs" / "other_tools.md").read_text(encoding="utf-8")


def labelled(report):
    """The report with one theme for each finding, in turn."""
    names = [theme.id for theme in shipped_themes()]
    found = [f.model_copy(update={"themes": themes(names[k % len(names)])}) for k, f in enumerate(report.findings)]
    return report.model_copy(update={"findings": found})


@pytest.fixture(scope="module")
def out(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    told = [(Told(r.source.name, sha256=r.source.sha256), labelled(r)) for r in corpus.values()]
    write_tables(folder, ["sqlite", "csv"], told, excel=True)
    return folder


def test_every_query_of_the_page_gives_rows(out):
    queries = [unquote_plus(found) for found in re.findall(r"\?sql=(\S+)", PAGE)]
    queries += re.findall(r'dbGetQuery\(archive, "(.*?)"\)', PAGE, re.S)
    assert len(queries) == 2
    with closing(sqlite3.connect(out / "archive.sqlite")) as base:
        for query in queries:
            rows = base.execute(query).fetchall()
            assert len(rows) >= 10 and rows[0][1] >= rows[-1][1] > 0


def test_keys_that_power_bi_joins_by_are_unique_and_every_row_finds_its_partner(out):
    def rows(name):
        with (out / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def keys(name):
        return [f"{row['report']}|{row['finding']}" for row in rows(name)]

    assert len(set(keys("findings"))) == len(keys("findings")) > len({row["finding"] for row in rows("findings")})
    assert set(keys("finding_themes")) <= set(keys("findings"))
    assert {row["report"] for row in rows("findings")} <= {row["report"] for row in rows("reports")}


def test_the_page_tells_how_many_columns_the_wide_sheets_have_and_datasette_s_file_is_there(out):
    found = [len(tables()[name].columns) for name in ("findings", "reports", "recommendations")]
    assert f"have {min(found)} to {max(found)}\ncolumns" in PAGE
    assert (out / "datasette.json").is_file()
