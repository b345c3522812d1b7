"""What surrounds a report on the inspectorate's site: banner, header, licence page, contents list, footer, style sheet.

Built as docs/reports.md, 5, describes the pages: a WordPress theme of the Ministry of Justice with the classes of
GOV.UK Frontend. All names, addresses and texts are fictional or the site's boilerplate.
"""

from __future__ import annotations

import html
import json

from findings_nlp.document.dates import MONTH_NAMES

CSS = """
body { font-family: 'Liberation Sans', Arial, sans-serif; font-size: 19px; line-height: 1.32; margin: 0; color: #0b0c0c }
h1 { font-size: 48px; font-weight: normal } h2 { font-size: 36px } h3 { font-size: 24px } h4, h5 { font-size: 19px }
.hale-print-only { display: none } .hale-jump-link { font-size: 19px } .skip { position: absolute; left: -999em }
.govuk-grid-column-one-third { float: left; width: 33% } .govuk-grid-column-two-thirds { float: left; width: 66% }
figure { margin: 0 0 20px } table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: 8px 10px 8px 0;
  vertical-align: top; border-bottom: 1px solid #b1b4b6 }
.wp-block-columns { display: flex; gap: 2em } .wp-block-column { flex: 1 }
.has-background { background: #eef3f8; padding: 15px; margin: 0 0 20px } blockquote { border-left: 5px solid #b1b4b6; padding-left: 15px }
.MsoListParagraphCxSpFirst, .MsoListParagraphCxSpMiddle, .MsoListParagraphCxSpLast { margin: 0 0 5px 36px; text-indent: -18px }
@media print {
  .hale-print-only { display: block } .page-break { break-after: page }
  .hale-screen-only, .govuk-header, .govuk-footer, nav, .ccfw-page-banner, .govuk-breadcrumbs, .skip { display: none }
  body { font-size: 14pt } h1 { font-size: 32pt } h2 { font-size: 24pt } h3 { font-size: 18pt } h4, h5 { font-size: 14pt }
  .hale-jump-link { font-size: 14pt } h2, h3, h4 { break-after: avoid }
  STACKED
}
"""
STACKED = ".govuk-grid-column-one-third, .govuk-grid-column-two-thirds { float: none; width: auto }"

_LICENCE = """<div class="page-break hale-print-only"><p class="govuk-body">All content is available under the Open Government Licence
v3.0, except where otherwise stated.</p><p class="govuk-body">To view this licence, visit:<br>
<u>https://nationalarchives.gov.uk/doc/open-government-licence/version/3</u></p><p class="govuk-body">or write to:<br>
Information Policy Team,<br>The National Archives,<br>Kew,<br>London TW9 4DU</p>
<p class="govuk-body">or email: <u>psi@nationalarchives.gov.uk</u>.</p>
<p class="govuk-body">This publication is available at:<br><u>ADDRESS</u>.</p></div>"""

_BEFORE = """<div class="ccfw-page-banner" role="region" aria-label="Cookies"><h2>Cookies on this website</h2><p>We use some essential
cookies to make this website work. We should like to set additional cookies to understand how you use it.</p>
<button>Accept</button></div><a class="govuk-skip-link skip" href="#maincontent">Skip to main content</a>
<header class="govuk-header hale-header hale-screen-only"><a href="/">Inspectorate</a><form role="search"><label>Search</label><input>
</form><nav><ul><li><a href="/about">About our work</a></li><li><a href="/reports">Our reports</a></li>
<li><a href="/contact">Contact us</a></li></ul></nav></header>
<div class="govuk-breadcrumbs hale-screen-only"><ol><li><a href="/">Home</a></li><li><a href="/reports">Reports</a></li></ol></div>"""

_AFTER = """<footer class="govuk-footer"><h2 class="skip">Support links</h2><ul><li><a href="/privacy">Privacy policy</a></li>
<li><a href="/accessibility">Accessibility statement</a></li></ul><p>All content is available under the Open Government Licence v3.0,
except where otherwise stated</p></footer><script>var hale_listing_object = {"html": "<h2>Strengths:</h2><ul><li>None of this is
content.</li></ul>"};</script>"""


def site_page(title: str, date: str, name: str, chapters: list[tuple[str, str]], body: str, stacked: bool) -> str:
    """The whole page.

    Args:
        title: of the report.
        date: of publication, as `YYYY-MM-DD`.
        name: the last part of the page's address.
        chapters: id and text of each second-level heading.
        body: the report's markup.
        stacked: whether a print sets the contents list above the text instead of beside it.
    """
    address = f"https://inspectorate.example/reports/{name}/"
    data = json.dumps({"@type": "WebPage", "url": address, "datePublished": f"{date}T09:00:00+00:00"})
    shown = html.escape(title, quote=False)
    toc = "".join(f'<li><a href="#{key}">{html.escape(text, quote=False)}</a></li>' for key, text in chapters)
    day = f"{int(date[8:])} {MONTH_NAMES[int(date[5:7]) - 1]} {date[:4]}"
    return f"""<!DOCTYPE html>
<!-- saved from url=({len(address):04d}){address} -->
<html lang="en-GB"><head><meta charset="UTF-8"><title>{shown} - Inspectorate</title>
<link rel="canonical" href="{address}"><meta property="og:title" content="{shown}">
<meta property="article:published_time" content="{date}T09:00:00+00:00">
<script type="application/ld+json">{data}</script>
<style>{CSS.replace("STACKED", STACKED if stacked else "")}</style></head>
<body class="hale-page">{_BEFORE}
<div id="content"><main id="maincontent" class="govuk-main-wrapper">{_LICENCE.replace("ADDRESS", address)}
<div id="toc" class="govuk-grid-column-one-third"><h2 id="table-of-contents-heading">Contents</h2><ol>{toc}</ol></div>
<div id="primary" class="govuk-grid-column-two-thirds"><article class="flexible-post-type-single">
<header class="flexible-post-type-header"><h1 class="flexible-post-type-title">{shown}</h1>
<div class="flexible-post-type-published-date"><span class="flexible-post-type-published-date-label">Published:</span>
<time class="entry-date" datetime="{date}">{day}</time></div></header>
{body}</article></div></main></div>{_AFTER}</body></html>
"""
