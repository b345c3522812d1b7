"""The report page and the marked PDF in real headless Chromium."""

import re
import time

import pymupdf
import pytest
from making import CORPUS
from showing import ARGUMENTS, CHROMIUM, HOSTILE, driver, hostile, labelled

import findings_nlp as fn
from findings_nlp.record.schema import Evidence
from findings_nlp.show.page import report_page
from findings_nlp.show.styles import KINDS, rgb

WIDTHS = [1280, 390]
PATIENCE = 120_000  # milliseconds: the machine may be busy
# for every element with text of its own: contrast of its colour against the first opaque background behind it
CONTRAST = """() => {
  const part = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const numbers = text => text.match(/[\\d.]+/g).map(Number);
  const low = [];
  for (const element of document.body.querySelectorAll('*')) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.checkVisibility()) continue;
    let behind = element, back;
    while (behind) {
      back = numbers(getComputedStyle(behind).backgroundColor);
      if (back.length < 4 || back[3] > 0) break;
      behind = behind.parentElement;
    }
    const [a, b] = [light(numbers(getComputedStyle(element).color)), light(behind ? back : [255, 255, 255])].sort((x, y) => x - y);
    const ratio = (b + 0.05) / (a + 0.05);
    if (ratio < 4.5) low.push([element.tagName, element.className, element.textContent.slice(0, 30), ratio]);
  }
  return low;
}"""


@pytest.fixture(scope="module")
def playwright():
    with driver() as found:
        yield found


@pytest.fixture(scope="module")
def chromium(playwright):
    found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE)
    yield found
    found.close()


@pytest.fixture
def opened(chromium, tmp_path):
    """Opens a report's page; whatever the browser complains about fails the test."""
    complaints, pages = [], []

    def open_page(report, width=1280):
        path = tmp_path / "report.html"
        path.write_text(report_page(report), encoding="utf-8")
        page = chromium.new_page(viewport={"width": width, "height": 800})
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: request.url.startswith("file:") or complaints.append(request.url))
        page.goto(path.as_uri())
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_page_opens_without_complaint_and_fits_its_width(opened, small, width):
    page = opened(labelled(small), width)
    assert page.title() == "Otterby PDU – findings"
    assert page.locator("article").count() == 9
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", WIDTHS)
def test_real_length_report_fits_its_width(opened, ashmere, width):
    page = opened(ashmere, width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_columns_stand_side_by_side_where_there_is_room(opened, small):
    report = labelled(small)
    for width, beside in ((1280, True), (390, False)):
        page = opened(report, width)
        left, right = (page.locator(name).bounding_box() for name in ("#f001", "#f003"))
        assert (right["x"] > left["x"] + left["width"] - 1) is beside
        assert (right["y"] > left["y"] + left["height"] - 1) is not beside


def test_keyboard_leads_to_the_findings_and_along_the_evidence(opened, small):
    page = opened(labelled(small))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#r01 .evidence') && document.activeElement.hash") == "#f003":
            break
    else:
        pytest.fail("no way by keyboard to the evidence of r01")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("[location.hash, document.activeElement.id]") == ["#f003", "f003"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('#f003 .pick input')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("[location.hash, document.activeElement.id]") == ["#r01", "r01"]


def test_evidence_link_shows_the_finding_below_the_bar(opened, ashmere):
    recs = list(ashmere.recommendations)
    evidence = [Evidence(finding="f060", score=0.7, because=[])]
    recs[0] = recs[0].model_copy(update={"evidence": evidence})
    page = opened(labelled_like(ashmere, recs), 390)
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    page.locator("#r01 .evidence a").click()
    page.wait_for_function("location.hash === '#f060'")
    box = page.locator("#f060").bounding_box()
    bar = page.locator(".contents").bounding_box()
    assert bar["y"] + bar["height"] - 1 <= box["y"] < 800


# for each theme's slot in f001: the words that a line of its own is drawn under, in the order of the text
LINES = """() => [0, 1, 2].map(slot => [...document.querySelectorAll(`#f001 .t${slot}`)]
  .filter(e => getComputedStyle(e).textDecorationLine === 'underline').map(e => e.textContent).join('|'))"""
PLAIN = ["", "", ""]
FIRST, SECOND = "Leaders meet |all staff|act", "all staff| each month|24 per cent| of staff"


def lines(page):
    # what lies within two nested elements is told once for each
    return [re.sub(r"\|+", "|", found) for found in page.evaluate(LINES)]


def test_words_of_a_theme_are_underlined_while_its_chip_is_pointed_at(opened, small):
    page = opened(labelled(small))
    assert lines(page) == PLAIN
    for slot, words in ((0, FIRST), (1, SECOND)):
        page.locator(f"#f001 .c{slot}").hover()
        assert lines(page) == [words if k == slot else "" for k in range(3)]
        # the chip's name carries the same line, so that one sees which is which
        name = page.locator(f"#f001 .chip:has(.c{slot}) .name")
        piece = page.locator(f"#f001 .t{slot}").first
        looks = [
            e.evaluate("e => [getComputedStyle(e).textDecoration, getComputedStyle(e).textUnderlineOffset.slice(0, 2)]")
            for e in (name, piece)
        ]
        assert looks[0][0] == looks[1][0]
    page.mouse.move(0, 0)
    assert lines(page) == PLAIN


def test_words_of_a_theme_are_underlined_by_keyboard(opened, small):
    page = opened(labelled(small))
    page.locator("#f001").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "c0"
    assert lines(page)[:2] == [FIRST, ""]
    assert page.evaluate("getComputedStyle(document.querySelector('#f001 .chip')).outlineStyle") == "solid"
    # ticked, a theme stays underlined when the focus goes on; two themes have a line each where they overlap
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert lines(page)[:2] == [FIRST, SECOND]
    heights = page.evaluate("[0, 1].map(k => getComputedStyle(document.querySelector(`#f001 .t${k}`)).textUnderlineOffset)")
    assert len(set(heights)) == 2
    page.keyboard.press("Tab")
    assert page.locator("#f001 .which").is_visible() and lines(page)[1] == ""
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    assert lines(page) == PLAIN


def test_tap_underlines_the_words_of_a_theme_and_a_second_tap_takes_it_back(chromium, small, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(report_page(labelled(small)), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(path.as_uri())
    page.locator("#f001 .c1").tap()
    assert lines(page) == ["", SECOND, ""]
    # a heading carries the third: nothing is underlined, and the chip tells which
    assert not page.locator("#f001 .which").is_visible()
    page.locator("#f001 .pick:has(.from) input").tap()
    assert page.locator("#f001 .which").inner_text() == ": 1.1. Leadership"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("#f001 .c1").tap()
    page.locator("#f001 .pick:has(.from) input").tap()
    assert lines(page) == PLAIN and not page.locator("#f001 .which").is_visible()
    # large enough for a finger (WCAG 2.2, 2.5.8)
    assert min(box.bounding_box()["height"] for box in page.locator(".pick input").all()) >= 24
    context.close()


def test_print_shows_no_lines_and_no_boxes_but_all_evidence(opened, small):
    page = opened(labelled(small))
    page.locator("#f001 .c0").check()
    assert lines(page)[0] and page.locator("#r01 .band-possible ol").is_hidden()
    page.emulate_media(media="print")
    assert lines(page) == PLAIN
    chip = "getComputedStyle(document.querySelector('#f001 .chip'))"
    assert page.evaluate(f"[{chip}.borderTopWidth, {chip}.boxShadow]") == ["0px", "none"]
    with pymupdf.open(stream=page.pdf(format="A4")) as document:
        text = " ".join(" ".join(p.get_text() for p in document).split())
    assert "Possible links (1)" in text and "12%" in text.split("Possible links (1)")[1][:200]
    assert "Point at a theme" not in text


def test_bands_of_evidence_look_different_and_possible_links_open(opened, small):
    page = opened(labelled(small), 390)
    colour = "name => getComputedStyle(document.querySelector(name)).color"
    page.locator("#r01 .band-possible summary").press("Enter")
    assert page.locator("#r01 .band-possible a[href='#f006']").is_visible()
    assert page.evaluate(colour, "#r01 .band-possible li") != page.evaluate(colour, "#r01 .band-reason li")
    assert page.evaluate("getComputedStyle(document.querySelector('.band-possible')).borderLeftStyle") == "dashed"
    assert page.evaluate("getComputedStyle(document.querySelector('td.possible')).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert page.evaluate(CONTRAST) == []


def labelled_like(report, recs):
    model = report.model.model_copy(update={"name": "findings_en_lite"})
    return report.model_copy(update={"recommendations": recs, "model": model})


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_text_is_shown_and_never_run(opened, small, width):
    page = opened(hostile(small), width)
    assert page.evaluate("window.ran") is None
    body = page.locator("body").inner_text()
    assert HOSTILE[0] in body and HOSTILE[1] in body
    assert page.evaluate("document.querySelectorAll('script, img').length") == 0
    # what a report says last on a line stays last: no mark turns the line round
    assert "[U+202E]" in body and "\u202e" not in page.content()
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_policy_is_in_force(chromium, small, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(report_page(small), encoding="utf-8")
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(path.as_uri())
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s);"
        " const i = new Image(); i.src = 'https://example.org/x.png'; document.body.append(i);"
        " const t = document.createElement('style'); t.textContent = 'body{display:none}'; document.head.append(t); }"
    )
    assert page.evaluate("[window.ran ?? null, getComputedStyle(document.body).display]") == [None, "block"]
    assert len([c for c in complaints if "Content Security Policy" in c]) == 3
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_text_is_readable_wherever_it_stands(opened, ashmere, small, width):
    for report in (labelled(small), ashmere):
        assert opened(report, width).evaluate(CONTRAST) == []


def test_printed_page_keeps_its_two_columns_and_colours(opened, small):
    page = opened(labelled(small))
    with pymupdf.open(stream=page.pdf(format="A4")) as document:
        found = [(w[4], number, w[0]) for number, p in enumerate(document) for w in p.get_text("words")]
        words = {}
        for word, *place in found:
            words.setdefault(word, place)
        assert words["Strengths"][0] == words["Areas"][0] and words["Areas"][1] > words["Strengths"][1] + 150
        assert "Contents" not in words and "Skip" not in words
        fills = {tuple(round(c, 2) for c in d["fill"]) for p in document for d in p.get_drawings() if d.get("fill")}
        assert tuple(round(c, 2) for c in rgb("#97191c")) in fills


def test_marked_pdf_opens_in_the_browser_s_viewer(playwright, tmp_path, ashmere):
    path = tmp_path / "marked.pdf"
    path.write_bytes(fn.annotate(CORPUS / "reports" / "pdu-2021-ashmere.pdf", ashmere))
    wanted = [tuple(round(255 * c) for c in rgb(KINDS[kind].fill)) for kind in ("strength", "area_for_improvement")]
    # the viewer needs a profile of its own and the new headless mode
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path / "profile"), executable_path=CHROMIUM, headless=False, args=["--headless=new", *ARGUMENTS], timeout=PATIENCE
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(path.as_uri() + "#page=10")
    for _ in range(20):
        counts = pymupdf.Pixmap(page.screenshot()).color_count(colors=True)
        seen = [sum(n for pixel, n in counts.items() if _near(pixel, colour)) for colour in wanted]
        if min(seen) > 100:
            break
        time.sleep(0.5)
    context.close()
    assert min(seen) > 100, "no highlight is seen in the viewer"


def _near(pixel: bytes, colour: tuple[int, int, int]) -> bool:
    return all(abs(a - b) <= 3 for a, b in zip(pixel, colour, strict=False))
