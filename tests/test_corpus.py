import re
from collections import Counter
from functools import cache

import pymupdf
import pytest
from conftest import IDS
from making import CORPUS, normal

# web pages print every list from 1, whatever number the source gives
PRINTED_NUMBERS = {"pdu-2025-saltmarsh": [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 1, 1, 1]}


def each(*marked: tuple[str, pytest.MarkDecorator]):
    marks = dict(marked)
    return pytest.mark.parametrize("name", [pytest.param(n, marks=[marks[n]]) if n in marks else n for n in IDS])


@each()
def test_texts_of_the_findings(name, corpus, gold):
    assert [normal(f.text) for f in corpus[name].findings] == [normal(f["text"]) for f in gold[name]["findings"]]


@each()
def test_polarity_and_standard_of_the_findings(name, corpus, gold):
    found = [(f.id, f.polarity, f.standard) for f in corpus[name].findings]
    assert found == [(f["id"], f["polarity"], f.get("standard")) for f in gold[name]["findings"]]


@each()
def test_sections_of_the_findings(name, corpus, gold):
    # some reports print their headings in capitals
    found = [normal(f.section).casefold() for f in corpus[name].findings]
    assert found == [normal(f["section"]).casefold() for f in gold[name]["findings"]]


@each()
def test_recommendations_with_addressee_and_number(name, corpus, gold):
    found = [(r.number, normal(r.addressee), normal(r.text)) for r in corpus[name].recommendations]
    numbers = PRINTED_NUMBERS.get(name) or [r["number"] for r in gold[name]["recommendations"]]
    expected = [(normal(r["addressee"]), normal(r["text"])) for r in gold[name]["recommendations"]]
    assert found == [(number, *rest) for number, rest in zip(numbers, expected, strict=True)]


@each()
def test_ratings_score_and_overall(name, corpus, gold):
    report, expected = corpus[name], gold[name]["ratings"]
    assert {r.standard: r.rating for r in report.ratings} == (expected.get("standards") or {})
    assert len(report.ratings) == len(expected.get("standards") or {})
    assert report.overall_rating == expected.get("overall")
    assert (report.score.model_dump() if report.score else None) == expected.get("score")


@each()
def test_key_questions(name, corpus, gold):
    assert [[q.standard, q.percent_yes] for q in corpus[name].key_questions] == gold[name]["key_questions"]


@each()
def test_family_and_metadata(name, corpus, gold):
    report, expected = corpus[name], gold[name]["metadata"]
    assert report.family == gold[name]["family"]
    for field, value in expected.items():
        found = getattr(report, field)
        # the cover may print the day where the gold record has the month
        assert found.startswith(value) if field == "published" else found == value, field


@each()
def test_what_the_report_does_not_say_is_none(name, corpus, gold):
    for field in ("region", "cases_inspected"):
        assert field in gold[name]["metadata"] or getattr(corpus[name], field) is None


@each()
def test_number_of_quotes(name, corpus, gold):
    report = corpus[name]
    assert len(report.quotes) == gold[name]["quotes"]
    findings = [normal(f.text) for f in report.findings]
    assert not any(normal(q.text) in text for q in report.quotes for text in findings)


@cache
def pages(name: str) -> list[list[tuple[float, float, str]]]:
    """The words of each page with their middles."""
    with pymupdf.open(CORPUS / "reports" / f"{name}.pdf") as document:
        return [[((w[0] + w[2]) / 2, (w[1] + w[3]) / 2, w[4]) for w in page.get_text("words")] for page in document]


def letters(text: str) -> Counter[str]:
    """The letters and figures of a text, ligatures undone: words may be broken at a line's end or by stray spaces."""
    for joined, parts in (("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi"), ("ﬄ", "ffl")):
        text = text.replace(joined, parts)
    return Counter(re.sub(r"[\W_]", "", text).casefold())


def missed(item, words) -> tuple[int, int]:
    """How many letters of a record its boxes lack, and how many they hold beyond it."""
    inside = "".join(
        text
        for place in item.locations
        for x, y, text in words[place.page - 1]
        if place.bbox[0] - 1 <= x <= place.bbox[2] + 1 and place.bbox[1] - 1 <= y <= place.bbox[3] + 1
    )
    wanted, held = letters(item.text), letters(inside)
    return sum((wanted - held).values()), sum((held - wanted).values())


@each()
def test_boxes_hold_the_records_words(name, corpus):
    report, words = corpus[name], pages(name)
    off = []
    for item in [*report.findings, *report.recommendations, *report.quotes]:
        lacking, beyond = missed(item, words)
        # list numbers and footnote marks stand in the boxes, too
        if lacking > 2 or beyond > 4:
            off.append((item.id if hasattr(item, "id") else item.text[:30], lacking, beyond))
    assert off == []


@each()
def test_boxes_lie_on_their_pages(name, corpus):
    with pymupdf.open(CORPUS / "reports" / f"{name}.pdf") as document:
        sizes = [page.rect for page in document]
    report = corpus[name]
    for item in [*report.findings, *report.recommendations, *report.quotes, *report.ratings, *report.key_questions]:
        for place in item.locations:
            x0, y0, x1, y1 = place.bbox
            page = sizes[place.page - 1]
            assert -1 <= x0 < x1 <= page.width + 1 and -1 <= y0 < y1 <= page.height + 1
