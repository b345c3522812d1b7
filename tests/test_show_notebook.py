from html.parser import HTMLParser

from siting import HOSTILE, finding, report

import findings_nlp as fn


class Frames(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def made():
    name = "a'\n\"><script>.pdf"
    return report(name, "Elmby PDU", "pdu_2021", "2023-01", [finding(1, HOSTILE, "victims")])


def test_report_in_a_notebook_is_its_page_in_one_frame_that_runs_nothing():
    [(tag, told)] = Frames(made()._repr_html_()).tags
    assert tag == "iframe" and told["sandbox"] == "allow-popups"
    assert told["srcdoc"] == fn.report_page(made())
    assert told["title"] == made().source.name


def test_report_is_one_line_as_text():
    for text in (repr(made()), str(made())):
        assert "\n" not in text and "1 findings, 0 recommendations" in text and len(text) < 100
