"""The style sheets of the reports that WeasyPrint and Chromium print: one for each, none like another.

`sheet` puts the running texts in. Colours of ratings and the mechanics of cover, contents and page breaks are shared;
type, bullets, boxes, tables, quotes, headings and page furniture are not.
"""

from __future__ import annotations

BASE = """
@page { size: A4 }
@page :first { @top-left{content:none} @top-center{content:none} @top-right{content:none}
  @bottom-left{content:none} @bottom-center{content:none} @bottom-right{content:none} }
p { margin: 0 0 .7em } .cover, .contents, .imprint { break-after: page } .break { break-after: page }
h1,h2,h3,h4,.pol,.addr { break-after: avoid } h1 { break-before: page }
table { border-collapse: collapse; width: 100%; margin: 0 0 1em }
  td,th { text-align: left; vertical-align: top; padding: 3pt 5pt }
tr { break-inside: avoid } a { color: inherit; text-decoration: none }
sup, .fn::footnote-call { font-size: 65%; line-height: 0; vertical-align: super }
.toc { display: flex; margin: 0 0 .5em } .toc i { flex: 1 } .toc.l2 { margin-left: 1.5em }
.note { font-size: 80%; margin: .2em 0 } .contents-title { font-size: 160%; font-weight: bold }
.cover .title { font-size: 30pt; line-height: 1.15; margin: 5cm 0 1cm } .cover .subtitle { font-size: 16pt }
  .cover .tiny { font-size: 8pt }
.label { font-weight: bold }
"""
TARGETS = """
.toc { display: block } .toc i, .toc .pg { display: none }
.toc::after { content: leader('.') target-counter(attr(href), page) }
.fn { float: footnote; font-size: 80%; line-height: 1.25; font-weight: normal; font-style: normal; text-align: left }
.fn::footnote-marker { content: counter(footnote) " "; font-size: 80% }
"""
SHADES = ".outstanding{background:#9fd39f}.good{background:#cfe8b5}.requires{background:#ffdf9e}.inadequate{background:#f3b0a8}"

SHEETS = {
    # Chromium: government-web look, drawn discs, panel with a rule at the left, rating as a filled tag
    "ap-2026-fernbank": SHADES
    + """
@page { margin: 24mm 22mm; @bottom-left { content: "FOOTER"; font: 8pt 'Liberation Sans'; color: #505a5f }
  @bottom-right { content: counter(page); font: 8pt 'Liberation Sans' } }
body { font: 11pt/1.4 'Liberation Sans' } h1 { font-size: 22pt; break-before: auto } h2 { font-size: 16pt }
  h3 { font-size: 13pt } h4 { font-size: 12pt; margin: 1em 0 .4em }
ul { list-style: disc; padding-left: 18pt } li { margin-bottom: 5pt }
.rating b { background: #1d70b8; color: white; padding: 2pt 8pt }
  .box { border-left: 6pt solid #b1b4b6; padding: 6pt 12pt; margin: 1em 0 }
blockquote { margin: 1em 0 1em 24pt; font-style: italic } td,th { border-bottom: .6pt solid #b1b4b6 }
.cover { border-top: 12pt solid #1d70b8 } .cover .title { font-weight: bold }
  .toc i { border-bottom: 1pt dotted #888; margin: 0 4pt 3pt }
.notes { border-top: .5pt solid black; margin-top: 2em; padding-top: 4pt }
""",
    # Chromium: drawn squares, boxes as framed divs, header and "Page n of m", rules only between table rows
    "national-2025-probation": """
@page { margin: 26mm 20mm 22mm; @top-right { content: "HEADER"; font: 7.5pt 'Noto Sans'; color: #4b2a63 }
  @bottom-center { content: "Page " counter(page) " of " counter(pages); font: 7.5pt 'Noto Sans' } }
body { font: 9.5pt/1.45 'Noto Sans' } h1 { font-size: 17pt; color: #4b2a63; border-bottom: 1.5pt solid #4b2a63;
  padding-bottom: 3pt }
h2 { font-size: 13pt; color: #4b2a63 } h3 { font-size: 11pt; color: #4b2a63; margin: 1em 0 .4em }
  ul { list-style: none; padding-left: 15pt }
li { margin-bottom: 4pt; position: relative }
  ul > li::before { content: ""; position: absolute; left: -11pt; top: .45em; width: 4.5pt; height: 4.5pt; background: #4b2a63 }
ul ul > li::before { background: none; border: .7pt solid #4b2a63; width: 3.5pt; height: 3.5pt }
.rating { font-weight: bold; border: 1pt solid #4b2a63; display: inline-block; padding: 3pt 10pt } .addr { font-weight: bold }
.box { border: 1.2pt solid #4b2a63; padding: 8pt 10pt; margin: 1em 0 } .box p:last-child { margin: 0 }
blockquote { margin: .8em 0; padding: 6pt 10pt; background: #efe9f3 } th { border-bottom: 1.2pt solid black }
  td { border-bottom: .4pt solid #999 }
.cover .title { font-size: 34pt; color: #4b2a63; font-weight: 300 } .toc { border-bottom: .4pt solid #ccc; padding: 2pt 0 }
  .note { color: #333; margin: 0 0 1em }
""",
    # Chromium: serif, capitals that are hardly larger than the text, dashes, centred quotes, shaded ratings
    "yjs-2024-lowmoor": SHADES
    + """
@page { margin: 25mm 27mm; @bottom-center { content: "FOOTER  |  " counter(page); font: italic 8.5pt 'Noto Serif' } }
@page :left { @top-left { content: "HM Inspectorate of Probation"; font: 8pt 'Noto Serif' } }
  @page :right { @top-right { content: "HM Inspectorate of Probation"; font: 8pt 'Noto Serif' } }
body { font: 9.8pt/1.42 'Noto Serif' } h1,h2 { text-transform: uppercase; font-size: 12.5pt }
  h2 { font-size: 11.2pt; margin-top: 1.6em } h3 { font-size: 11pt }
h4 { font-size: 10.5pt; font-style: italic; margin: .9em 0 .3em }
  ul { padding-left: 14pt; list-style-type: '\\2013\\00a0\\00a0' } li { margin-bottom: 4pt }
ul ul { list-style-type: circle } ol { padding-left: 20pt }
table { border: .6pt solid black } td,th { border: .6pt solid black } th { background: #ddd } .statement { border: none }
  .statement td { border: none; background: #eef1f6 }
.statement td.r { background: #34507a; color: white; width: 30% }
.box { background: #f3f0e6; padding: 8pt 12pt } blockquote { text-align: center; font-style: italic; margin: 1em 3em }
.cover { text-align: center } .cover .title { font-size: 27pt } .toc i { border-bottom: none } .notes { margin-top: 1.5em }
  .note { font-size: 8pt }
""",
    # WeasyPrint: justified and hyphenated serif, full grids, odd and even footers, real footnotes
    "nps-2020-severnvale": TARGETS
    + """
@page { margin: 23mm 25mm 25mm; @footnote { border-top: .5pt solid black; padding-top: 4pt } }
@page :right { @bottom-right { content: "FOOTER    " counter(page); font: 8.5pt 'Liberation Serif' } }
@page :left { @bottom-left { content: counter(page) "    FOOTER"; font: 8.5pt 'Liberation Serif' } }
body { font: 11.5pt/1.32 'Liberation Serif'; text-align: justify; hyphens: auto } h1,h2,h3 { text-align: left; hyphens: none }
h1 { font: bold 18pt 'Liberation Sans' } h2 { font: bold 14pt 'Liberation Sans' }
  h3 { font: bold 12pt 'Liberation Sans'; margin: 1em 0 .4em }
ul { list-style-type: '\\2022\\00a0\\00a0'; padding-left: 22pt } ul ul { list-style-type: 'o\\00a0\\00a0' }
  li { margin-bottom: 4pt }
td,th { border: .7pt solid black } th { background: #d9d9d9 }
  .rating { text-align: center; border: .7pt solid black; padding: 4pt } .pol { font-weight: bold }
.box { border: 1pt solid #555; background: #f2f2f2; padding: 7pt 10pt; margin: 1em 0 }
  blockquote { margin: .8em 30pt; font-style: italic }
.cover { text-align: left } .cover .title { font: bold 28pt 'Liberation Sans'; hyphens: none; text-align: left }
""",
    # WeasyPrint: letter-spaced capitals, geometric headings, shaded panels without frame, small squares
    "pdu-2024-harrowdene": TARGETS
    + SHADES
    + """
@page { margin: 22mm 20mm 24mm; @footnote { border-top: .4pt solid #00707a; padding-top: 3pt }
  @bottom-left { content: "FOOTER"; font: 8pt 'Noto Sans' }
  @bottom-right { content: counter(page); font: bold 9pt 'URW Gothic' } }
body { font: 10pt/1.4 'Noto Sans' } h1,h2 { font-family: 'URW Gothic'; text-transform: uppercase; letter-spacing: .12em;
  color: #00707a }
h1 { font-size: 17pt } h2 { font-size: 12.5pt } h3 { font: bold 11.5pt 'URW Gothic'; letter-spacing: .06em }
  h4 { font: bold 10pt 'Noto Sans'; letter-spacing: .08em; color: #00707a; margin: 1em 0 .3em }
ul { list-style-type: '\\25aa\\00a0\\00a0'; padding-left: 16pt } li { margin-bottom: 4pt } li::marker { color: #00707a }
td,th { border: none; border-bottom: .4pt solid #8cc } .statement td { background: #e2f1f2; border: 3pt solid white }
  .kq th { background: #00707a; color: white }
.box { background: #e2f1f2; padding: 9pt 12pt; margin: 1em 0 }
  blockquote { margin: 1em 0; font-style: italic; color: #00707a; padding-left: 14pt }
.cover { background: #00707a; color: white; height: 240mm; padding: 1mm 12mm }
  .cover .title { font-family: 'URW Gothic'; font-size: 32pt }
""",
    # WeasyPrint: two columns of small type, chapters across both, notes at the ends of chapters
    "pdu-2025-saltmarsh": TARGETS
    + """
@page { margin: 20mm 17mm 20mm; @top-left { content: "HEADER"; font: 7.5pt 'DejaVu Sans' }
  @bottom-right { content: counter(page) " / " counter(pages); font: 7.5pt 'DejaVu Sans' } }
main { columns: 2; column-gap: 8mm } body { font: 9pt/1.38 'Liberation Sans' }
  h1 { column-span: all; font: bold 19pt 'Liberation Sans'; color: #8a1538; margin: 0 0 .6em }
h2 { font-size: 12pt; color: #8a1538; margin: 1em 0 .4em } h3 { font-size: 10pt; margin: .8em 0 .3em }
  p { margin-bottom: .55em }
.pol { font-weight: bold; color: #8a1538 } .pol b { font-weight: bold } .addr { font-weight: bold }
ul { list-style-type: '\\2022\\00a0'; padding-left: 10pt } ol { padding-left: 16pt } li { margin-bottom: 3pt }
  ul ul { list-style-type: '\\2013\\00a0' }
td,th { border-top: .4pt solid #999; padding: 2pt 3pt; font-size: 8.5pt }
  .box { border: .8pt solid #8a1538; border-radius: 4pt; padding: 6pt 8pt; margin: .6em 0 }
blockquote { margin: .6em 0 .6em 8pt; border-left: 2pt solid #8a1538; padding-left: 6pt; font-style: italic }
  .notes { column-span: all; border-top: .4pt solid black; padding-top: 3pt }
""",
    # WeasyPrint: old-style book face, bullets hanging in the margin, real footnotes, boxes without any frame
    "thematic-2023-remand": TARGETS
    + """
@page { margin: 25mm 30mm 25mm 34mm; @footnote { border-top: .5pt solid #444; padding-top: 4pt }
  @top-center { content: "HEADER"; font: italic 8pt C059 } @bottom-center { content: counter(page); font: 9pt C059 } }
body { font: 10pt/1.45 C059 } h1 { font-size: 16pt; font-weight: normal; break-before: auto; margin-top: 1.6em }
  h2 { font-size: 12.5pt; font-weight: normal; font-style: italic } h2.pol { font-style: normal }
ul { list-style-type: '\\25a0\\00a0\\00a0\\00a0'; padding-left: 0 } li { margin-bottom: 5pt }
  ul ul { padding-left: 16pt; list-style-type: '\\25a1\\00a0\\00a0' } ol { padding-left: 0 }
td,th { padding-left: 0; border-bottom: .3pt solid #aaa } blockquote { background: #ececec; margin: 1em 0; padding: 8pt 12pt }
  .box { margin: 1.2em 0 1.2em 22pt; font-size: 9pt }
.cover .title { font-size: 26pt } .cover .subtitle { font-style: italic; font-size: 13pt }
  .toc::after { content: ' ' leader(' ') target-counter(attr(href), page) }
""",
}


def sheet(name: str, footer: str, header: str) -> str:
    """The style sheet of a report, with its running texts."""
    quoted = {k: v.replace("\\", "").replace('"', "”") for k, v in (("FOOTER", footer), ("HEADER", header))}
    css = SHEETS[name]
    for key, value in quoted.items():
        css = css.replace(key, value)
    return BASE + css
