"""The queries of `search_queries.json` in a real browser: the same answers as in Python and in SQL."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from asking import QUERIES, named, reports
from siting import HOSTILE, tables

import findings_nlp as fn
from findings_nlp.retrieval.index import glossary_compounds, shipped_synonyms
from findings_nlp.retrieval.query import Language, parse
from findings_nlp.retrieval.slips import distance

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The search page of the small archive, ready; scripts' errors fail the test."""
    sync = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    site = fn.build_site(tables(reports()), tmp_path_factory.mktemp("made") / "site").parent
    with sync.sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        made, wrong = found.new_page(), []
        made.on("pageerror", lambda error: wrong.append(str(error)))
        made.goto((site / "search.html").as_uri())
        made.wait_for_selector("#search[data-turn]")
        yield made
        assert wrong == []
        found.close()


ASK = """async (query) => {
  const finder = window.finder = window.finder || await archive.finder();
  const found = await finder.find({ q: query });
  const rows = await Promise.all(found.numbers.map(finder.row));
  return { rows, slips: Object.fromEntries(await finder.slips(found.query)), counts: Object.fromEntries(found.counts.kind) };
}"""


@pytest.fixture(scope="module")
def answers(page):
    return [page.evaluate(ASK, case["query"]) for case in QUERIES]


@pytest.mark.parametrize("number", range(len(QUERIES)), ids=[case["query"] for case in QUERIES])
def test_the_browser_answers_like_python_and_sql(answers, number):
    case, told = QUERIES[number], answers[number]
    found = [named(row["kind"], row["report"], row["id"], row["text"]) for row in told["rows"]]
    if case["hits"] == "all":
        assert len(found) == 38
    else:
        assert sorted(found) == sorted(case["hits"])
    if "suggestions" in case:
        assert told["slips"] == case["suggestions"]
    assert sum(told["counts"].values()) == len(found)


def test_queries_are_read_as_in_python(page):
    language = Language(shipped_synonyms(), glossary_compounds() | {"reoffending": ("re", "offending")})
    queries = [case["query"] for case in QUERIES]
    queries += [
        HOSTILE,
        "a-b-c-d CAS-3 'x'",
        '"un closed -phrase',
        "x" * 60,
        "-",
        "--a",
        '-"',
        "OR OR",
        "WiFi* wi-fi*",
        "K Å ﬁne İ",
    ]
    facts = {
        "stop": page.evaluate("archive.load('facets').then((facts) => facts.stop)"), "longest": 40,
        "same": page.evaluate("archive.load('facets').then((facts) => facts.same)"),
        "pairs": [list(pair) for pair in language.compounds.values()],
    }  # fmt: skip
    read = page.evaluate(
        """([queries, facts]) => {
          facts.compounds = new Map(facts.pairs.map(([a, b]) => [a + b, [a, b]]));
          return queries.map((query) => archive.parse(query, facts));
        }""",
        [queries, facts],
    )
    for text, there in zip(queries, read, strict=True):
        here = parse(text, language)
        assert there["wanted"] == [part.plain() for part in here.wanted], text
        assert there["unwanted"] == [part.plain() for part in here.unwanted], text
        assert sorted(there["same"]) == sorted(here.same), text


def test_stems_are_those_of_sqlite(page, corpus_words):
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("CREATE VIRTUAL TABLE words USING fts5(word, tokenize='porter ascii')")
        base.executemany("INSERT INTO words (rowid, word) VALUES (?, ?)", enumerate(corpus_words))
        base.execute("CREATE VIRTUAL TABLE stems USING fts5vocab('words', 'instance')")
        stems = dict(base.execute("SELECT doc, term FROM stems"))
    there = page.evaluate("(words) => words.map(archive.stem)", corpus_words)
    assert there == [stems[number] for number in range(len(corpus_words))]


@pytest.fixture(scope="module")
def corpus_words():
    from making import ROOT

    from findings_nlp.retrieval.words import spelled

    gold = sorted((ROOT / "corpus" / "gold").glob("*.json"))
    texts = [f["text"] for path in gold for f in json.loads(path.read_text(encoding="utf-8"))["findings"]]
    invented = [
        "ties",
        "agreed",
        "hopping",
        "sky",
        "skies",
        "conflated",
        "relational",
        "bb",
        "eed",
        "ing",
        "happily",
        "controlling",
    ]
    return sorted({word for text in texts for word in spelled(text)} | set(invented))


def test_distances_are_those_of_python(page):
    words = ["recieve", "receive", "abcd", "badc", "", "a", "profesional", "professional", "ca", "abc"]
    pairs = [(one, other) for one in words for other in words]
    there = page.evaluate("(pairs) => pairs.map(([a, b]) => archive.distance(a, b, 3))", [list(pair) for pair in pairs])
    assert there == [distance(one, other, 3) for one, other in pairs]


def test_a_slip_is_answered_by_a_button_that_searches_for_what_was_meant(page):
    turn = page.get_attribute("#search", "data-turn")
    page.fill("#q", "supervison -enough")
    page.wait_for_function("t => document.getElementById('search').dataset.turn !== t", arg=turn)
    assert page.inner_text("#slips").startswith("No text says “supervison”.")
    page.click("#slips button >> nth=0")
    page.wait_for_function("document.querySelectorAll('#results li').length === 1")
    assert page.input_value("#q") == "supervision -enough"
    assert page.inner_text("#kind option >> nth=1") == "Findings (1)"
    assert page.eval_on_selector_all("#results mark", "all => all.map(m => m.textContent)") == ["Supervision"]
