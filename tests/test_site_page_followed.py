import re

import pytest
from test_followup import BOARD, NAME, SPEECH, inspections, plan, rows_of

import findings_nlp as fn
from findings_nlp.site.build import build_site

HOSTILE = "<script>alert(1)</script> hire"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    rows = [f'1,"{BOARD}",Yes,Write to partners,A,May 2019,Complete', f'2,"{SPEECH}",Partly,"{HOSTILE}",B,June 2019,Not started']
    found = rows_of(*inspections(), plan(rows))
    told = fn.threads(found, on="2021-01-01")
    found |= {"threads": told.threads, "thread_steps": told.steps}
    folder = tmp_path_factory.mktemp("followed") / "site"
    build_site(found, folder, compare="none")
    return (folder / "followed.html").read_text(encoding="utf-8")


def section(page, name):
    return re.search(rf'<h2 id="{name}">.*?(?=<h2 |</main>)', page, re.S)[0]


def test_a_recommendation_stands_in_one_section_with_its_answer_and_what_came_later(page):
    again, settled = section(page, "repeated"), section(page, "settled")
    assert SPEECH in again and "Partly agreed" in again and re.search(r'reports/[^"]+#r01', again)
    assert BOARD in settled and "Write to partners" in settled and BOARD not in again
    assert "None." in section(page, "overdue")


def test_open_recommendations_that_nothing_speaks_of_are_counted_and_not_listed(page):
    # the recommendation of the later report has neither an answer nor a later inspection
    assert "2 of 3 recommendations have an answer" in page
    assert "2 are open, 1 of them without an answer or a later word" in page
    assert page.count('class="card is-recommendation"') == 3  # two recommendations, and the one that was made again


def test_words_of_a_plan_are_escaped(page):
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert NAME.split(maxsplit=1)[0] in page
