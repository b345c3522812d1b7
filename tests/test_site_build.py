import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from siting import HOSTILE, carried, finding, report, tables, three

import findings_nlp as fn
from findings_nlp.errors import DataFileError
from findings_nlp.record.schema import ThemeScore
from findings_nlp.site.build import MARK
from findings_nlp.site.pages import POLICY


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids, self.tags, self.odd = [], set(), [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.links += [given[name] for name in ("href", "src") if name in given]
        self.ids.add(given.get("id"))
        self.odd += [name for name in given if name.startswith("on") or name == "style"]


def parsed(path: Path) -> Links:
    found = Links()
    found.feed(path.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("made") / "site"
    assert fn.build_site(tables(), out) == out / "index.html"
    return out


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_link_of_every_page_leads_somewhere(folder):
    pages = {path.resolve(): parsed(path) for path in folder.rglob("*.html")}
    assert len(pages) == 11 + 30 + 2 + 4 + 3
    for path, page in pages.items():
        for link in page.links:
            target, _, fragment = link.partition("#")
            goal = (path.parent / target).resolve() if target else path
            assert goal.is_file(), f"{path.name}: {link}"
            if fragment and goal.name not in ("search.html", "compare.html"):
                assert fragment in pages[goal].ids, f"{path.name}: {link}"


def test_pages_hold_no_inline_script_or_style_and_ask_no_network(folder):
    for path in folder.rglob("*.html"):
        page, text = parsed(path), path.read_text(encoding="utf-8")
        assert page.odd == [], path
        assert "style" not in page.tags
        assert f'content="{POLICY.replace(chr(39), "&#39;")}"' in text
        assert text.count("<script") == text.count('<script src="')
        assert not [link for link in page.links if re.match(r"(?:[a-z]+:|//)", link)]


def test_the_same_tables_give_the_same_bytes(folder, tmp_path):
    fn.build_site(tables(), tmp_path / "again")
    assert bytes_of(tmp_path / "again") == bytes_of(folder)


def test_a_site_made_before_is_replaced_as_a_whole_and_nothing_else_is(folder, tmp_path):
    fn.build_site(tables(), tmp_path / "site")
    (tmp_path / "site" / "old.html").write_text("old")
    fn.build_site(tables(three()[:1]), tmp_path / "site")
    assert not (tmp_path / "site" / "old.html").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")
    with pytest.raises(fn.ReportError, match="holds files that are not a site"):
        fn.build_site(tables(), tmp_path / "mine")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    assert not list(tmp_path.glob("*.part"))


def test_a_file_in_the_way_and_an_empty_archive_are_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(fn.ReportError, match="is a file"):
        fn.build_site(tables(), tmp_path / "file")
    with pytest.raises(fn.ReportError, match="holds no report"):
        fn.build_site(tables([]), tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_hostile_text_is_escaped_everywhere_it_is_shown(tmp_path):
    odd = report(
        f"../{HOSTILE}.pdf", HOSTILE, "pdu_2021", "2022-01", [finding(1, HOSTILE, "victims")], title=HOSTILE, region=HOSTILE
    )
    themes = [
        ThemeScore(theme="victims", score=0.9, spans=[(0, len(HOSTILE)), (3, 9), (-1, 5)], because=[HOSTILE]),
        ThemeScore(theme=HOSTILE, score=0.8, because=[f"heading: {HOSTILE}"]),
    ]
    odd.findings[0].themes = themes
    fn.build_site(tables([odd]), tmp_path / "site")
    for path in (tmp_path / "site").rglob("*"):
        assert path.resolve().is_relative_to(tmp_path / "site")
        if path.suffix == ".html":
            page = parsed(path)
            assert "img" not in page.tags
            assert page.odd == []
            assert "\u202e" not in path.read_text(encoding="utf-8")
    report_page = next((tmp_path / "site" / "reports").glob("*.html")).read_text(encoding="utf-8")
    assert "&lt;script&gt;window.ran = 1&lt;/script&gt;" in report_page


def test_words_of_a_theme_and_both_bands_of_evidence_stand_in_the_report_s_page(tmp_path):
    fn.build_site(tables([carried()]), tmp_path / "site")
    page = (tmp_path / "site" / "reports" / "carried-pdf.html").read_text(encoding="utf-8")
    (said,) = re.findall(r'id="f001"[^>]*>.*?<bdi>(.*?)</bdi><ul', page)
    assert said == (
        '<span class="t0">Plans did not </span><span class="t0"><span class="t1">keep victims</span></span>'
        '<span class="t1"> safe</span> &amp; sound.'
    )
    titles = re.findall(r'<input type="checkbox"(?: class="(c\d)")?[^>]* title="([^"]*)"', page)
    assert titles == [
        ("c0", "The words that carry it: “Plans did not keep victims”"), ("c1", "The words that carry it: “keep victims safe”"),
        ("", "No words carry it, but its heading does: 1.1 Leadership"), ("c0", "The words that carry it: “victims”"),
    ]  # fmt: skip
    # f002 tells nothing of its words: its chip is the way to the theme's page and no more
    assert re.search(r'id="f002"[^>]*>.*?<li class="chip"><a href="../themes/staffing.html">', page)
    css = (tmp_path / "site" / "assets" / "site.css").read_text(encoding="utf-8")
    assert ".card:has(.c2:" in css and ".c3:" not in css
    (reasons,), (possible,) = re.findall(r"Reasons: (.*?)</p>", page), re.findall(r"<details (.*?)</details>", page)
    assert re.findall(r'href="#(f\d+)"', reasons) == ["f001"]
    assert re.findall(r'href="#(f\d+)"', possible) == ["f002"] and "Possible links (1)" in possible and "open" not in possible


def test_search_knows_the_abbreviations_of_the_glossary_and_of_a_file_of_one_s_own(folder, tmp_path):
    assert "multi-agency public protection arrangements" in (folder / "data" / "facets.js").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(
        '[partnership_working]\nabbreviations = [{ short = "OPS", long = "Otterton partnership sessions" }]\n', encoding="utf-8"
    )
    fn.build_site(tables(), tmp_path / "site", terms=[tmp_path / "mine.toml"])
    facets = (tmp_path / "site" / "data" / "facets.js").read_text(encoding="utf-8")
    assert "Otterton partnership sessions" in facets and "multi-agency public protection arrangements" in facets
    (tmp_path / "mine.toml").write_text("[nothing_known]\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="unknown theme"):
        fn.build_site(tables(), tmp_path / "other", terms=[tmp_path / "mine.toml"])
    assert not (tmp_path / "other").exists()


def test_the_service_page_shows_what_comes_back(tmp_path):
    fn.build_site(tables(), tmp_path / "site", compare="none")
    page = next(p for p in (tmp_path / "site" / "services").iterdir() if "youth" in p.name).read_text(encoding="utf-8")
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Also inspected as Elmby &amp; Otterton YOS" in text
    assert "Victims : 2 areas for improvement" in text
    assert "Nearly the same words" in text
    assert "Same themes" in text
    assert "Elmby and Otterton PDU" in text


def test_shares_stand_with_their_denominators(folder):
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "n = 1" in page
    assert ">1/1<" in page
    assert "Youth justice service, 2021 to 2025" in page


def test_pages_of_the_command_html_are_copied_and_linked(tmp_path):
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.html").write_text("<p>whole</p>")
    fn.build_site(tables(), tmp_path / "site", report_pages=tmp_path / "html")
    assert (tmp_path / "site" / "full" / "a-pdf.html").read_text() == "<p>whole</p>"
    assert "../full/a-pdf.html" in parsed(tmp_path / "site" / "reports" / "a-pdf.html").links
    assert not [link for link in parsed(tmp_path / "site" / "reports" / "b-pdf.html").links if "full" in link]
    with pytest.raises(fn.ReportError, match="no folder of report pages"):
        fn.build_site(tables(), tmp_path / "site", report_pages=tmp_path / "nowhere")


def test_reports_without_date_rating_region_or_findings_are_shown(tmp_path):
    bare = report("bare.pdf", "", "unknown", None, [], title=None, inspected_body=None, region=None, overall_rating=None)
    fn.build_site(tables([bare]), tmp_path / "site")
    assert "bare.pdf" in (tmp_path / "site" / "reports.html").read_text(encoding="utf-8")
    assert (tmp_path / "site" / MARK).is_file()


def test_the_whole_corpus_makes_a_site(corpus, tmp_path):
    from findings_nlp.tables.frames import frames

    fn.build_site(frames(corpus.values()), tmp_path / "site")
    assert len(list((tmp_path / "site" / "reports").iterdir())) == len(corpus)
