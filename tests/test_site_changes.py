import json

import pytest
from making import ROOT
from siting import HOSTILE, asked, finding, report, tables

import findings_nlp as fn
from findings_nlp.comparison.run import theme_model
from findings_nlp.site.archive import archive_of
from findings_nlp.site.changes import changes, inspection_of

LINES = [json.loads(x) for x in (ROOT / "corpus" / "series" / "whitholm.jsonl").read_text(encoding="utf-8").splitlines()]
REPEAT = "Capacity was stretched, as told elsewhere."


def whitholm():
    """The reports of a fictional series over three inspections; the second repeats a finding in its summary."""
    out = []
    for number in (1, 2, 3):
        own = [x for x in LINES if x["inspection"] == number]
        found = [x for x in own if x["item"] == "finding"]
        findings = [
            finding(k, x["text"], "staffing", strength=x["polarity"] == "strength", standard=x["section"].split()[0])
            for k, x in enumerate(found, 1)
        ]
        if number == 2:
            findings.append(finding(90, REPEAT, "workload").model_copy(update={"in_summary": True}))
        recommendations = [asked(k, x["text"]) for k, x in enumerate((x for x in own if x["item"] == "recommendation"), 1)]
        dated = own[0]["family"], own[0]["published"]
        out.append(report(f"{number}.pdf", "Whitholm YJS", *dated, findings, recommendations=recommendations))
    return out


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("made") / "site"
    fn.build_site(tables(whitholm()), made, compare="lite")
    return made


@pytest.fixture(scope="module")
def place():
    return archive_of(tables(whitholm())).places[0]


def test_sentences_count_every_finding_of_the_last_two_reports_once(place):
    found = changes(place, theme_model("lite"))
    told = {status: group for status, _, group in found.parts[0][1]}
    latest = sum(len(m.items.get(2, ())) for group in told.values() for m in group)
    assert latest == sum(x["inspection"] == 3 and x["item"] == "finding" for x in LINES) == 14
    assert found.sentences[2].startswith("Of 14 findings of the latest report, ")
    gone = sum(len(m.items.get(1, ())) for m in told["gone"])
    assert f"Of 14 findings of the report before, {gone} are not found in the latest." in found.sentences[2]


def test_a_single_report_or_no_model_has_no_changes(place):
    alone = archive_of(tables(whitholm()[:1])).places[0]
    assert changes(alone, theme_model("lite")) is None and changes(place, None) is None


def test_the_page_shows_both_texts_with_links_to_their_places(folder):
    page = (folder / "services" / "youth-whitholm.html").read_text(encoding="utf-8")
    assert '<h2 id="changes">What changed</h2>' in page and "On a matter of an earlier report with a probability of" in page
    for text in (
        "provide speech and language therapy for children supervised by the YOS",
        "restore speech and language provision",
    ):
        assert text in page
    assert '<a href="../reports/1-pdf.html#f001"><bdi>f001</bdi></a>, page 3' in page
    # what the comparison tells better is not told twice
    assert "Recommendations made again" not in page


def test_pages_without_a_comparison_hint_at_recommendations_made_again(tmp_path):
    fn.build_site(tables(whitholm()), tmp_path / "site", compare="none")
    page = (tmp_path / "site" / "services" / "youth-whitholm.html").read_text(encoding="utf-8")
    assert "What changed" not in page and "Recommendations made again" in page
    with pytest.raises(ValueError, match="'full', 'lite' or 'none', not 'best'"):
        fn.build_site(tables(whitholm()), tmp_path / "other", compare="best")


def test_what_a_summary_repeats_is_counted_nowhere_shown_last_and_told(folder):
    pages = {
        n: (folder / f"{n}.html").read_text(encoding="utf-8") for n in ("index", "about", "reports/2-pdf", "themes/workload")
    }
    assert "<b>42</b> findings" in pages["index"] and "1 more of executive summaries" in pages["index"]
    assert "Left out of all counts: 1 findings of executive summaries" in pages["about"]
    assert "1 more stand in the executive summary" in pages["reports/2-pdf"]
    assert pages["reports/2-pdf"].rindex("<h3>") == pages["reports/2-pdf"].index("<h3><bdi>Repeated in the executive summary")
    assert REPEAT in pages["reports/2-pdf"] and "<b>0</b> findings" in pages["themes/workload"]
    assert any(REPEAT in path.read_text(encoding="utf-8") for path in (folder / "data" / "texts").iterdir())


def test_a_comparison_leaves_out_what_a_summary_repeats(place):
    assert REPEAT not in [item.text for item in inspection_of(place.reports[1]).findings]
    comparison = fn.compare(whitholm(), model="lite")
    assert REPEAT not in [item.text for matter in comparison.findings for _, item in matter.each()]


def test_hostile_text_is_escaped_in_both_columns(tmp_path):
    pair = [report(f"{k}.pdf", "Elmby YJS", "yjs_2021", f"202{k}-01", [finding(1, HOSTILE, "victims")]) for k in (1, 2)]
    fn.build_site(tables(pair), tmp_path / "site", compare="lite")
    page = (tmp_path / "site" / "services" / "youth-elmby.html").read_text(encoding="utf-8")
    assert "<script>window.ran" not in page and page.count("&lt;script&gt;window.ran") >= 2
