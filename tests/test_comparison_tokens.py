import numpy as np
import pytest

from findings_nlp.comparison.run import theme_model
from findings_nlp.comparison.tokens import Tokens, alignments, tokens_of


def test_alignment_is_the_weighed_mean_of_each_tokens_best_in_both_directions():
    one = Tokens(np.eye(2, dtype=np.float32), np.array([0.75, 0.25], np.float32))
    two = [Tokens(np.eye(2, dtype=np.float32)[:1], np.array([1.0], np.float32)), one]
    both, lesser = alignments([one], two)
    # the first token finds its like, the second does not: 0.75 one way, 1 the other
    assert both.tolist() == [[0.875, 1.0]] and lesser.tolist() == [[0.75, 1.0]]


def test_weights_are_those_of_rare_words_and_a_text_without_words_is_like_none():
    model = theme_model("full")
    rare, empty = tokens_of(model.encoder, model.linear.words, ["The vetting of the staff in 12 cases.", ""])
    assert rare.weights.sum() == pytest.approx(1, abs=1e-5) and rare.weights.max() > 10 * rare.weights.min()
    assert not empty.states.any() and alignments([rare], [empty])[0][0, 0] == 0


def test_other_words_for_one_matter_align_better_than_another_matter_of_the_theme():
    model = theme_model("full")
    texts = ["Victims were contacted late.", "Contact with victims was delayed by the police.", "Victims were absent from plans."]
    a, b, c = tokens_of(model.encoder, model.linear.words, texts)
    both, _ = alignments([a], [b, c])
    assert both[0, 0] > both[0, 1]
