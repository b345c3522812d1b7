import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import text_line, vocabulary

from findings_nlp.layout.clean import Vocabulary, join_lines, mend_words, settle_soft_hyphens, tidy, without_leaders


def joined(*pieces: str, document: str = "", general: str = "") -> str:
    return join_lines([text_line(piece) for piece in pieces], vocabulary(document, general))[0]


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("  two \t spaces\u00a0here ", "two spaces here"),
        ("o\ufb03cers identi\ufb01ed", "officers identified"),
        ("co\u2011operation and self\u2010harm", "co-operation and self-harm"),
        ("zero\u200bwidth", "zerowidth"),
        ("‘Inadequate’ – “as printed”", "‘Inadequate’ – “as printed”"),
        ("½ of 2²", "½ of 2²"),
    ],
)
def test_tidy_text_is_what_a_person_would_type(printed, typed):
    assert tidy(printed) == typed


def test_greek_question_mark_is_a_semicolon():
    assert tidy("their parents\u037e staff said") == "their parents; staff said"


@pytest.mark.parametrize(
    ("pieces", "document", "general", "text"),
    [
        (("staff had", "asked"), "", "", "staff had asked"),
        (("the super-", "vision of staff"), "supervision", "", "the supervision of staff"),
        (("the super-", "vision of staff"), "", "supervision", "the supervision of staff"),
        (("the unin-", "formed reader"), "", "", "the uninformed reader"),
        (("a multi-", "agency panel"), "", "", "a multi-agency panel"),
        (("a solution-", "focused view"), "solution-focused", "", "a solution-focused view"),
        (("a trauma-", "informed service"), "trauma informed", "", "a trauma-informed service"),
        (("a well-", "being day"), "wellbeing", "", "a wellbeing day"),
        (("between 2021-", "2023 alone"), "", "", "between 2021-2023 alone"),
        (("the Hope-", "Smith centre"), "", "", "the Hope-Smith centre"),
        (("staff and/", "or managers"), "", "", "staff and/or managers"),
        (("open – and", "honest –", "talk"), "", "", "open – and honest – talk"),
        (("", "  ", "one"), "", "", "one"),
    ],
)
def test_lines_are_joined_as_a_person_would_type_them(pieces, document, general, text):
    assert joined(*pieces, document=document, general=general) == text


def test_each_character_leads_back_to_its_line():
    lines = [text_line(t) for t in ("the super-", "vision of", "staff")]
    text, offsets = join_lines(lines, vocabulary("supervision"))
    assert [(text[a:b], k) for a, b, k in offsets] == [("the super", 0), ("vision of", 1), ("staff", 2)]


WORDS = st.text(st.sampled_from("abcdefgh ABC123.,-–/’\u00ad\ufb01\u2011\u00a0\t"), max_size=25)


@given(st.lists(WORDS, max_size=8))
def test_joining_loses_no_letter_and_offsets_cover_the_text(pieces):
    lines = [text_line(piece) for piece in pieces]
    text, offsets = join_lines(lines, vocabulary("abc def-abc", "feed cab"))
    letters = "".join(tidy(piece) for piece in pieces)
    assert re.sub(r"[\s-]", "", text) == re.sub(r"[\s-]", "", letters)
    assert "  " not in text and text == text.strip()
    ends = [0, *(b for _, b, _ in offsets)]
    assert all(end <= a <= b <= len(text) and a - end <= 1 for end, (a, b, _) in zip(ends, offsets, strict=False))
    assert [k for _, _, k in offsets] == sorted({k for _, _, k in offsets})


@given(st.text())
def test_tidy_text_is_one_line_and_stays_tidy(text):
    once = tidy(text)
    assert tidy(once) == once
    assert not re.search(r"[\n\t]|\s\s", once)


@pytest.mark.parametrize(
    ("broken", "document", "mended"),
    [
        ("the partners hips were good", "partnerships partnerships partnerships", "the partnerships were good"),
        ("work in cumberlan d began", "cumberland cumberland", "work in cumberland began"),
        ("staff are in the town", "stafford inthe", "staff are in the town"),
        ("there is no one at all", "noone", "there is no one at all"),
    ],
)
def test_words_broken_by_stray_spaces_are_mended(broken, document, mended):
    everyday = "the were good work began staff are in town there is no one at all"
    assert mend_words(broken, vocabulary(document, everyday), heading=False) == mended


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("S t r e n g t h s", "Strengths"),
        ("1 . 1 L e a d e r s h i p", "1.1 Leadership"),
        ("Areas for improvement", "Areas for improvement"),
        ("Implementation and delivery", "Implementation and delivery"),
    ],
)
def test_letter_spaced_heading_is_mended(broken, mended):
    words = vocabulary("", "strengths leadership areas for improvement implementation and delivery")
    assert mend_words(broken, words, heading=True) == mended


def test_leader_dots_are_taken_out():
    assert without_leaders("1. Organisational delivery ........... 12") == "1. Organisational delivery 12"
    assert without_leaders("Foreword \ufffd\ufffd\ufffd\ufffd 4") == "Foreword 4"
    assert without_leaders("Wait... what. Next.") == "Wait... what. Next."


def test_letters_parted_by_kerning_are_rejoined_however_often():
    words = vocabulary("wor k wor k wor k ever y ever y ever y the for mer y k", "work every ever former the for")
    assert mend_words("ever y for mer wor k", words, False) == "every former work"
    assert mend_words("plan k of wor k", vocabulary("wor k", "work"), False) == "plan k of work"


def test_justified_print_breaks_words_at_syllables():
    lines = ["the super-", "vision of pro-", "bation by man-", "agers at meet-", "ings"]
    known = "supervision probation managers meetings"
    words = Vocabulary.of([text_line(line) for line in lines], frozenset(known.split()))
    assert join_lines([text_line("lower bud-"), text_line("gets")], words)[0] == "lower budgets"
    assert join_lines([text_line("lower on-"), text_line("the-day")], words)[0] == "lower on-the-day"
    words.general |= {"harm", "less", "out", "stripped", "over", "represented"}
    assert join_lines([text_line("quite harm-"), text_line("less")], words)[0] == "quite harmless"
    assert join_lines([text_line("far out-"), text_line("stripped")], words)[0] == "far outstripped"
    assert join_lines([text_line("were over-"), text_line("represented")], words)[0] == "were over-represented"


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("foot\u00adball", "football"),
        ("well\u00adbeing", "well-being"),
        ("safe\u00adguarding", "safeguarding"),
        ("20\u00ad21", "20-21"),
        ("safe\u00ad", "safe\u00ad"),
    ],
)
def test_soft_hyphen_goes_from_a_word_and_stays_as_a_hyphen_between_two(printed, typed):
    words = vocabulary(general="foot ball football well being safe")
    assert settle_soft_hyphens(printed, words) == typed


@pytest.mark.parametrize(
    ("end", "start", "expected"), [("proba", "tion", True), ("Otter", "by", False), ("well", "being", False)]
)
def test_document_hyphenates_at_line_ends_where_the_parts_make_known_words(end, start, expected):
    lines = [
        text_line("the team at"),
        *[text_line(f"{'' if k == 0 else start} says of {end}-") for k in range(5)],
        text_line(start),
    ]
    assert Vocabulary.of(lines, frozenset({"probation", "well", "being", "wellbeing"})).breaks is expected
