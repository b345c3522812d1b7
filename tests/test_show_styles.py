from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.families.rating_words import INSPECTORATE
from findings_nlp.record.schema import Finding
from findings_nlp.show.styles import KINDS, PAPER, RATINGS, TEXT_ON, contrast, luminance, token_css


def lightness(colour: str) -> float:
    """CIE L*: how light a grey the colour becomes."""
    return 116 * luminance(colour) ** (1 / 3) - 16


def test_contrast_of_known_pairs():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_contrast_is_the_same_both_ways(a, b):
    one, other = f"#{a:06x}", f"#{b:06x}"
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21


def test_every_polarity_and_rating_of_the_record_has_a_look():
    assert set(KINDS) == {*Finding.model_fields["polarity"].annotation.__args__, "recommendation"}
    assert set(RATINGS) == set(INSPECTORATE.words)
    assert (RATINGS["Fair"].pips, RATINGS["Good"].pips) == ("", "●●○")


@pytest.mark.parametrize(("ink", "paper"), TEXT_ON)
def test_text_is_readable(ink, paper):
    assert contrast(PAPER[ink], PAPER[paper]) >= 4.5


def test_text_on_fills_and_edges_on_paper_are_readable():
    for kind in KINDS.values():
        assert contrast(PAPER["ink"], kind.fill) >= 4.5
        assert contrast(kind.edge, PAPER["paper"]) >= 4.5
        assert contrast(kind.edge, kind.fill) >= 3
    for rating in RATINGS.values():
        assert contrast(rating.ink, rating.fill) >= 4.5
    assert contrast(PAPER["rule"], PAPER["paper"]) >= 3


def test_kinds_are_told_apart_without_colour():
    greys = sorted(lightness(kind.fill) for kind in KINDS.values())
    assert min(b - a for a, b in pairwise(greys)) >= 10
    assert len({kind.sign for kind in KINDS.values()}) == len({kind.name for kind in KINDS.values()}) == 4
    greys = sorted(lightness(rating.fill) for rating in RATINGS.values())
    assert min(b - a for a, b in pairwise(greys)) >= 10
    assert len({rating.pips for rating in RATINGS.values()}) == 4


def test_css_gives_every_token_once():
    css = token_css()
    assert css.count("--strength-fill:") == css.count("--paper:") == 1
    assert ".rating-requires-improvement {" in css and ".is-area-for-improvement {" in css
