from making import Paper

from findings_nlp.source.pdf import read_text_layer
from findings_nlp.source.pdf.parting import crossing


def layer(rule: float | None) -> list[str]:
    p = Paper().line("Staff are well supported.")
    end = p.at(72, 300, "Leadership   ")
    p.at(end, 300, "Good")
    if rule:
        p.page.draw_line((rule, 280), (rule, 320))
    return [line.text.strip() for line in read_text_layer(p.data()).pages[0].lines][1:]


def test_line_is_parted_where_a_rule_runs_through_a_gap():
    whole = layer(None)
    assert len(whole) == 1
    assert layer(131) == ["Leadership", "Good"]


def test_rule_through_a_letter_parts_nothing():
    assert layer(100) == layer(None)


def test_rules_cross_a_line_within_it_only():
    box = (72.0, 100.0, 200.0, 112.0)
    assert crossing(box, [(150, 90, 151, 130), (73, 90, 74, 130), (250, 90, 251, 130), (160, 200, 161, 260)]) == [150.5]
