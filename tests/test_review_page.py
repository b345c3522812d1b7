from siting import HOSTILE
from test_review_sample import SIDES, THEMES, rows

from findings_nlp.review.page import review_page
from findings_nlp.review.sample import Review, make_review


def test_page_holds_one_script_of_its_own_and_no_markup_of_a_report():
    review = make_review(rows(), THEMES, SIDES, most=4)
    items = [item | {"text": HOSTILE + "</script>", "source": "file:///etc/passwd"} for item in review.findings]
    page = review_page(Review(review.id, review.by, review.themes, review.polarities, items, review.links))
    assert page.count("<script") == page.count("</script") == 2 and "onerror='" in page and "<img" not in page
    assert "default-src &#39;none&#39;" in page and "script-src &#39;sha256-" in page and "/etc/passwd" not in page
    assert "\u202e" not in page and "\u2028" not in page


def test_same_review_same_page():
    review = make_review(rows(), THEMES, SIDES, most=4)
    assert review_page(review) == review_page(review)
