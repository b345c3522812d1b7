from making import Paper, placed, running

import findings_nlp as fn
from findings_nlp.pipes.facts.garbled import legible

TITLE = "An inspection of probation services in Otterby"


def turned(text: str) -> str:
    """Letters as a font without a map to Unicode gives them."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    table = str.maketrans(letters + letters.upper(), (other := "qzxjkvbpygfwmucldrhsnioate") + other.upper())
    return text.translate(table)


def report(title: str) -> fn.Report:
    p = Paper().heading(title, 24).turn()
    for _ in range(3):
        p.heading("1. Leadership", 20).paragraph(*running()).turn()
    return fn.read_report(p.data(), nlp=fn.load("none"))


def test_garbled_cover_gives_no_title_and_is_told():
    found = report(turned(TITLE))
    assert found.title is None and found.inspected_body is None
    assert "the text layer of page 1 is not readable text" in [w.message for w in found.warnings]


def test_readable_cover_gives_its_title():
    found = report(TITLE)
    assert found.title == TITLE and "unreadable_text" not in [w.code for w in found.warnings]


def test_cover_of_names_alone_is_kept_where_the_text_names_them():
    blocks, places = placed("# Otterby Fernbank Approved Premises\n=\n# 1. Leadership\nFernbank is a home of the town.")
    notes = {"unreadable_pages": []}
    assert legible(blocks, places, notes) == (blocks, places) and not notes["unreadable_pages"]
