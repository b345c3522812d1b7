import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from showing import HOSTILE, hostile, labelled

from findings_nlp.record.schema import Evidence, Quantity, ThemeScore
from findings_nlp.show.page import report_page


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
        "A reason for r01 81%", "No recommendation answers it Possibly for r01 12%", "No finding was found that supports it",
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
    assert "2 of 6 findings are a reason for a recommendation; 1 more are listed as possible only." in page.words
    assert scopes.count("row") == 2 + 3  # ratings and findings
    cells = [attrs.get("class") for tag, attrs in page.tags if tag == "td" and attrs.get("class", "").startswith("number ")]
    # by finding: f003, f004 with r01 and r02, f006; what is only possible has no colour and stands in brackets
    assert cells == ["number level-4", "number level-2", "number possible", "number possible"]
    assert "(11%)" in page.words and "(12%)" in page.words


def test_evidence_stands_in_two_bands_and_possible_links_are_folded(small):
    text = report_page(labelled(small))
    card = re.search(r'<article [^>]*id="r01".*?</article>', text, re.S)[0]
    bands = re.findall(r'<details class="band-(\w+)"( open)?>(.*?)</details>', card, re.S)
    told = [(band, bool(is_open), re.findall(r'href="#(f\d+)"', inside)) for band, is_open, inside in bands]
    assert told == [("reason", True, ["f003", "f004"]), ("possible", False, ["f006"])]
    assert [" ".join(re.search(r"<summary>(.*?)</summary>", x)[1].split()) for _, _, x in bands] == [
        "Reasons (2)", "Possible links (1)"
    ]  # fmt: skip
    # a recommendation with possible links only is one that nothing supports
    second = " ".join(Reader(re.search(r'<article [^>]*id="r02".*?</article>', text, re.S)[0]).words.split())
    assert "No finding was found that supports it" in second and "Reasons" not in second and "Possible" in second


def test_words_of_each_theme_are_pieces_that_its_chip_underlines(small):
    report = labelled(small)
    text = report_page(report)
    card = re.search(r'<article [^>]*id="f001".*?</article>', text, re.S)[0]
    for slot, words in ((0, ["Leaders meet all staff", "act"]), (1, ["all staff each month", "24 per cent of staff"])):
        # pieces of a slot that follow one another are one run of words
        inside = re.sub(rf'<span class="(?!t{slot}")[^>]*>|<input[^>]*>', "", card.split("<ul")[0])
        pieces = re.findall(rf'<span class="t{slot}">([^<]*)', inside)
        assert "".join(pieces).replace(" ", "") == "".join(words).replace(" ", "")
    boxes = [attrs for tag, attrs in Reader(card).tags if tag == "input"]
    assert [(box["type"], box.get("class")) for box in boxes] == [("checkbox", "c0"), ("checkbox", "c1"), ("checkbox", None)]
    assert boxes[0]["title"] == "The words that carry it: “Leaders meet all staff”, “act”"
    # the heading is told by the chip, and no piece of the text is its
    assert boxes[2]["title"] == "No words carry it, but its heading does: 1.1. Leadership"
    assert "Partnership working 40% · heading: 1.1. Leadership" in Reader(card).words and 'class="t2"' not in card
    assert ".card:has(.c2:" in text and ".c3" not in text
    # r01's theme tells nothing of its words: a chip without a box
    assert "<input" not in re.search(r'<article [^>]*id="r01".*?</article>', text, re.S)[0]
    assert 'class="t0">named practitioner<' in text


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
    theme = ThemeScore(theme=a or "x", score=0.5, spans=[(0, 3), (2, 9)], because=[a, b])
    other = theme.model_copy(update={"spans": [], "because": [f"heading: {b}"]})
    findings = [
        f.model_copy(update={"text": a, "quantities": [Quantity(text=b, value=1, unit=a)], "themes": [theme, other]})
        for f in report.findings
    ]
    recs = [r.model_copy(update={"text": b, "addressee": "x" + a}) for r in report.recommendations]
    recs[0] = recs[0].model_copy(update={"evidence": [Evidence(finding="f003", score=0.8, because=[b]), recs[0].evidence[1]]})
    made = Reader(report_page(report.model_copy(update={"findings": findings, "recommendations": recs, "title": a})))
    assert {tag for tag, _ in made.tags} <= {tag for tag, _ in plain.tags}
    assert made.attributes("href") and all(h.startswith("#") for h in made.attributes("href"))


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
