from collections import Counter

import pytest
from siting import asked, finding, report

from findings_nlp.record.schema import Evidence
from findings_nlp.review.sample import make_review
from findings_nlp.tables.rows import report_rows
from findings_nlp.tables.schema import tables

SIDES = {"strength": "Strength", "area_for_improvement": "Area for improvement"}
THEMES = {"victims": "Victims", "staffing": "Staffing"}


def rows():
    found = {name: [] for name in tables()}
    for name, count in (("a.pdf", 40), ("b.pdf", 10)):
        items = [finding(k, f"{name} {k}", "victims" if k % 10 else "of_my_own") for k in range(1, count + 1)]
        items[3] = items[3].model_copy(update={"themes": [items[3].themes[0].model_copy(update={"score": 0.43})]})
        links = [
            Evidence(finding="f001", score=0.8, because=[]),
            Evidence(finding="f002", score=0.2, because=[], band="possible"),
        ]
        rec = asked(1, "Do it.").model_copy(update={"evidence": links})
        for table, row in report_rows(report(name, "Elmby PDU", "pdu_2021", "2023-01", items, recommendations=[rec])):
            found[table].append(row)
    return found


def test_same_seed_same_review_and_another_seed_another():
    first, again, other = (make_review(rows(), THEMES, SIDES, most=10, seed=seed) for seed in (1, 1, 2))
    assert first == again and first.id != other.id


def test_half_is_taken_at_random_and_the_rest_is_least_certain():
    found = make_review(rows(), THEMES, SIDES, most=10).findings
    assert Counter(item["sample"] for item in found) == {"random": 5, "chosen": 5}
    assert len({(item["report"], item["finding"]) for item in found}) == 10
    chosen = [item for item in found if item["sample"] == "chosen"]
    random_ones = {(i["report"], i["finding"]) for i in found if i["sample"] == "random"}
    least = [key for key in (("a.pdf", "f004"), ("b.pdf", "f004")) if key not in random_ones]
    assert [(item["report"], item["finding"]) for item in chosen[: len(least)]] == least


@pytest.mark.parametrize(("by", "of"), [("report", lambda i: i["report"]), ("theme", lambda i: i["themes"][0])])
def test_by_report_or_theme_takes_them_in_turn(by, of):
    found = [item for item in make_review(rows(), THEMES, SIDES, most=8, by=by).findings if item["sample"] == "chosen"]
    assert sorted(Counter(map(of, found)).values()) == [2, 2]


def test_random_takes_all_at_random_and_never_more_than_there_are():
    found = make_review(rows(), THEMES, SIDES, most=500, by="random").findings
    assert len(found) == 50 and {item["sample"] for item in found} == {"random"}


def test_links_come_from_every_band_with_its_size():
    found = make_review(rows(), THEMES, SIDES, most=40, by="random").links
    sizes = {item["band"]: item["stratum"] for item in found}
    assert sizes == {"reason": 2, "possible": 2, "unlisted": 46}
    pairs = [(item["report"], item["finding"]) for item in found]
    assert len(set(pairs)) == len(pairs) and Counter(i["band"] for i in found) == {"reason": 2, "possible": 2, "unlisted": 7}


def test_themes_of_ones_own_may_be_chosen_and_no_evidence_is_no_link():
    empty = rows() | {"evidence": []}
    found = make_review(empty, THEMES, SIDES, most=4)
    assert found.themes == THEMES | {"of_my_own": "of_my_own"} and found.links == []
