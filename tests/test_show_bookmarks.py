from showing import labelled

from findings_nlp.show.bookmarks import bookmarks


def test_three_trees_by_section_and_addressee(small):
    found = [(b.level, b.title) for b in bookmarks(labelled(small))]
    assert [title for level, title in found if level == 1] == [
        "Strengths (3)",
        "Areas for improvement (3)",
        "Recommendations (3)",
    ]
    assert [title for level, title in found if level == 2] == [
        "1.1. Leadership (2)", "1.2. Staff (1)", "1.1. Leadership (2)", "1.2. Staff (1)",
        "For Otterby PDU (2)", "For East Fells region (1)", "By standard of their evidence (1)",
    ]  # fmt: skip
    assert (3, "f002 The plan for the year is known in every office.") in found
    # f006 of 1.2 and the link of r02 are only possible: neither makes a bookmark
    assert found[-2:] == [(3, "1.1. Leadership (1)"), (4, found[-1][1])]
    assert found[-1][1].startswith("r01 ")


def test_bookmark_leads_to_where_its_text_begins(small):
    report = labelled(small)
    where = {b.title.split()[0]: b.target for b in bookmarks(report)}
    for item in [*report.findings, *report.recommendations]:
        target = where[item.id]
        assert (target.page, target.x, target.y) == (item.locations[0].page, *item.locations[0].bbox[:2])


def test_nothing_found_is_no_bookmark(small):
    bare = small.model_copy(update={"findings": [], "recommendations": []})
    assert bookmarks(bare) == []
    lost = [f.model_copy(update={"locations": []}) for f in small.findings]
    assert bookmarks(bare.model_copy(update={"findings": lost})) == []
