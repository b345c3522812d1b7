from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.retrieval.words import parted, spelled, tokens


@given(st.text())
def test_words_are_the_same_however_they_are_read(text):
    assert [token.word for token in tokens(text)] == spelled(text)


def test_a_word_in_two_parts_is_told_and_numbers_and_longer_chains_are_not():
    text = "Wi‐Fi, e-mail; out-of-court; 2019-20; CAS-3; nDelius; OASys; a - b"
    assert list(parted(text)) == [("wi", "fi"), ("e", "mail"), ("cas", "3"), ("n", "delius")]
