from findings_nlp.retrieval.slips import suggestions

WORDS = [("supervision", 9), ("supervise", 4), ("superb", 1), ("support", 20), ("21st", 3), ("sup", 1)]


def test_nearest_come_first_then_commonest():
    assert suggestions("supervison", WORDS) == ["supervision", "supervise"]
    assert suggestions("suport", WORDS) == ["support", "superb"]


def test_what_is_not_typed_to_its_end_is_completed():
    assert suggestions("superv", WORDS)[:2] == ["supervision", "supervise"]


def test_short_words_and_the_word_itself_suggest_nothing_and_numbers_are_never_suggested():
    assert suggestions("su", WORDS) == []
    assert suggestions("superb", [("superb", 1)]) == []
    assert suggestions("21s", WORDS) == []


def test_a_short_word_may_be_one_letter_off_and_a_long_one_two():
    assert suggestions("cats", [("coats", 1), ("boats", 1)]) == ["coats"]
    assert suggestions("housign", [("housing", 1), ("hosing", 1)]) == ["housing", "hosing"]
