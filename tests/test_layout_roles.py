import pytest
from making import text_line

from findings_nlp.layout.roles import settle_roles
from findings_nlp.source.pdf import Page, TextLayer


@pytest.mark.parametrize(
    ("given", "settled"),
    [
        (("L", "LI", "TD"), ("L", "LI", "LBody")),
        (("L", "LI", "LBody", "TH"), ("L", "LI", "LBody", "LBody")),
        (("L", "TD"), ("L", "LI")),
        (("Table", "TR", "Note"), ("Table", "TR", "TD")),
        (("Table", "TR", "H4"), ("Table", "TR", "TD")),
        (("Table", "TR", "TD", "H4"), ("Table", "TR", "TD", "H4")),
        (("L", "LI", "Note"), ("L", "LI", "Note")),
        (("Table", "TR", "Artifact"), ("Table", "TR", "Artifact")),
        (("TD",), ("TD",)),
        ((), ()),
    ],
)
def test_tags_that_cannot_stand_there_are_read_as_those_that_can(given, settled):
    line = text_line("Staff know their plans well", roles=given)
    settle_roles(TextLayer("a.pdf", "", [Page(1, 595, 842, [line])], []))
    assert line.roles == settled
