import pytest
from showing import labelled

from findings_nlp.record.schema import Quantity
from findings_nlp.show.words import (
    by_section,
    heading_of,
    linked_to,
    quantity,
    section_of,
    share,
    short,
    theme_name,
    was_labelled,
)


@pytest.mark.parametrize(
    ("score", "words"), [(0, "0%"), (1, "100%"), (0.9951, ">99%"), (0.9949, "99%"), (0.0049, "<1%"), (0.005, "0%"), (0.5, "50%")]
)
def test_share_never_claims_certainty(score, words):
    assert share(score) == words


def test_quantity_is_given_as_printed_and_as_read():
    assert quantity(Quantity(text="six of 21 cases", value=6, unit="cases", of=21)) == "six of 21 cases (6 cases of 21)"
    assert quantity(Quantity(text="46 cases", value=46, unit="cases")) == "46 cases"


def test_theme_is_named_as_in_the_taxonomy():
    assert theme_name("risk_of_harm") == "Risk of harm"
    assert theme_name("of_my_own") == "of my own"


def test_section_is_headed_by_its_standard(small):
    finding = small.findings[0]
    assert section_of(finding) == "1.1. Leadership"
    assert section_of(finding.model_copy(update={"section": "Leadership"})) == "1.1 Leadership"
    assert section_of(finding.model_copy(update={"section": None, "standard": None})) == "(no section)"
    assert list(by_section(small.findings)) == ["1.1. Leadership", "1.2. Staff"]


def test_reasons_lead_from_finding_to_recommendation_and_possible_links_apart_from_them(small):
    def plain(band):
        return {name: [(rec.id, score) for rec, score in recs] for name, recs in linked_to(labelled(small), band).items()}

    assert plain("reason") == {"f003": [("r01", 0.81)], "f004": [("r01", 0.34)]}
    assert plain("possible") == {"f006": [("r01", 0.12)], "f004": [("r02", 0.11)]}


def test_heading_is_told_from_words():
    assert heading_of(["heading: 1.2 Staff"]) == "1.2 Staff"
    assert (
        heading_of(["Staff", "heading: 1.2 Staff"])
        == heading_of(["heading: a", "word"])
        == heading_of(["the heading: x"])
        == heading_of([])
        == ""
    )


def test_labelled_reports_are_known(small):
    assert not was_labelled(small)
    assert was_labelled(labelled(small))


def test_short_text_is_cut_at_a_word():
    assert short("x" * 70) == "x" * 70
    assert short("one two three four", 12) == "one two ..."
