"""What the account of a report's text promises: every block once, with a reason, and what was not read with its place."""

import pytest
from making import CORPUS, Paper, running
from test_record_losses import BOTH, pictured, report

import findings_nlp as fn
from findings_nlp.document.contexts import contexts_of
from findings_nlp.document.doc import report_data, views
from findings_nlp.record.account import account_of
from findings_nlp.record.roles import OUTSIDE, Role, shares_told


def account(p: Paper):
    return fn.read_report(p.data(), nlp=fn.load("none")).account


def roles(data: bytes, nlp) -> dict[str, Role]:
    """The role of each block by its text."""
    doc = nlp(fn.read_pdf(data, nlp))
    blocks = views(doc)
    return {b.text: e.role for b, e in zip(blocks, account_of(doc, blocks, contexts_of(doc)).entries, strict=True)}


def test_every_block_has_one_role_with_a_reason_and_the_shares_add_up(nlp):
    doc = nlp(fn.read_pdf(CORPUS / "reports" / "crc-2019-marchland.pdf", nlp))
    blocks = views(doc)
    found = account_of(doc, blocks, contexts_of(doc))
    assert len(found.entries) == len(blocks)
    assert all(entry.reason for entry in found.entries)
    assert sum(n for by_reason in found.reasons.values() for n in by_reason.values()) == len(blocks)
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.words + sum(found.outside.values()) == sum(len(b.text.split()) for b in blocks)
    assert set(found.outside) <= {str(role) for role in OUTSIDE}


def test_corpus_is_read_whole(corpus):
    assert {name: r.account.unread for name, r in corpus.items() if r.account.unread} == {}


def test_roles_are_those_of_the_record(small_pdf, nlp):
    found = roles(small_pdf, nlp)
    assert found["Leaders meet all staff each month and act on what they hear, and 24 per cent of staff said that this had helped them."] is Role.finding  # fmt: skip
    assert found["“Nobody ever rings me back when I leave a message.”"] is Role.quote
    assert found["Strengths:"] is Role.heading


def test_findings_of_a_model_are_counted_as_they_stand_in_the_record(nlp):
    doc = nlp(fn.read_pdf(report(*BOTH).turn().heading("1.3. Services", 14).paragraph(*running()).data(), nlp))
    blocks, places = views(doc), contexts_of(doc)
    last = blocks[-1].index
    assert account_of(doc, blocks, places).entries[last].role is Role.narrative
    one = report_data(doc)["findings"][0]
    report_data(doc)["findings"].append(one | {"blocks": [last], "basis": "model"})
    entry = account_of(doc, blocks, places).entries[last]
    assert (entry.role, entry.reason) == (Role.finding, "read in running text")


def test_list_that_belongs_to_nothing_is_unread_with_page_and_box():
    p = report(*BOTH).turn().heading("1.3. Services", 14).label("Harvest notes:")
    p.bullet("Waiting times have fallen in every office.").bullet("Places are short in all of the towns.")
    found = account(p)
    assert [u.text for u in found.unread] == [
        "Waiting times have fallen in every office.",
        "Places are short in all of the towns.",
    ]
    assert {u.reason for u in found.unread} == {"an item of a list under a heading that tells no side, or in no recommendation"}
    [place] = found.unread[0].locations
    assert place.page == 4 and place.bbox[2] > place.bbox[0]
    assert found.shares["unread"] > 0


def test_chapter_of_recommendations_that_yields_none_is_unread():
    p = Paper().heading("1. Delivery").paragraph(*running()).turn().heading("Recommendations").paragraph(*running(30))
    assert {u.reason for u in account(p).unread} == {"in a chapter of recommendations that yields none"}


def test_page_that_is_a_picture_is_unread_as_a_whole():
    p = Paper().paragraph(*running()).turn().paragraph(*running()).turn().paragraph(*running()).turn()
    pictured(p)
    p.turn().paragraph(*running())
    [unread] = account(p).unread
    assert (unread.reason, unread.text) == ("the page holds a picture and no text", "")
    assert [(w.page, w.bbox) for w in unread.locations] == [(4, (0, 0, 595, 842))]


def test_text_before_the_first_known_heading_is_no_front_matter():
    p = Paper()
    for _ in range(6):
        p.paragraph(*running()).turn()
    assert account(p).reasons["narrative"] == {"before the first known heading": 3}


def test_shares_are_told_largest_first():
    assert shares_told({"table": 0.0004, "none_stated": 0.3, "finding": 0.6996}) == "finding 70.0%, none stated 30.0%"
