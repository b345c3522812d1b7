"""The review page in real headless Chromium, driven by keys."""

import json

import pytest
from reviewing import make_archive
from showing import ARGUMENTS, CHROMIUM, HOSTILE, driver
from test_browser_report import CONTRAST, PATIENCE

from findings_nlp.archive.corrected import take
from findings_nlp.review.log import NAME, read_log
from findings_nlp.review.page import review_page
from findings_nlp.review.sample import Review, make_review
from findings_nlp.review.stored import path_of
from findings_nlp.tables.load import load_rows
from findings_nlp.tables.xlsx import theme_names

SIDES = {"strength": "Strength", "area_for_improvement": "Area for improvement"}


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return make_archive(tmp_path_factory.mktemp("paged")) / "out"


@pytest.fixture(scope="module")
def review(out):
    made = make_review(load_rows(out), theme_names(), SIDES, most=10)
    path_of(out, made.id).parent.mkdir(exist_ok=True)
    path_of(out, made.id).write_text(json.dumps(made.as_dict()), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def chromium():
    with driver() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE)
        yield found
        found.close()


@pytest.fixture
def opened(chromium, tmp_path):
    """Opens a review's page; whatever the browser complains about, and any request, fails the test."""
    complaints, contexts = [], []

    def open_page(review, width=1280):
        path = tmp_path / "review.html"
        path.write_text(review_page(review), encoding="utf-8")
        context = chromium.new_context(viewport={"width": width, "height": 800}, accept_downloads=True)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: request.url.startswith(("file:", "blob:")) or complaints.append(request.url))
        page.goto(path.as_uri())
        contexts.append(context)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def pressed(page, box):
    return [b.inner_text().split("\n")[0].rstrip(" 123456789") for b in page.locator(f"#{box} button[aria-pressed=true]").all()]


def keys(page, *names):
    for name in names:
        page.keyboard.press(name)


def test_keys_correct_findings_and_links_and_the_file_is_taken(opened, review, out, tmp_path):
    page = opened(review)
    first, second = review.findings[:2]
    assert page.locator("#text").inner_text() == first["text"]
    keys(page, "p", "x", "j")  # the first: the other side, checked
    keys(page, "1", "/")  # the second: its first theme away, unpaid work found by name
    page.keyboard.type("unpaid")
    keys(page, "Enter")
    assert pressed(page, "themes")[-1] == "Unpaid work" and page.locator("#find").input_value() == ""
    keys(page, "c")
    page.keyboard.type("j and s are only letters here")
    keys(page, "Escape", *["j"] * (len(review.findings) - 1))
    assert page.locator("#link").is_visible() and not page.locator("#finding").is_visible()
    link = review.links[0]
    keys(page, "n" if link["band"] == "reason" else "y", "k", "j")
    keys(page, "s")
    assert "Write your name" in page.locator("#told").inner_text()
    page.keyboard.type("Ada")
    keys(page, "Escape")
    with page.expect_download() as waiting:
        keys(page, "s")
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    told = take(path, out)
    assert (told["stored"], told["changed"], told["corrections"]["applied"]) == (3, 3, 3)
    entries = read_log(out / NAME)
    assert {entry["who"] for entry in entries} == {"Ada"}
    one, two, three = (
        next(e for e in entries if e["finding"] == item["finding"] and e["report"] == item["report"])
        for item in (first, second, link)
    )
    assert one["after"]["polarity"] != first["polarity"] and one["after"]["themes"] == first["themes"]
    assert "unpaid_work" in two["after"]["themes"] and second["themes"][0] not in two["after"]["themes"]
    assert two["comment"] == "j and s are only letters here" and three["what"] == "link"


def test_work_is_kept_when_the_page_is_opened_again(opened, review):
    page = opened(review)
    keys(page, "p", "Enter")
    second = "document.querySelector('#place').innerText.startsWith('Finding 2 of')"
    page.wait_for_function(second)
    for _ in range(20):  # the browser may give a page opened at once the storage as it was a moment ago
        page.reload()
        if page.evaluate(second):
            break
    assert page.locator("#place").inner_text().startswith("Finding 2 of")
    keys(page, "k")
    assert page.locator("#checked").is_checked() and pressed(page, "polarity") != [SIDES[review.findings[0]["polarity"]]]
    assert page.locator("#progress").inner_text().startswith("1 of")


@pytest.mark.parametrize("width", [1280, 390])
def test_hostile_text_is_shown_and_never_run_and_all_is_readable(opened, review, width):
    findings = [
        review.findings[0] | {"text": text, "context": text, "service": text, "report": text, "source": "javascript:window.ran=1"}
        for text in [*HOSTILE, "</script><script>window.ran = 1</script>", "<!--<script>"]
    ]
    page = opened(
        Review(review.id, review.by, review.themes | {"mine": HOSTILE[0]}, review.polarities, findings, review.links), width
    )
    for number in range(len(findings)):
        assert page.evaluate("window.ran") is None and page.locator("img").count() == 0
        assert not page.locator("#source").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == width, number
        keys(page, "j")
    assert page.evaluate(CONTRAST) == []
    assert (
        page.evaluate(
            "Math.min(...[...document.querySelectorAll('button')].filter(b => b.offsetParent).map(b => b.offsetHeight))"
        )
        >= 24
    )
