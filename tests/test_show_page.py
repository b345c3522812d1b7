import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from showing import HOSTILE, hostile, labelled

from findings_nlp.records import Evidence, Quantity
from findings_nlp.show.page import parts, report_page


class Reader(HTMLParser):
    """Tags with attributes, ids, link targets, and all text but that of styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside != "style":
            self.text += data

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


@pytest.fixture(scope="module")
def page(small) -> Reader:
    return Reader(report_page(labelled(small)))


def test_page_holds_all_that_was_found(page, small):
    for item in [*small.findings, *small.recommendations, *small.quotes]:
        assert item.text in page.words
    for words in (
        "Otterby PDU", "East Fells", "Ada Quill", "Inadequate", "1/6", "Findings (6)", "Recommendations (3)", "46",
        "Leadership and governance 93%", "of my own 50% likeness", "because of Risk of harm, police", "81%",
        "A reason for r01 81%", "No recommendation answers it", "No finding was found that supports it",
        small.source.sha256, "findings_en_full 9.9",
    ):  # fmt: skip
        assert words in page.words, words


def test_warnings_and_unread_text_are_told_apart(small):
    notices = [
        small.warnings[0].model_copy(update={"code": code, "message": code + "!"})
        for code in ("score_mismatch", "unassigned_text")
    ]
    words = Reader(report_page(small.model_copy(update={"warnings": notices}))).words
    assert re.search(r"What does not add up \(1\) score mismatch: score_mismatch! .*Unread text \(1\) unassigned text", words)


def test_every_link_has_its_target_and_ids_are_unique(page):
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    links = page.attributes("href")
    assert links and {link for link in links if link[1:] not in ids} == set()
    assert set(page.attributes("aria-labelledby")) <= set(ids)


def test_links_lead_from_recommendation_to_evidence_and_back(page):
    links = page.attributes("href")
    assert links.count("#f003") >= 2 and links.count("#r01") >= 2


def test_quantities_are_underlined_with_what_they_were_read_as(page):
    found = [attrs["title"] for tag, attrs in page.tags if tag == "span" and attrs.get("class") == "quantity"]
    assert "6 cases of 21" in found and "24 percent" in found


def test_matrix_has_a_row_for_each_linked_finding_only(page):
    scopes = [attrs.get("scope") for tag, attrs in page.tags if tag == "th"]
    assert "The 2 findings with a link, of 6" in page.words
    assert scopes.count("row") == 2 + 2  # ratings and findings


def test_nothing_comes_from_outside_and_nothing_runs(page, small):
    for tag, attrs in page.tags:
        assert tag not in ("script", "img", "iframe", "object", "embed", "link", "form", "base")
        assert not [name for name in attrs if name.startswith("on") or name in ("style", "src", "srcset", "action")]
        assert (attrs.get("href") or "#").startswith("#")
    style = re.search(r"<style>(.*?)</style>", report_page(small), re.S)[1]
    assert "url(" not in style and "@import" not in style and "http" not in style


def test_hostile_text_is_shown_as_it_stands(small):
    made = Reader(report_page(hostile(small)))
    for text in HOSTILE[:3]:
        assert " ".join(text.split()) in made.words
    assert "[U+202E]txet desrever[U+202C]" in made.words
    assert {tag for tag, _ in made.tags} & {"script", "img"} == set()


anything = st.text(st.characters(codec="utf-8") | st.sampled_from("<>\"'&{}%#\u202e\x00"), max_size=30)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything, anything)
def test_no_text_becomes_markup(small, a, b):
    plain = Reader(report_page(labelled(small)))
    report = labelled(small)
    findings = [f.model_copy(update={"text": a, "quantities": [Quantity(text=b, value=1, unit=a)]}) for f in report.findings]
    recs = [r.model_copy(update={"text": b, "addressee": "x" + a}) for r in report.recommendations]
    recs[0] = recs[0].model_copy(update={"evidence": [Evidence(finding="f003", score=0.8, because=[b]), recs[0].evidence[1]]})
    made = Reader(report_page(report.model_copy(update={"findings": findings, "recommendations": recs, "title": a})))
    assert {tag for tag, _ in made.tags} <= {tag for tag, _ in plain.tags}
    assert made.attributes("href") and all(h.startswith("#") for h in made.attributes("href"))


@given(st.lists(st.sampled_from(["ab", "b", "a 1", "zz", ""]), max_size=5), st.text("ab 1", max_size=40))
def test_parts_give_back_the_text_and_every_quantity(names, text):
    quantities = [Quantity(text=name, value=1, unit="cases") for name in names]
    pieces, lost = parts(text, quantities)
    assert "".join(piece for piece, _ in pieces) == text
    assert len([read for _, read in pieces if read]) + len(lost) == len(quantities)


def test_unlabelled_report_says_that_nothing_was_looked_for(small):
    words = Reader(report_page(small)).words
    assert "Themes and evidence were not looked for." in words
    assert "No finding was found that supports it" not in words and "Each recommendation has" not in words


def test_empty_report_is_a_page(small):
    bare = small.model_copy(
        update={
            "title": None, "inspected_body": None, "region": None, "overall_rating": None, "score": None, "ratings": [],
            "key_questions": [], "findings": [], "recommendations": [], "quotes": [], "warnings": [],
        }
    )  # fmt: skip
    words = Reader(report_page(bare)).words
    assert "otterby.pdf" in words and "No finding was read." in words and "No rating was read." in words


def test_every_report_of_the_corpus_has_its_page(corpus):
    for report in corpus.values():
        words = Reader(report_page(report)).words
        assert all(" ".join(item.text.split()) in words for item in [*report.findings, *report.recommendations])


def test_same_report_gives_the_same_page(small):
    assert report_page(labelled(small)) == report_page(labelled(small))
