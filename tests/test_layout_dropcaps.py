import pytest
from making import Paper, blocks_of, running, texts

import findings_nlp as fn


def passage(letter: str, *lines: str, size: float = 38, width: float = 26) -> Paper:
    p = Paper().paragraph(*running())
    top = p.y
    p.at(72, top + 28, letter, size)
    for k, line in enumerate(lines):
        p.line(line, x=72 + width if k < 3 else 72)
    p.y += 10
    return p


REST = ("they meet all staff of the service each month in", "every office, and listen to what they have to say", "of it")


@pytest.mark.parametrize(
    ("letter", "first", "start"),
    [
        ("L", "eaders know their plans well and so", "Leaders know their plans"),
        ("A", "recent plan is known to all of them and", "A recent plan"),
        ("A", "ll of the plans are known to them and so", "All of the plans"),
        ("“W", "e know our plans well, so well that", "“We know our plans"),
        ("L", "EADERS know their plans well and so", "Leaders know their plans"),
    ],
)
def test_drop_cap_begins_its_word(letter, first, start):
    found = texts(blocks_of(passage(letter, first, *REST, width=52 if letter[0] == "“" else 26).data()), "paragraph")
    assert found[-1].startswith(start) and found[-1].endswith("of it") and len(found) == 2


def test_box_of_the_text_holds_the_letter():
    p = Paper().heading("1. Organisational delivery", 20).paragraph(*running()).heading("1.1. Leadership", 14).label("Strengths:")
    top = p.y
    p.at(90, top + 28, "L", 38)
    p.at(72, top, "•")
    for line in ("eaders know their plans well and so", *REST):
        p.line(line, x=116)
    (finding,) = fn.read_report(p.data(), nlp=fn.load("none")).findings
    assert finding.text.startswith("Leaders know their plans") and finding.locations[0].bbox[0] < 92


def test_large_letter_by_itself_is_left():
    assert "B" in " ".join(b.text for b in blocks_of(Paper().paragraph(*running()).line("B", size=38, lead=50).data()))
    assert texts(blocks_of(passage("B", size=38).data()), "paragraph")
