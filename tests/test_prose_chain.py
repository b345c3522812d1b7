import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.pipes.prose.chain import (
    FOLLOWS,
    READ,
    STARTS,
    TAGS,
    Run,
    likeliest,
    probabilities,
    runs,
    sided_follows,
    sided_scores,
    tags_of,
    tilted,
)


def scores_of(*tags: str) -> np.ndarray:
    out = np.zeros((len(tags), len(TAGS)))
    for row, tag in zip(out, tags, strict=True):
        row[TAGS.index(tag)] = 5.0
    return out


def test_finding_begins_with_a_beginning_even_where_the_words_say_it_goes_on():
    assert runs(likeliest(scores_of("O", "I-", "I-"), FOLLOWS, STARTS)) == [Run(1, 2, "-")]


def test_beginning_and_another_kind_end_a_finding():
    found = runs(likeliest(scores_of("B+", "I+", "B~", "O", "B-", "B-"), FOLLOWS, STARTS))
    assert found == [Run(0, 1, "+"), Run(2, 2, "~"), Run(4, 4, "-"), Run(5, 5, "-")]


@given(st.lists(st.sampled_from("+-~O"), max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_tags_tell_the_runs_they_were_made_of(sides, joined):
    wanted: list[Run] = []
    for k, side in enumerate(sides):
        if side == "O":
            continue
        if joined[k] and wanted and wanted[-1].last == k - 1 and wanted[-1].side == side:
            wanted[-1] = wanted[-1]._replace(last=k)
        else:
            wanted.append(Run(k, k, side))
    assert runs(tags_of(wanted, len(sides))) == wanted


@pytest.mark.parametrize("seed", range(3))
def test_likeliest_and_probabilities_are_those_of_all_paths_counted_one_by_one(seed):
    chance = np.random.default_rng(seed)
    scores, follows, starts = chance.normal(size=(3, 7)), chance.normal(size=(7, 7)) + FOLLOWS, chance.normal(size=7) + STARTS
    paths = {
        path: starts[path[0]]
        + sum(scores[k, tag] for k, tag in enumerate(path))
        + follows[path[0], path[1]]
        + follows[path[1], path[2]]
        for path in itertools.product(range(7), repeat=3)
    }
    assert tuple(likeliest(scores, follows, starts)) == max(paths, key=paths.get)
    weight = {path: np.exp(score) for path, score in paths.items()}
    wanted = [[sum(w for p, w in weight.items() if p[k] == tag) / sum(weight.values()) for tag in range(7)] for k in range(3)]
    assert probabilities(scores, follows, starts) == pytest.approx(np.array(wanted))


def test_a_sentence_of_the_other_side_begins_a_finding_where_the_words_say_it_goes_on():
    read = np.zeros((3, len(READ)))
    read[0, READ.index("B")] = read[1, READ.index("I")] = read[2, READ.index("I")] = 1.0
    scores = sided_scores(read, np.array([4.0, -4.0, -4.0]), np.array([1.0, 1.0]))
    follows = sided_follows(np.zeros((len(READ), len(READ))), 0.0)
    assert runs(likeliest(scores, follows, STARTS)) == [Run(0, 0, "+"), Run(1, 2, "-")]
    weak = sided_scores(read, np.array([4.0, -0.2, 4.0]), np.array([1.0, 1.0]))
    assert runs(likeliest(weak, follows, STARTS)) == [Run(0, 2, "+")]
    rarely = sided_follows(np.zeros((len(READ), len(READ))), -9.0)
    assert len(runs(likeliest(scores, rarely, STARTS))) == 1


def test_tilt_takes_more_sentences_for_judgements_and_cuts_findings_sooner():
    scores = np.array([[0.0, 1, 0, 0, 0, 0, 0], [0.8, 0, 0.1, -9, -9, 0, 0], [0.0, 0.5, 1, 0, 0, 0, 0]])
    assert runs(likeliest(tilted(scores, 0.0, 0.0), FOLLOWS, STARTS)) == [Run(0, 0, "+"), Run(2, 2, "+")]
    assert runs(likeliest(tilted(scores, 1.0, 0.0), FOLLOWS, STARTS)) == [Run(0, 2, "+")]
    assert [(r.first, r.last) for r in runs(likeliest(tilted(scores, 1.0, 1.0), FOLLOWS, STARTS))] == [(0, 0), (1, 1), (2, 2)]
    assert scores[0, 0] == 0 and scores[0, 1] == 1
