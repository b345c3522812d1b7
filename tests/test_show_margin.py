from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.show.margin import PageSpace, overlap

LINES = [(72.0, y, 520.0, y + 12.0) for y in range(100, 700, 15)]


def space(text=LINES, other=()) -> PageSpace:
    return PageSpace(595, 842, list(text), list(other))


def test_block_stands_beside_its_line_and_near_the_text():
    rank, box = space().beside(220, [(40, 20)], ["right", "left"])
    assert (rank, box) == (0, (527, 220, 567, 240))
    _, box = space().beside(220, [(40, 20)], ["left", "right"])
    assert box == (25, 220, 65, 240)


def test_second_block_goes_below_the_first_then_to_the_other_side():
    here = space()
    tops = [here.beside(220, [(40, 60)], ["right", "left"])[1] for _ in range(3)]
    assert len({(b[0] > 300, b[1]) for b in tops}) == 3
    assert not any(overlap(a, b) for k, a in enumerate(tops) for b in tops[k + 1 :])


def test_no_room_is_none():
    assert space(text=[(0, 0, 595, 842)]).beside(220, [(40, 20)], ["right", "left"]) is None


def test_smaller_size_is_taken_where_the_better_does_not_fit():
    rank, _ = space().beside(220, [(200, 20), (40, 20)], ["right", "left"])
    assert rank == 1


def test_picture_in_the_margin_gives_way_only_where_it_must():
    bar = (525.0, 90.0, 590.0, 700.0)
    assert space(other=[bar]).beside(220, [(40, 20)], ["right", "left"])[1][0] < 72
    assert space(other=[bar, (0.0, 90.0, 70.0, 750.0)]).beside(400, [(40, 20)], ["right", "left"]) is not None


def test_background_is_no_obstacle():
    assert space(other=[(0, 0, 595, 842)]).other == []
    assert space(other=[(0, 0, 20, 842)]).other == []


blocks = st.lists(st.tuples(st.floats(0, 842), st.floats(10, 60), st.floats(8, 200)), max_size=25)


@given(blocks, st.lists(st.tuples(st.floats(0, 500), st.floats(0, 800), st.floats(1, 300), st.floats(1, 40)), max_size=20))
def test_no_block_covers_text_another_block_or_the_page_s_edge(wanted, lines):
    text = [(x, y, min(595, x + w), min(842, y + h)) for x, y, w, h in lines]
    here = space(text)
    placed = [found[1] for y, w, h in wanted if (found := here.beside(y, [(w, h)], ["right", "left"]))]
    for k, box in enumerate(placed):
        assert 0 <= box[0] < box[2] <= 595 and 0 <= box[1] < box[3] <= 842
        assert not any(overlap(box, line) for line in text)
        assert not any(overlap(box, other) for other in placed[k + 1 :])


def test_strip_is_sought_from_the_foot_and_covers_no_text():
    box = space().strip(300, 44)
    assert box == ((595 - 300) / 2, 842 - 18 - 44, (595 + 300) / 2, 842 - 18)
    assert space(text=[(0, 0, 595, 842)]).strip(300, 44) is None
    low = space(text=[(0, 700, 595, 842)]).strip(300, 44)
    assert low[3] <= 700
