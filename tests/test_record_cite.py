import pytest

from findings_nlp.record.cite import citation, date_in_words, page_url, report_id, source_url
from findings_nlp.record.schema import Location, Source


def source(**more):
    return Source(name="a.pdf", sha256="ab" * 32, pages=9, **more)


PAGE = [Location(page=8, bbox=(0, 0, 1, 1)), Location(page=9, bbox=(0, 0, 1, 1))]
WORDS = [Location(path="#a > p", fragment="#:~:text=some%20words")]


def test_page_of_a_pdf_and_words_of_a_web_page():
    assert page_url(source(url="https://example.org/a.pdf#old"), PAGE) == "https://example.org/a.pdf#page=8"
    assert page_url(source(address="https://example.org/a"), WORDS) == "https://example.org/a#:~:text=some%20words"
    assert page_url(source(url="https://example.org/a.pdf"), []) == "https://example.org/a.pdf"


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "https://a b", "file:///etc/passwd", '"><script>', "/reports/a.pdf"])
def test_what_is_no_web_address_is_no_link(bad):
    # a page may name any address as its own
    assert source_url(source(address=bad)) is None and page_url(source(address=bad), PAGE) is None


def test_address_of_the_download_counts_before_that_of_the_page():
    assert source_url(source(url="https://a.org/1", address="https://b.org/2")) == "https://a.org/1"


def test_date_as_people_write_it():
    assert [date_in_words(x) for x in ("2023-06", "2023-06-09", "2023-13", None)] == ["June 2023", "9 June 2023", "2023-13", None]


def test_citation_tells_title_date_page_id_and_address(small):
    finding = small.findings[0]
    plain = citation(small, finding.id, finding.locations)
    short = report_id(small.source.sha256)
    assert plain.startswith(f"HM Inspectorate of Probation, {small.title}")
    assert f"page {finding.locations[0].page}, {short}/{finding.id}" in plain and "http" not in plain
    known = small.model_copy(update={"source": small.source.model_copy(update={"url": "https://example.org/a.pdf"})})
    assert citation(known, finding.id, finding.locations).endswith(f"https://example.org/a.pdf#page={finding.locations[0].page}")
    assert citation(small).endswith(short)
