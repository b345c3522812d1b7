import pytest
from making import text_line, vocabulary

from findings_nlp.layout.ligatures import restore_ligatures

GENERAL = "practice practitioners probation time waiting notice officers office identified finding five first and the of staff"


def restored(*texts: str, general: str = GENERAL) -> tuple[list[str], set[int]]:
    lines = [text_line(text, page=2) for text in texts]
    pages = restore_ligatures(lines, vocabulary(" ".join(texts), general))
    return [line.text for line in lines], pages


@pytest.mark.parametrize("sign", ["\ufffd", "\x02", "\ue0a1"])
def test_sign_without_unicode_value_is_the_ligature_that_makes_a_word(sign):
    assert restored(f"Prac{sign}ce of proba{sign}on staff, wai{sign}ng {sign}mes", general=GENERAL + " times")[0] == [
        "Practice of probation staff, waiting times"
    ]


def test_two_signs_in_one_word():
    assert restored("prac\ufffd\ufffdoners")[0] == ["practitioners"]


def test_word_that_the_list_does_not_know_keeps_its_sign_unless_the_sign_always_stood_for_one():
    assert restored("Ot\ufffderby")[0] == ["Ot\ufffderby"]
    assert restored("prac\ufffdce proba\ufffdon no\ufffdce Mar\ufffdndale")[0] == ["practice probation notice Martindale"]


def test_word_that_two_ligatures_would_make_keeps_its_sign():
    assert restored("o\ufffder", general="offer otter")[0] == ["o\ufffder"]


def test_wrong_sign_is_a_ligature_where_several_words_have_it():
    assert restored("prac&ce proba&on no&ce R&D")[0] == ["practice probation notice R&D"]
    assert restored("pracOOoners in pracOce of probaOon, Objectives")[0] == ["practitioners in practice of probation, Objectives"]
    assert restored("prac&ce of the staff")[0] == ["prac&ce of the staff"]


def test_missing_ligatures_are_put_back_in_a_document_without_any_and_its_pages_told():
    texts = ["identied by ofcers, and the rst nding", "identi ed"] + ["and the staff of the " * 40] * 5
    found, pages = restored(*texts, general=GENERAL + " by")
    assert found[0] == "identified by officers, and the first finding"
    assert found[1] == "identified"
    assert pages == {2}


def test_short_document_or_one_with_the_ligature_is_left_alone():
    assert restored("identied by ofcers, and the rst nding")[0] == ["identied by ofcers, and the rst nding"]
    texts = ["identied by ofcers, and the rst nding of five"] + ["and the staff of the office " * 40] * 5
    assert restored(*texts)[0][0] == texts[0]


def test_a_capital_ligature_stands_at_the_beginning_of_a_word_alone():
    general = GENERAL + " this there think bath"
    assert restored("ba\ufffd", general=general)[0] == ["ba\ufffd"]
    assert restored("\ufffdis and \ufffdere we \ufffdink of ba\ufffd", general=general)[0] == [
        "This and There we Think of ba\ufffd"
    ]
