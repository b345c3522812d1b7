import base64
import hashlib
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from findings_nlp.show.templating import environment, policy, render, visible


def test_report_text_is_escaped_whatever_the_template_is_called():
    made = environment().from_string('<p title="{{ x }}">{{ x }}</p>').render(x="\"><script>alert('1')</script>")
    assert "<script" not in made and made.count('"') == 2


def test_name_that_a_template_lacks_is_an_error():
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing }}").render()


@given(st.text(st.characters() | st.sampled_from("\x00\x1b\u202e\u2066\u200f\u2028\ufeff")))
def test_no_character_turns_the_direction_or_hides(text):
    made = visible(text)
    bidi = {unicodedata.bidirectional(c) for c in made}
    assert not bidi & {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}
    assert not {c for c in made if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")} - set("\t\n\r")


def test_ordinary_text_stays_as_it_is():
    text = "Café – ‘24 per cent’ of שלום\u202fcases"
    assert visible(text) == text


def test_policy_lets_in_the_page_and_nothing_else():
    page = render("page.html", lang="cy", script="let a = 1;")
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1].replace("&#39;", "'")
    assert "default-src 'none'" in found and "unsafe" not in found and "http" not in found
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.S)[1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in found
    assert '<html lang="cy">' in page


def test_page_without_script_allows_none():
    assert "script-src 'none'" in policy("a{}")
    assert "<script" not in render("page.html")
    assert "script-src 'self'" in policy("a{}", script_sources=["'self'"])
