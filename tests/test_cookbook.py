"""The eleven questions of docs/cookbook.md, asked of the corpus: each gives the answer that the page tells."""

import re
import shlex
import sqlite3
from contextlib import closing

import pytest
from making import ROOT
from tabling import Told
from typer.testing import CliRunner

from findings_nlp.cli import app
from findings_nlp.record.plan import plan_report
from findings_nlp.tables import write_tables

PAGE = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
ASKED = re.findall(r"^## (\d+)\. (.*?)\n\n```(sh|sql)\n(.*?)\n```\n.*?^```text\n(.*?)\n```", PAGE, re.M | re.S)


@pytest.fixture(scope="module")
def out(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    plan = ROOT / "corpus" / "plans" / "files" / "portmarsh-1.xlsx"
    records = [*corpus.values(), plan_report(plan.read_bytes(), plan.name)]
    write_tables(folder, ["sqlite"], [(Told(r.source.name, sha256=r.source.sha256), r) for r in records])
    return folder


def test_there_are_eleven_questions():
    assert [number for number, *_ in ASKED] == [str(n) for n in range(1, 12)]


@pytest.mark.parametrize(("number", "question", "kind", "code", "answer"), ASKED, ids=[one[1] for one in ASKED])
def test_a_question_has_the_answer_that_the_page_tells(out, number, question, kind, code, answer):
    if kind == "sh":
        found = CliRunner().invoke(app, [str(out) if word == "OUT" else word for word in shlex.split(code)[1:]])
        assert found.exit_code == 0
        assert found.stdout.strip() == answer
        return
    with closing(sqlite3.connect(out / "archive.sqlite")) as base:
        rows = [" | ".join("" if value is None else str(value) for value in row) for row in base.execute(code)]
    assert "\n".join(rows or ["(none)"]) == answer
