from making import Paper, blocks_of, placed, running, texts

from findings_nlp.families import headings
from findings_nlp.pipes.items.recommendations import find_recommendations

SENTENCES = [
    "The board meets every month and follows what it has decided.",
    "Staff said that they were proud of the work that they did.",
    "Checks with the police were made before people came home.",
    "Plans were written with the children and with their parents.",
    "Managers read a tenth of the files in each of the quarters.",
    "The office in the old town could not be reached by any bus.",
    "Volunteers were trained for two evenings and then left alone.",
    "Victims were told of what had happened in good time by post.",
    "Courts were given reports on the day on which they wanted them.",
]


def numbered(count: int, parted: bool = False) -> Paper:
    p = Paper().heading("Chapter 2")
    p.paragraph(*running(40)).label("Strengths:")
    for k, sentence in enumerate(SENTENCES[:count], 1):
        if parted:
            p.at(72, p.y, f"2.{k}")
            p.paragraph(sentence, x=110)
        else:
            p.paragraph(f"2.{k} {sentence}")
    return p


def test_paragraph_numbers_are_labels():
    blocks = blocks_of(numbered(9).data())
    assert texts(blocks, "bullet") == SENTENCES
    assert [b.label for b in blocks if b.kind == "bullet"] == [f"2.{k}" for k in range(1, 10)]


def test_paragraph_numbers_in_the_margin_are_labels():
    assert texts(blocks_of(numbered(9, parted=True).data()), "bullet") == SENTENCES


def test_a_few_numbered_lines_are_text():
    found = [b.text for b in blocks_of(numbered(4).data())]
    assert "2.4 " + SENTENCES[3] in found


def test_headings_of_standards_keep_their_numbers():
    p = numbered(9)
    p.heading("2.10 Court work")
    assert "2.10 Court work" in texts(blocks_of(p.data()), "heading")


def test_numbered_paragraphs_are_recommendations_only_under_a_body_that_should_act():
    blocks, places = placed(
        "# Recommendations\n- We make two recommendations to the service.\n- The board should:\n- meet monthly\n- read files"
    )
    for k, block in enumerate(blocks[1:], 1):
        block.label = f"3.{k}"
    found = find_recommendations(blocks, places, headings())
    assert [(r.addressee, blocks[r.blocks[0]].text) for r in found] == [
        ("The board", "meet monthly"),
        ("The board", "read files"),
    ]
