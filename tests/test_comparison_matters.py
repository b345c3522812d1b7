import json

import numpy as np
import pytest
from making import ROOT

import findings_nlp as fn
from findings_nlp.comparison import show
from findings_nlp.comparison.inspections import CompareError, Inspection, Item, of_tables
from findings_nlp.comparison.matters import Matter, _status, compare_inspections
from findings_nlp.comparison.run import theme_model
from findings_nlp.keys.standards import standard_id
from findings_nlp.tables.frames import frames


def inspections(name):
    """The inspections of a fictional series, and the matter of each item."""
    lines = [json.loads(line) for line in (ROOT / "corpus" / "series" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    found, matters = {}, {}
    for x in lines:
        i = found.setdefault(
            x["inspection"],
            Inspection(f"r{x['inspection']}", "0" * 16, x["service"], x["published"], x["family"], None, None, None),
        )
        matters[x["inspection"] - 1, x["id"]] = x["matter"]
        under = standard_id(x["section"].split()[0], x["section"], "youth") if "section" in x else None
        item = Item(x["id"], x["text"], x.get("polarity"), under, x.get("section") or x.get("addressee"))
        (i.findings if x["item"] == "finding" else i.recommendations).append(item)
    return [found[k] for k in sorted(found)], matters


@pytest.fixture(scope="module")
def stonehithe():
    found, matters = inspections("stonehithe")
    return compare_inspections(found, theme_model("lite")), matters


def test_every_item_is_in_one_matter(stonehithe):
    comparison, _ = stonehithe
    for name in ("findings", "recommendations"):
        told = [(place, item.id) for matter in getattr(comparison, name) for place, item in matter.each()]
        want = [(k, item.id) for k, i in enumerate(comparison.inspections) for item in getattr(i, name)]
        assert sorted(told) == sorted(want)


def test_held_out_series_is_mostly_told_right(stonehithe):
    comparison, matters = stonehithe
    joined = [[matters[place, item.id] for place, item in m.each()] for m in comparison.findings if len(m.items) > 1]
    assert len(joined) >= 3
    assert sum(len(set(names)) == 1 for names in joined) >= 0.8 * len(joined)
    for matter in comparison.findings:
        assert set(matter.chances) == {(p, i.id) for p, i in matter.each() if p > min(matter.items)} and all(
            0 < p <= 1 for p in matter.chances.values()
        )


def item(side="strength"):
    return Item("f001", "Text.", side, None, None)


@pytest.mark.parametrize(
    ("places", "want"),
    [((2,), "new"), ((0,), "gone"), ((0, 1), "gone"), ((1, 2), "still"), ((0, 1, 2), "still"), ((0, 2), "back")],
)
def test_status_of_a_matter_in_three_inspections(places, want):
    assert _status(Matter({place: (item(),) for place in places}), 2) == (want, False)


def test_a_matter_that_changes_sides_has_turned():
    assert _status(Matter({0: (item("area_for_improvement"),), 1: (item(),)}), 1) == ("still", True)
    # a matter that was told on both sides has not turned
    both = item("area_for_improvement"), item()
    assert _status(Matter({0: both, 1: (item(),)}), 1) == ("still", False)


def told(texts, monkeypatch, *chances):
    """Findings of inspections joined by probabilities that are given, in the order in which they are asked for."""
    from findings_nlp.comparison import matters

    given = iter(chances)
    monkeypatch.setattr(matters, "reading", lambda model, texts: None)
    monkeypatch.setattr(matters, "features", lambda first, second: {})
    monkeypatch.setattr(matters, "probabilities", lambda tier, found: np.array(next(given), dtype=np.float32))
    monkeypatch.setattr(matters, "thresholds", lambda tier: (0.3, 0.5))
    items = [[Item(text, text, "strength", None, None) for text in line.split()] for line in texts]
    found = matters._matters(items, theme_model("lite"))
    return [({p: " ".join(i.id for i in own) for p, own in sorted(m.items.items())}, m.status, m.chances) for m in found]


def test_a_finding_told_in_parts_is_one_matter_with_a_probability_for_each_part(monkeypatch):
    assert told(["a", "b c d"], monkeypatch, [[0.9, 0.8, 0.1]]) == [
        ({0: "a", 1: "b c"}, "still", {(1, "b"): 0.9, (1, "c"): 0.8}),
        ({1: "d"}, "new", {}),
    ]


def test_a_later_finding_draws_two_matters_together(monkeypatch):
    # a and b are on two matters in the first inspection and c on both in the third; the second says neither
    assert told(["a b", "x", "c"], monkeypatch, [[0.1], [0.1]], [[0.1]], [[0.9], [0.8]]) == [
        ({0: "a b", 2: "c"}, "back", {(2, "c"): 0.9}),
        ({1: "x"}, "gone", {}),
    ]


def test_a_matter_is_followed_through_the_inspection_between(monkeypatch):
    assert told(["a", "b", "c"], monkeypatch, [[0.9]], [[0.9]]) == [
        ({0: "a", 1: "b", 2: "c"}, "still", {(1, "b"): 0.9, (2, "c"): 0.9})
    ]


def test_a_finding_is_compared_with_the_last_finding_of_a_matter_alone(monkeypatch):
    # a and b are on one matter; c is not compared with a, whose matter b has carried on
    assert told(["a", "b", "c"], monkeypatch, [[0.9]], [[0.1]]) == [
        ({2: "c"}, "new", {}),
        ({0: "a", 1: "b"}, "gone", {(1, "b"): 0.9}),
    ]


def two(small):
    later = {
        "source": small.source.model_copy(update={"name": "later.pdf", "url": "https://example.org/later.pdf"}),
        "published": "2030-01",
    }
    return small, fn.keyed(small.model_copy(update=later))


def test_a_report_compared_with_itself_has_nothing_new(small):
    comparison = fn.compare(two(small)[::-1], model="lite")
    assert [i.report for i in comparison.inspections] == [small.source.name, "later.pdf"]  # by date
    assert {m.status for m in (*comparison.findings, *comparison.recommendations)} == {"still"}
    assert all(row.change == 0 for row in comparison.ratings) and not any(m.turned for m in comparison.findings)
    found = comparison.to_frames()
    assert len(found["findings"]) == 2 * len(small.findings)
    assert set(found["findings"]["page_url"].dropna()) <= {f"https://example.org/later.pdf#page={k}" for k in range(1, 9)}


def test_ratings_move_over_frameworks_by_standard(corpus):
    by_family = {r.family: r for r in corpus.values()}
    comparison = fn.compare([by_family["pdu_2021"], by_family["pdu_2023"]], model="lite")
    rows = {row.id: row for row in comparison.ratings}
    assert all(v is not None for v in rows["staffing"].values) and rows["staffing"].change is not None
    assert rows["facilities"].values[1] is None and rows["facilities"].change is None
    assert "not on one service" in show.text(comparison) and "not on one service" in show.page(comparison)
    assert any(row.id == "planning.safety_of_others" and row.change is not None for row in comparison.questions)


def test_archive_gives_the_inspections_of_a_service(small):
    first, second = two(small)
    tables = frames([second, first])
    found = of_tables(tables, small.service.id)
    assert [i.published for i in found] == [first.published, "2030-01"] and len(found[0].findings) == len(small.findings)
    with pytest.raises(CompareError, match="is no service of this archive; there are"):
        of_tables(tables, "youth-nowhere")


def test_one_report_cannot_be_compared(small):
    with pytest.raises(CompareError, match="needs two inspections"):
        fn.compare([small], model="lite")
    with pytest.raises(ValueError, match="'full' or 'lite'"):
        fn.compare([small, small], model="none")


def test_text_table_and_page_show_both_texts_and_escape_them(small):
    hostile = "=1+1<script>alert(1)</script>\x1b[31m staff"
    findings = [small.findings[0].model_copy(update={"text": hostile}), *small.findings[1:]]
    pair = [r.model_copy(update={"findings": findings}) for r in two(small)]
    comparison = fn.compare(pair, model="lite")
    page, text, table = show.page(comparison), show.text(comparison), show.table(comparison)
    assert "<script>alert" not in page and "&lt;script&gt;" in page and "probability of" in page
    assert "not on one service" not in text + page
    assert "\x1b" not in text and "same with" in text
    assert ",=1+1" not in table and "'=1+1" in table
