from making import Paper, running

from findings_nlp.record.schema import Location
from findings_nlp.show.lines import line_boxes
from findings_nlp.source.pdf import read_text_layer


def test_box_is_parted_into_the_lines_in_it():
    layer = read_text_layer(Paper().line("• The first line of an item,", "and a second", "A line below").data())
    first, second, _ = layer.pages[0].lines
    location = Location(page=1, bbox=(90, first.y0, 400, second.y1))
    ((page, boxes),) = line_boxes(layer, [location])
    assert page == 1
    assert boxes == [(90, first.y0, first.x1, first.y1), (90, second.y0, second.x1, second.y1)]


def test_lines_beside_the_box_stay_out():
    paper = Paper()
    paper.at(72, 200, "left column")
    paper.at(320, 200, "right column")
    layer = read_text_layer(paper.data())
    ((_, boxes),) = line_boxes(layer, [Location(page=1, bbox=(310, 180, 500, 210))])
    assert len(boxes) == 1 and boxes[0][0] >= 310


def test_box_without_text_is_kept_whole_and_pages_are_told_apart():
    paper = Paper().paragraph(*running())
    paper.turn().paragraph(*running())
    layer = read_text_layer(paper.data())
    places = [
        Location(page=1, bbox=(10, 700, 50, 720)),
        Location(page=2, bbox=(10, 700, 50, 720)),
        Location(page=9, bbox=(0, 0, 1, 1)),
    ]
    assert line_boxes(layer, places) == [(1, [(10, 700, 50, 720)]), (2, [(10, 700, 50, 720)])]
