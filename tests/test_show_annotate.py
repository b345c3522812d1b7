import itertools

import pymupdf
import pytest
from making import CORPUS, Paper, small_report
from showing import assert_sound, highlighted, hostile, labelled, letters

import findings_nlp as fn
from findings_nlp.errors import ReportError
from findings_nlp.show.margin import PageSpace
from findings_nlp.show.styles import FACT, KINDS, rgb
from findings_nlp.source.pdf.space import Space

HIGHLIGHT, FREE_TEXT = [pymupdf.PDF_ANNOT_HIGHLIGHT], [pymupdf.PDF_ANNOT_FREE_TEXT]


def turned(data: bytes, rotation: int, crop: int = 0) -> bytes:
    """The same pages as displayed, stored with `/Rotate`, in a media box that is `crop` points wider on each side."""
    with pymupdf.open(stream=data) as document:
        for page in document:
            width, height = page.rect.width, page.rect.height
            wide, high = (height, width) if rotation in (90, 270) else (width, height)
            space = Space(rotation, (crop, crop, crop + wide, crop + high))
            a, b, c, d = space.upright
            e, f = space.point(0, height)
            turn = document.get_new_xref()
            document.update_object(turn, "<<>>")
            document.update_stream(turn, f"{a} {b} {c} {d} {e} {f} cm\n".encode(), new=True)
            old = " ".join(f"{xref} 0 R" for xref in page.get_contents())
            document.xref_set_key(page.xref, "Contents", f"[{turn} 0 R {old}]")
            document.xref_set_key(page.xref, "MediaBox", f"[0 0 {wide + 2 * crop} {high + 2 * crop}]")
            document.xref_set_key(page.xref, "CropBox", f"[{crop} {crop} {crop + wide} {crop + high}]")
            document.xref_set_key(page.xref, "Rotate", str(rotation))
        return document.tobytes()


@pytest.fixture(scope="module")
def marked(small_pdf, small) -> bytes:
    return fn.annotate(small_pdf, labelled(small))


def missing_and_extra(data: bytes, report: fn.Report) -> tuple[int, int, list[str]]:
    """Letters of the records that lie under no highlight, letters under highlights that no record has, ids of the first."""
    found = highlighted(data)
    missing = extra = 0
    bad = []
    for item in [*report.findings, *report.recommendations]:
        want, got = letters(item.text), found.get(item.id, letters(""))
        if want - got:
            bad.append(item.id)
        missing += (want - got).total()
        extra += (got - want).total()
    return missing, extra, bad


def test_every_highlight_sits_on_its_words_in_the_whole_corpus(corpus):
    total = records = missing = extra = bad = 0
    for name, report in corpus.items():
        data = fn.annotate(CORPUS / "reports" / f"{name}.pdf", report)
        lost, more, ids = missing_and_extra(data, report)
        items = [*report.findings, *report.recommendations]
        total += sum(letters(item.text).total() for item in items)
        records, missing, extra, bad = records + len(items), missing + lost, extra + more, bad + len(ids)
        assert lost <= 0.0005 * sum(letters(item.text).total() for item in items), f"{name}: {ids}"
    # what is extra: marks of footnotes, glyphs of sub-bullets and figures of lists that share a line with their text
    assert missing <= 0.001 * total and extra <= 0.005 * total
    assert bad <= 0.01 * records, f"{bad} of {records} records"


def test_every_highlight_sits_on_its_words_in_a_real_report(knowsley):
    from making import SHARED

    for path in sorted((SHARED / "reports").glob("*.pdf")):
        report = knowsley[path.name.split(".")[1]]
        missing, _, bad = missing_and_extra(fn.annotate(path, report), report)
        # half a ligature may stand outside its line
        assert missing <= 2 and len(bad) <= 0.02 * 109, f"{path.name}: {bad}"


def test_kinds_have_their_colours_and_notes(marked, small):
    found = {}
    with pymupdf.open(stream=marked) as document:
        for page in document:
            found |= {a.info["id"]: (a.colors["stroke"], a.info["content"]) for a in page.annots(types=HIGHLIGHT)}
    assert found["f001"][0] == pytest.approx(rgb(KINDS["strength"].fill), abs=0.01)
    assert found["f003"][0] == pytest.approx(rgb(KINDS["area_for_improvement"].fill), abs=0.01)
    assert found["r01"][0] == pytest.approx(rgb(KINDS["recommendation"].fill), abs=0.01)
    assert "A reason for: r01 81% (p. 2)" in found["f003"][1]
    items = {item.id for item in [*small.findings, *small.recommendations]}
    assert {name for name in found if not name.startswith("fact-")} == items


def test_facts_are_marked_where_they_are_printed(marked, small):
    with pymupdf.open(stream=marked) as document:
        found = {a.info["id"]: (page.number + 1, a) for page in document for a in page.annots(types=HIGHLIGHT)}
        page, title = found["fact-title"]
        assert page == 1 and title.colors["stroke"] == pytest.approx(rgb(FACT.fill), abs=0.01)
        assert title.info["content"] == f"Title: {small.title} (read from: cover)"
        assert {name for name in found if name.startswith("fact-addressee")} == {"fact-addressee-r01", "fact-addressee-r03"}


def test_links_lead_from_recommendation_to_evidence_and_back(marked, small):
    places = {item.id: item.locations[0] for item in [*small.findings, *small.recommendations]}
    with pymupdf.open(stream=marked) as document:
        links = [(page.number + 1, link) for page in document for link in page.get_links()]
        assert len(links) == 4
        for page, link in links:
            at = {a.info["content"]: a.rect for a in document[page - 1].annots(types=FREE_TEXT)}
            mark = next(text for text, rect in at.items() if rect.contains(pymupdf.Rect(link["from"])))
            assert page == places[mark.split(",")[0].split()[1]].page
        tops = {(page, link["page"] + 1, round(link["to"].y)) for page, link in links}
    for rec, finding in (("r01", "f003"), ("r01", "f004")):
        there, back = places[finding], places[rec]
        assert (back.page, there.page, round(there.bbox[1] - 24)) in tops
        assert (there.page, back.page, round(back.bbox[1] - 24)) in tops


def test_marks_cover_no_text_and_no_other_mark(marked, small_pdf, ashmere):
    path = CORPUS / "reports" / "pdu-2021-ashmere.pdf"
    for plain, data in ((small_pdf, marked), (path.read_bytes(), fn.annotate(path, ashmere))):
        with pymupdf.open(stream=plain) as before, pymupdf.open(stream=data) as document:
            for old, page in zip(before, document, strict=True):
                drawn = [a.rect for a in page.annots(types=FREE_TEXT)]
                words = [pymupdf.Rect(w[:4]) for w in old.get_text("words")]
                assert all(r in pymupdf.Rect(page.rect) for r in drawn)
                for a, b in [*itertools.combinations(drawn, 2), *itertools.product(drawn, words)]:
                    shared = a & b
                    assert shared.is_empty or shared.get_area() < 1


def test_legend_stands_on_the_first_page_and_tells_the_kinds(marked):
    with pymupdf.open(stream=marked) as document:
        assert document.page_count == 3
        (legend,) = [a.info["content"] for a in document[0].annots(types=FREE_TEXT) if a.info["id"] == "legend"]
    for words in ("+ Strengths (3)", "− Areas for improvement (3)", "› Recommendations (3)", "findings_en_full 9.9"):
        assert words in legend


def test_first_page_full_of_text_gets_a_legend_page_before_it():
    paper = small_report()
    page = paper.doc[0]
    for y in range(20, 842, 20):
        paper.page = page
        paper.at(5, y, "x" * 106, 11)
    data = fn.annotate(paper.data(), nlp=fn.load("none"))
    with pymupdf.open(stream=data) as document:
        assert document.page_count == 4
        assert "without this page" in next(iter(document[0].annots())).info["content"]
        assert document.get_toc()[0][2] == 4


def test_marks_without_room_are_counted_in_the_legend(monkeypatch, small_pdf, small):
    place = PageSpace.beside

    def crowded(space, y, sizes, sides):
        return None if y > 400 else place(space, y, sizes, sides)

    monkeypatch.setattr(PageSpace, "beside", crowded)
    with pymupdf.open(stream=fn.annotate(small_pdf, labelled(small))) as document:
        notes = {a.info["id"]: a.info["content"] for page in document for a in page.annots()}
    lost = len(small.findings) + len(small.recommendations) - sum(name.endswith("-mark") for name in notes)
    assert lost > 0
    assert f"{lost} marks found no room in a margin" in notes["legend"]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [0, 40])
def test_turned_and_cropped_pages(rotation, crop, small_pdf, small, tmp_path):
    data = turned(small_pdf, rotation, crop)
    report = fn.read_report(data, nlp=fn.load("none"))
    assert [f.text for f in report.findings] == [f.text for f in small.findings]
    for found, plain in zip(report.findings, small.findings, strict=True):
        assert found.locations[0].bbox == pytest.approx(plain.locations[0].bbox, abs=0.5)
    out = fn.annotate(data, report)
    # where the highlights are seen is where they are seen on the plain pages
    with pymupdf.open(stream=fn.annotate(small_pdf, small)) as plain, pymupdf.open(stream=out) as marks:
        for a, b in zip(plain, marks, strict=True):
            pictures = [page.get_pixmap(dpi=36) for page in (a, b)]
            assert (pictures[0].width, pictures[0].height) == (pictures[1].width, pictures[1].height)
            different = sum(abs(x - y) > 60 for x, y in zip(pictures[0].samples, pictures[1].samples, strict=True))
            assert different < 0.005 * len(pictures[0].samples)
    assert_sound(out, tmp_path)


def test_file_with_an_owner_s_password_stays_encrypted(small, tmp_path):
    data = small_report().data(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="owner", permissions=pymupdf.PDF_PERM_PRINT)
    report = fn.read_report(data, nlp=fn.load("none"))
    out = fn.annotate(data, report)
    with pymupdf.open(stream=out) as document:
        assert not document.needs_pass and "AES" in document.metadata["encryption"]
        assert "f001: strength" in next(a for a in document[2].annots(types=HIGHLIGHT)).info["content"]
    assert missing_and_extra(out, report)[:1] == (0,)
    assert_sound(out, tmp_path)


@pytest.mark.parametrize("name", ["pdu-2021-ashmere", "yjs-2025-tarnfell", "national-2025-probation"])
def test_tagged_file_keeps_tags_outline_and_contents(name, corpus, tmp_path):
    path = CORPUS / "reports" / f"{name}.pdf"
    data = fn.annotate(path, corpus[name])
    with pymupdf.open(path) as old, pymupdf.open(stream=data) as new:
        for key in ("StructTreeRoot", "MarkInfo", "Lang"):
            assert new.xref_get_key(new.pdf_catalog(), key) == old.xref_get_key(old.pdf_catalog(), key)
        assert new.get_toc()[: len(old.get_toc())] == old.get_toc()
        assert [page.read_contents() for page in new] == [page.read_contents() for page in old]
        assert [len(page.get_links()) for page in new] == [len(page.get_links()) for page in old]
    assert data == fn.annotate(path, corpus[name])
    assert_sound(data, tmp_path)


def test_hostile_text_breaks_no_file(small_pdf, small, tmp_path):
    data = fn.annotate(small_pdf, hostile(small))
    with pymupdf.open(stream=data) as document:
        assert any("Recommendations" in entry[1] for entry in document.get_toc())
    assert_sound(data, tmp_path)


def test_marked_file_reads_as_the_report_does(marked, small):
    again = fn.read_report(marked, name=small.source.name, nlp=fn.load("none"))
    assert again.model_copy(update={"source": small.source}) == small


def test_record_of_another_file_is_refused(small_pdf, ashmere, tmp_path):
    path = tmp_path / "other.pdf"
    path.write_bytes(small_pdf)
    with pytest.raises(ReportError, match=r"other\.pdf: is not the file that the record of pdu-2021-ashmere\.pdf was made from"):
        fn.annotate(path, ashmere)


def test_record_that_names_a_page_too_many_is_refused(small_pdf, small):
    place = small.findings[0].locations[0].model_copy(update={"page": 9})
    findings = [small.findings[0].model_copy(update={"locations": [place]})]
    with pytest.raises(ReportError, match="has 3 pages, and its record names page 9"):
        fn.annotate(small_pdf, small.model_copy(update={"findings": findings}))


def test_report_without_findings_is_marked_with_its_legend_alone():
    paper = Paper().heading("An inspection of nothing").paragraph("Words without any list of findings.")
    with pymupdf.open(stream=fn.annotate(paper.data(), nlp=fn.load("none"))) as document:
        assert [a.info["id"] for a in document[0].annots()] == ["fact-title", "fact-inspected_body", "legend"]
        assert document.get_toc() == []
