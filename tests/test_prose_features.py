import numpy as np
import pytest

from findings_nlp.pipes.prose.features import Passage, grams, likeness, neighbours, part_of, places, pooled, windows


def test_grams_hide_figures_and_mark_what_opens_a_sentence():
    found = grams("In 57 per cent of cases")
    assert "in #" in found and "^in #" in found and "57" not in found and "per cent" in found


@pytest.mark.parametrize(
    ("chain", "part"),
    [
        (["Executive summary", "Casework"], "summary"),
        (["2. Casework", "2.1 Assessment"], "body"),
        (["1. Introduction", "Scope and methodology"], "background"),
        (["Annexe: methodology"], "annex"),
        ([], "body"),
    ],
)
def test_part_is_that_of_the_innermost_heading_that_names_one(chain, part):
    assert part_of(chain) == part


def test_neighbours_end_at_the_paragraph():
    before, behind = neighbours([2, 1, 3])
    assert before.tolist() == [-1, 0, -1, -1, 3, 4]
    assert behind.tolist() == [1, -1, -1, 4, 5, -1]


def test_a_sentence_without_tokens_gets_noughts():
    mean, most = pooled(np.array([[1.0], [3.0], [5.0]], np.float32), np.array([0, 0, 2]), 3)
    assert mean[:, 0].tolist() == [2, 0, 5] and most[:, 0].tolist() == [3, 0, 5]


def test_likeness_is_that_of_neighbours_in_one_paragraph():
    mean = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32)
    assert likeness(mean, neighbours([3, 1])[0]).tolist() == [[0, 1], [1, 0], [0, 0], [0, 0]]


def test_places_have_a_row_for_each_sentence_and_tell_where_it_stands():
    rows = places([Passage(["2. Casework"], "paragraph", ["Plans were late.", "Few were read."]), Passage([], "item", ["none"])])
    assert len(rows) == 3 and len({tuple(row) for row in rows.tolist()}) == 3


def test_long_paragraphs_are_read_in_windows_of_whole_sentences():
    told = windows(["word " * 70, "word " * 40, "word " * 60, "word " * 300])
    assert told == [(0, 2), (2, 3), (3, 4)]
