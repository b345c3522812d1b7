"""The archive explorer in a real browser, opened from disk."""

import csv
import io
import shutil

import pytest
from siting import HOSTILE, carried, finding, report, tables, three

import findings_nlp as fn
from findings_nlp.retrieval.words import LONGEST_WORD, STOP, words

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The small archive, many like findings, and one report whose text is hostile."""
    many = [finding(n, f"Case {n} had no plan for the child’s safety.", "safeguarding", standard="1.2") for n in range(1, 61)]
    odd = report(
        "odd.pdf", HOSTILE, "pdu_2023", "2025-01", [finding(1, HOSTILE + " oddity", "victims"), finding(2, "=2+3 oddity")]
    )
    reports = [*three(), report("many.pdf", "Many PDU", "pdu_2023", "2024-01", many, region="East Wolds"), odd]
    return fn.build_site(tables(reports), tmp_path_factory.mktemp("made") / "a site & more").parent


@pytest.fixture(scope="module")
def browser():
    sync = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    with sync.sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def page(browser):
    """A page that notes errors, violations of the policy and requests that are not for files; none may come."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    wrong = []
    made.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on(
        "request", lambda request: wrong.append(request.url) if not request.url.startswith(("file:", "blob:", "about:")) else None
    )
    yield made
    assert made.evaluate("window.ran") is None
    assert wrong == []
    context.close()


def search(page, site, state=""):
    page.goto("about:blank")
    page.goto(f"{(site / 'search.html').as_uri()}#{state}")
    page.wait_for_selector("#search[data-turn]")
    return page


def status(page) -> str:
    return page.inner_text("#status")


def settled(page, act):
    """Do something and wait for the answer that follows."""
    before = page.get_attribute("#search", "data-turn")
    act()
    page.wait_for_selector(f"#search[data-turn]:not([data-turn='{before}'])")


def test_pages_open_from_disk_at_both_widths_without_sideways_scrolling(page, site):
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for path in [site / f"{n}.html" for n in ("index", "themes", "services", "reports", "search")] + [
            sorted((site / kind).iterdir())[0] for kind in ("themes", "services", "reports")
        ]:
            page.goto(path.as_uri())
            assert page.title().endswith("Inspection archive")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path.name} at {width}"
            assert page.evaluate("getComputedStyle(document.querySelector('.top')).borderBottomWidth") == "1px"


def test_what_changed_fits_a_phone_and_leads_to_the_reports(page, site):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto((site / "services" / "youth-elmby-otterton.html").as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    told = page.inner_text("#changes + ul")
    assert "Of 1 findings of the latest report, " in told and "findings of the report before, " in told
    # both sides of a pair stand below one another on a phone
    link = page.locator(".pair .card a").first
    link.click()
    assert "/reports/" in page.url and page.locator(":target").count() == 1


def test_themes_stand_with_their_shares_below_the_name_on_a_phone(page, site):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto((site / "themes.html").as_uri())
    name, strength, area = (
        page.locator(f".themes tbody tr:first-child > *:nth-child({k})").first.bounding_box() for k in (1, 2, 3)
    )
    assert name["width"] > 300 and strength["y"] == area["y"] >= name["y"] + name["height"]


def test_search_shows_marked_words_and_says_of_how_many(page, site):
    search(page, site)
    assert status(page) == "76 of 76 texts, in 6 reports, newest first."
    settled(page, lambda: page.fill("#q", "victim plans"))
    assert status(page) == "4 of 76 texts, in 2 reports, newest first."
    settled(page, lambda: page.select_option("#kind", "finding"))
    assert status(page) == "2 of 76 texts, in 2 reports, newest first."
    assert page.eval_on_selector_all("#kind option", "all => all.map(o => o.textContent)")[1:3] == [
        "Findings (2)", "Recommendations (2)",
    ]  # fmt: skip
    marks = set(page.eval_on_selector_all("#results mark", "all => all.map(m => m.textContent.toLowerCase())"))
    assert marks == {"victims", "plans"}
    settled(page, lambda: page.fill("#q", "nosuchword"))
    assert status(page).startswith("No text answers this")
    assert page.is_disabled("#csv")


@pytest.mark.parametrize(
    ("state", "count"),
    [
        ("family=yjs_2021", 3), ("year=2024", 61), ("region=East+Wolds", 60), ("polarity=strength", 2), ("theme=victims", 4),
        ("standard=leadership", 68), ("kind=recommendation&addressee=nobody", 0), ("theme=victims&family=yos_2018", 1), ("q=plan&region=East+Wolds", 60),
        ("q=the+victims&polarity=strength", 0), ("theme=nosuchtheme", 0), ("year=1999", 0), ("q=7", 1), ("q=childs", 60),
    ],
)  # fmt: skip
def test_filters_alone_and_together(page, site, state, count):
    search(page, site, f"kind=finding&{state}")
    assert status(page).startswith(f"{count} of 76 " if count else "No text")


@pytest.fixture(scope="module")
def sector(tmp_path_factory):
    """Findings that say things in full, in short, or by the same words apart; and a report whose themes tell their words."""
    texts = [
        "Multi-agency public protection arrangements were sound.", "MAPPA was not understood.", "Public protection came first.",
        "UPW stood still.", "Unpaid work was late.", "The work was all unpaid.", "ETE was weak.",
        "Education, training or employment was rare.", "Training was good; employment and education were not.",
        "Two approved premises were full, it seems.", "The AP was full.", "It was appropriate and apt.", "IT broke down, and it rained.",
    ]  # fmt: skip
    found = [finding(n, text, "staffing") for n, text in enumerate(texts, 1)]
    made = [report("sector.pdf", "Sector PDU", "pdu_2023", "2024-01", found), carried()]
    return fn.build_site(tables(made), tmp_path_factory.mktemp("made") / "sector").parent


def answers(page) -> list[str]:
    # the findings' texts alone
    return page.eval_on_selector_all("#results .card > bdi", "all => all.map(e => e.textContent)")


@pytest.mark.parametrize(
    ("query", "found", "marked"),
    [
        ("MAPPA", ["Multi-agency", "MAPPA was"], {"Multi-agency public protection arrangements", "MAPPA"}),
        ("mappa", ["Multi-agency", "MAPPA was"], {"Multi-agency public protection arrangements", "MAPPA"}),
        ("multi-agency public protection arrangements", ["Multi-agency", "MAPPA was"], {"Multi-agency public protection arrangements", "MAPPA"}),
        ("UPW", ["UPW", "Unpaid work"], {"UPW", "Unpaid work"}),
        # the words apart are found as before, the abbreviation besides
        ("unpaid work", ["UPW", "Unpaid work", "The work was"], {"UPW", "Unpaid work", "work", "unpaid"}),
        ("ETE", ["ETE", "Education, training or"], {"ETE", "Education, training or employment"}),
        ("ETE weak", ["ETE"], {"ETE", "weak"}),
        ("education training employment", ["ETE", "Education, training or", "Training was good"], {"ETE", "Education, training or employment", "Training", "employment", "education"}),
        # capitals are the abbreviation, small letters a word
        ("AP", ["Two approved", "The AP"], {"approved premises", "AP"}),
        ("ap*", ["Two approved", "The AP", "It was appropriate"], {"approved", "AP", "appropriate", "apt"}), ("ap", ["The AP"], {"AP"}),
        # an abbreviation that is a common word besides
        ("IT", ["IT broke"], {"IT"}), ("information technology", ["IT broke"], {"IT"}),
        ("approved premise", ["Two approved"], {"approved", "premises"}),
    ],
)  # fmt: skip
def test_an_abbreviation_finds_its_long_form_and_the_other_way_round(page, sector, query, found, marked):
    search(page, sector)
    settled(page, lambda: page.fill("#q", query))
    told = answers(page)
    assert len(told) == len(found) and all(text.startswith(begin) for text, begin in zip(told, found, strict=True))
    assert set(page.eval_on_selector_all("#results mark", "all => all.map(m => m.textContent)")) == marked


def test_search_says_what_it_took_for_the_same(page, sector):
    search(page, sector, "q=MAPPA+or+UPW")
    assert page.inner_text("#same") == (
        "Taken for the same: multi-agency public protection arrangements = MAPPA; unpaid work = UPW."
    )
    settled(page, lambda: page.fill("#q", "public"))
    assert page.is_hidden("#same")


def test_words_of_a_theme_are_underlined_in_a_report_by_pointer_keyboard_and_tap(browser, page, sector):
    lined = """() => [...document.querySelectorAll('#f001 [class^=t]')]
      .filter(e => getComputedStyle(e).textDecorationLine === 'underline').map(e => e.textContent).join('|')"""
    address = (sector / "reports" / "carried-pdf.html").as_uri()
    page.goto(address)
    assert page.evaluate(lined) == ""
    page.hover("#f001 .c1")
    assert page.evaluate(lined) == "keep victims| safe"
    page.mouse.move(0, 0)
    page.focus("#f001 .c0")
    page.keyboard.press("Space")
    assert page.evaluate(lined) == "Plans did not |keep victims"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "../themes/victims.html"
    page.click("#r01 details summary")
    assert page.is_visible("#r01 details a")
    page.emulate_media(media="print")
    assert page.evaluate(lined) == ""
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True, java_script_enabled=True
    )
    phone = context.new_page()
    phone.goto(address)
    phone.tap("#f001 .c0")
    assert phone.evaluate(lined) == "Plans did not |keep victims"
    phone.tap("#f001 .c0")
    assert phone.evaluate(lined) == ""
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.tap("#f001 .onward")
    assert phone.inner_text("h1") == "Victims"
    context.close()


def test_state_is_in_the_address_and_back_after_a_reload(page, site):
    search(page, site)
    settled(page, lambda: page.select_option("#theme", "safeguarding"))
    settled(page, lambda: page.fill("#q", "child plan"))
    settled(page, lambda: page.click("#on"))
    assert page.url.endswith("#q=child+plan&theme=safeguarding&page=2")
    first = page.inner_text("#results li")
    page.reload()
    page.wait_for_selector("#search[data-turn]")
    assert (page.input_value("#q"), page.input_value("#theme")) == ("child plan", "safeguarding")
    assert page.inner_text("#results li") == first
    assert page.inner_text("#where") == "Page 2 of 3"
    settled(page, lambda: page.click("button[type=reset]"))
    assert page.url.endswith("search.html#")
    assert status(page).startswith("76 of 76")


def test_a_finding_leads_to_its_place_in_its_report_and_a_theme_to_its_page(page, site):
    search(page, site, "q=forgotten&kind=finding")
    page.click("#results a >> nth=0")
    assert page.url.endswith("reports/b-pdf.html#f001")
    assert "Victims were forgotten" in page.inner_text("#f001")
    page.click("#f001 .chip a")
    assert page.inner_text("h1") == "Victims"
    page.click("text=All findings on this theme")
    page.wait_for_selector("#search[data-turn]")
    assert status(page).startswith("6 of 76")


def test_from_the_overview_to_a_theme_and_to_a_service_by_keyboard(page, site):
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.fill("#quick", "victims")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search[data-turn]")
    assert page.input_value("#q") == "victims"
    page.goto((site / "index.html").as_uri())
    page.focus("details[open] a:has-text('Victims')")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Victims')")
    page.click("text=Elmby and Otterton YJS")
    page.click("text=All texts about this service")
    page.wait_for_selector("#search[data-turn]")
    assert status(page).startswith("10 of 76")
    assert "Only Elmby and Otterton YJS" in page.inner_text("#place")
    settled(page, lambda: page.click("#place button"))
    assert status(page).startswith("76 of 76")


def test_rows_come_as_csv_that_no_spreadsheet_runs(page, site):
    search(page, site, "q=oddity&kind=finding")
    with page.expect_download() as download:
        page.click("#csv")
    assert download.value.suggested_filename == "search.csv"
    text = open(download.value.path(), encoding="utf-8-sig", newline="").read()  # noqa: PTH123, SIM115
    found = list(csv.DictReader(io.StringIO(text)))
    assert [row["text"] for row in found] == [HOSTILE + " oddity", "'=2+3 oddity"]
    assert found[0]["service"] == HOSTILE
    assert {(row["report"], row["family"], row["published"], row["page"]) for row in found} == {
        ("odd.pdf", "Probation delivery unit, 2023 to 2025", "2025-01", "3")
    }


def test_hostile_text_is_shown_and_never_run(page, site):
    search(page, site, "q=oddity")
    text = page.inner_text("#results li >> nth=0")
    assert "<script>window.ran = 1</script>" in text
    assert "\u202e" not in text
    page.click("#results a >> nth=0")
    assert "<script>window.ran = 1</script>" in page.inner_text("#f001")
    for name in ("services", "reports", "index"):
        page.goto((site / f"{name}.html").as_uri())


def test_words_are_split_as_the_index_was_built(page, site):
    search(page, site)
    texts = [
        "The child’s plan isn't",
        "CAFÉ naïve Straße ﬁne №5 ½ İstanbul",
        "a-b_c 1.1 co-operate 24%",
        "x" * 60,
        "ΑΒΓ дом",
        HOSTILE,
    ]
    found = page.evaluate("([texts, stop]) => texts.map(t => archive.words(t, new Set(stop)))", [texts, sorted(STOP)])
    assert found == [words(text) for text in texts]
    settled(page, lambda: page.fill("#q", "x" * (LONGEST_WORD + 5)))


def test_lists_are_narrowed_as_one_types(page, site):
    page.goto((site / "services.html").as_uri())
    page.fill("#narrow", "many pdu")
    assert page.eval_on_selector_all("#listed tbody tr:not([hidden])", "all => all.length") == 1
    assert page.inner_text("output") == "1 of 4"


def test_without_scripts_every_page_but_the_search_can_be_read(browser, site):
    context = browser.new_context(java_script_enabled=False)
    made = context.new_page()
    made.goto((site / "index.html").as_uri())
    assert made.is_hidden("form.quick")
    assert "Victims" in made.inner_text("main")
    made.goto((site / "search.html").as_uri())
    assert "needs JavaScript" in made.inner_text("main")
    context.close()


def test_lists_are_sorted_and_narrowed_by_the_number_of_reports(page, site):
    page.goto((site / "services.html").as_uri())
    shown = "#listed tbody tr:not([hidden]) th"
    page.click("#listed th button:has-text('Reports')")
    assert page.inner_text(f"{shown} >> nth=0") == "Elmby and Otterton YJS"
    assert page.get_attribute("#listed th:nth-child(3)", "aria-sort") == "descending"
    page.select_option("#least-listed", "2")
    assert page.eval_on_selector_all(shown, "all => all.length") == 1
    assert page.inner_text("output[for=least-listed]") == "1 of 4"


def test_a_report_is_narrowed_by_theme_side_and_standard_and_a_link_shows_what_was_hidden(page, site):
    page.goto((site / "reports" / "a-pdf.html").as_uri())
    page.select_option("#n-theme", label="Victims")
    assert page.is_visible("#f001") and page.is_hidden("#f002") and page.is_visible("#r01")
    page.select_option("#n-side", "strength")
    assert page.is_hidden("#f001") and page.inner_text("#narrowed output") == "0 of 3"
    page.evaluate("location.hash = '#f001'")
    page.wait_for_selector("#f001:visible")
    assert "May 2019" in page.inner_text("main")


def test_two_services_stand_side_by_side_and_the_choice_is_in_the_address(page, site):
    page.goto((site / "compare.html").as_uri())
    page.select_option("#one", label="Elmby and Otterton YJS")
    page.select_option("#two", label="Many PDU")
    assert page.url.endswith("#one=youth-elmby-otterton&two=pdu-many")
    assert "Overall rating" in page.inner_text("#compared")
    page.reload()
    page.wait_for_selector("#compared table")
    assert "100% (60 of 60)" in page.inner_text("#compared")
    assert page.input_value("#two") == "pdu-many"


def test_the_heat_map_that_was_chosen_is_in_the_address(page, site):
    page.goto((site / "index.html").as_uri())
    page.click("#map-youth-reports-strength > summary")
    assert page.url.endswith("#map-youth-reports-strength")
    page.reload()
    assert page.eval_on_selector_all("details.map[data-sector=youth][open]", "all => all.map(e => e.id)") == [
        "map-youth-reports-strength"
    ]
