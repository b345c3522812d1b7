"""Parts that a report names and its text lacks are told with their pages."""

import pymupdf
import pytest
from making import Paper, running
from test_record_losses import BOTH, report, warnings

import findings_nlp as fn

CHAPTERS = ["Foreword", "Background", "Recommendations", "1. Organisational delivery", "2. Case supervision"]


def listed(*headed: str) -> Paper:
    """A report whose contents name five chapters, and which heads some of them; pages are numbered from 2 on."""
    p = Paper().heading("An inspection of Otterby PDU").turn().heading("Contents")
    for number, title in enumerate(CHAPTERS, 3):
        p.line(f"{title} {'.' * 40} {number}")
    for title in CHAPTERS:
        p.footer(f"Otterby PDU {len(p.doc)}").turn()
        if title in headed:
            p.heading(title)
        p.paragraph(*running())
    return p.footer(f"Otterby PDU {len(p.doc)}")


def told(p: Paper, code: str) -> list[str]:
    return [w.message for w in fn.read_report(p.data(), nlp=fn.load("none")).warnings if w.code == code]


def test_heading_that_the_contents_name_and_the_text_lacks_is_told_with_its_page():
    assert told(listed(*CHAPTERS), "heading_missing") == []
    [message] = told(listed(*(c for c in CHAPTERS if c != "Recommendations")), "heading_missing")
    assert message == "the contents name “Recommendations”; no heading of that name was read (page 5)"


def test_contents_of_which_little_is_found_tell_nothing():
    assert told(listed("Foreword", "Background"), "heading_missing") == []


def test_side_that_is_headed_again_behind_the_other_is_told():
    standards = (*BOTH, ("1.3. Services", True, True), ("1.4. Information", True, True))
    assert told(report(*standards), "heading_missing") == []
    p = report(*standards).label("Strengths:").bullet("The plan is known.").label("Areas for improvement:").bullet("It is late.")
    [message] = told(p, "heading_missing")
    assert "more than once under 1.4. Information" in message and "page 5" in message


@pytest.mark.parametrize("gone", [2, 4])
def test_page_numbers_that_are_passed_over_are_told(gone):
    p = Paper()
    for number in range(1, 8):
        p.paragraph(*running()).footer(f"Inspection of Otterby PDU {number}")
        if number < 7:
            p.turn()
    assert told(p, "page_missing") == []
    p.doc.delete_page(gone)
    [message] = told(p, "page_missing")
    assert message == f"1 page number is passed over between page {gone} and page {gone + 1}: pages may be missing"


def test_page_that_holds_nothing_among_pages_with_text_is_told():
    p = report(*BOTH).turn().turn().paragraph(*running())
    assert warnings(p)["page_without_text"] == "page 4 holds nothing"


def test_rated_standard_without_a_section_is_told():
    p = Paper().heading("Ratings").paragraph("1.1 Leadership: Good").paragraph("1.2 Staff: Good").paragraph("1.3 Services: Good")
    p.paragraph("1.4 Information: Inadequate").turn().heading("1. Organisational delivery", 20)
    for name in ("1.1 Leadership", "1.2 Staff", "1.4 Information"):
        p.heading(name, 14).label("Strengths:").bullet("The plan is known in every office of it.")
        p.label("Areas for improvement:").bullet("Audits are done late and are not followed up.")
    [message] = told(p, "heading_missing")
    assert message.startswith("1.3 is rated and no section of it was read") and message.endswith("(page 2)")


def test_scanned_number_in_a_header_is_no_page_number():
    p = Paper()
    for year in (2019, 2021, 2023, 2025):
        p.paragraph(*running()).footer(f"Plan {year}").turn()
    assert told(p.paragraph(*running()), "page_missing") == []
    assert isinstance(p.doc, pymupdf.Document)


def rated(*numbers: str) -> Paper:
    """Chapters 1 to 4 with both sides, of which a table of ratings names some."""
    names = {"1": "Leadership", "2": "Staffing", "3": "Safety", "4": "Moving on"}
    p = Paper().heading("An inspection of Otterby House").turn().heading("Ratings")
    for number in numbers:
        p.at(72, p.y, f"{number}.")
        p.at(110, p.y, names[number])
        p.at(400, p.y, "Good")
        p.y += 24
    for number, name in names.items():
        p.turn().heading(f"{number}. {name}", 20).paragraph(*running())
        p.label("Strengths:").bullet("The plan is known in every office of it.")
        p.label("Areas for improvement:").bullet("Audits are done late and are not followed up.")
    return p


def test_numbered_chapter_whose_rating_is_missing_is_told():
    assert not told(rated("1", "2", "3", "4"), "no_ratings")
    [message] = told(rated("1", "2", "3"), "no_ratings")
    assert message == "no rating was read of 4. Moving on, where other chapters have one (page 6)"
