import pytest
from test_review_log import SIDES, entry, link

from findings_nlp.review.quality import about, lines, quality, share, wilson


def test_nothing_checked_at_random_is_no_figure():
    assert quality([]) is None and quality([entry(sample="chosen", after=(SIDES[1], []))]) is None
    assert about(None) == [] and lines(None, {}) == []


def test_precision_and_recall_by_theme():
    log = [
        entry(text="1", before=(SIDES[0], ["women", "victims"]), after=(SIDES[0], ["women"])),
        entry(text="2", before=(SIDES[0], ["women"]), after=(SIDES[1], ["women", "staffing"])),
        entry(text="3"),
    ]
    found = quality(log)
    themes = found["themes"]
    assert (found["findings"], themes["all"]["precision"]["value"], themes["all"]["recall"]["value"]) == (3, 0.6667, 0.6667)
    assert themes["women"]["precision"]["value"] == 1 and themes["staffing"]["precision"] is None
    assert themes["staffing"]["recall"] == share(0, 1) and found["polarity"]["strength"]["precision"]["value"] == 0.6667
    assert "Women and girls" in [row[0] for row in lines(found, {"women": "Women and girls"})]


def test_recall_of_links_weighs_what_was_found_in_each_band_with_its_size():
    log = [link("reason", "reason", finding=f"a{k}", stratum=100) for k in range(9)]
    log += [link("reason", "none", finding="a9", stratum=100)]
    log += [link("possible", "reason" if k == 0 else "none", finding=f"b{k}", stratum=50) for k in range(10)]
    log += [link("unlisted", "none", finding=f"c{k}", stratum=1000) for k in range(10)]
    told = quality(log)["reasons"]
    assert told["precision"]["value"] == 0.9
    assert told["recall"]["value"] == pytest.approx(90 / 95, abs=1e-3)
    low, high = told["recall"]["interval"]
    # ten pairs of a thousand allow many reasons that are not listed
    assert low < 0.75 and high <= 1 and "Reasons: precision 90%" in about(quality(log))[-1]


@pytest.mark.parametrize(("hits", "count"), [(0, 5), (5, 5), (3, 7), (0, 0)])
def test_interval_holds_the_share_and_stays_within_0_and_1(hits, count):
    low, high = wilson(hits, count)
    assert 0 <= low <= (hits / count if count else 0.5) <= high <= 1
