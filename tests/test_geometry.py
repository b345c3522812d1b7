from findings_nlp.geometry import Shapes, add_shape, join_rules, parted

PAGE = (595.0, 842.0)


def shapes(*boxes: tuple[float, float, float, float]) -> Shapes:
    out = Shapes()
    for box in boxes:
        add_shape({"bbox": box, "stroked": True}, out, PAGE)
    join_rules(out)
    return out


def test_one_panel_is_a_panel_and_level_neighbours_are_cells():
    assert shapes((60, 100, 500, 160)).panels == [(60, 100, 500, 160)]
    cells = shapes((60, 100, 300, 160), (300, 100, 500, 160))
    assert cells.panels == [] and cells.horizontal_rules


def test_three_panels_on_top_of_each_other_are_rows_and_two_a_titled_box():
    assert shapes((60, 100, 500, 160), (60, 160, 500, 220), (60, 220, 500, 280)).panels == []
    assert len(shapes((60, 100, 500, 120), (60, 120, 500, 220)).panels) == 2


def test_rule_parts_lines_and_underlining_does_not():
    assert parted([(60, 110, 500, 111)], 72, 300, 104, 118)
    assert not parted([(72, 110, 300, 111)], 72, 300, 104, 118)
    assert not parted([(60, 130, 500, 131)], 72, 300, 104, 118)


def test_strokes_that_go_on_from_each_other_are_the_edges_of_low_rows():
    found = shapes((412, 62, 413, 81), (412, 80, 413, 99), (412, 99, 413, 117), (300, 200, 301, 215)).vertical_rules
    assert found == [(412, 62, 413, 81), (412, 80, 413, 99), (412, 99, 413, 117)]
