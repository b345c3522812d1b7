"""The archive explorer in a real browser, opened from disk."""

import csv
import io
import shutil

import pytest
from siting import HOSTILE, finding, report, tables, three

import findings_nlp as fn
from findings_nlp.site.search_data import LONGEST_WORD
from findings_nlp.site.words import STOP, words

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


def test_search_shows_marked_words_and_says_of_how_many(page, site):
    search(page, site)
    assert status(page) == "68 of 68 findings, in 6 reports, newest first."
    settled(page, lambda: page.fill("#q", "victim plans"))
    assert status(page) == "2 of 68 findings, in 2 reports, newest first."
    marks = set(page.eval_on_selector_all("#results mark", "all => all.map(m => m.textContent.toLowerCase())"))
    assert marks == {"victims", "plans"}
    settled(page, lambda: page.fill("#q", "nosuchword"))
    assert status(page).startswith("No finding answers this")
    assert page.is_disabled("#csv")


@pytest.mark.parametrize(
    ("state", "count"),
    [
        ("family=yjs_2021", 3), ("year=2024", 61), ("region=East+Wolds", 60), ("polarity=strength", 2), ("theme=victims", 4),
        ("standard=1.1+Governance+and+leadership", 4), ("theme=victims&family=yos_2018", 1), ("q=plan&region=East+Wolds", 60),
        ("q=the+victims&polarity=strength", 0), ("theme=nosuchtheme", 0), ("year=1999", 0), ("q=7", 1), ("q=childs", 60),
    ],
)  # fmt: skip
def test_filters_alone_and_together(page, site, state, count):
    search(page, site, state)
    assert status(page).startswith(f"{count} of 68 " if count else "No finding")


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
    assert status(page).startswith("68 of 68")


def test_a_finding_leads_to_its_place_in_its_report_and_a_theme_to_its_page(page, site):
    search(page, site, "q=forgotten")
    page.click("#results a >> nth=0")
    assert page.url.endswith("reports/b-pdf.html#f001")
    assert "Victims were forgotten" in page.inner_text("#f001")
    page.click("#f001 .chip a")
    assert page.inner_text("h1") == "Victims"
    page.click("text=All findings on this theme")
    page.wait_for_selector("#search[data-turn]")
    assert status(page).startswith("4 of 68")


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
    page.click("text=All findings about this service")
    page.wait_for_selector("#search[data-turn]")
    assert status(page).startswith("5 of 68")
    assert "Only Elmby and Otterton YJS" in page.inner_text("#place")
    settled(page, lambda: page.click("#place button"))
    assert status(page).startswith("68 of 68")


def test_rows_come_as_csv_that_no_spreadsheet_runs(page, site):
    search(page, site, "q=oddity")
    with page.expect_download() as download:
        page.click("#csv")
    assert download.value.suggested_filename == "findings.csv"
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
