import io

import pymupdf
import pytest
from hostile import SHOWN, page
from making import Paper, running, small_report, wider

import findings_nlp as fn
from findings_nlp.errors import (
    DamagedError,
    EncryptedError,
    MissingFileError,
    NoPagesError,
    NotAPdfError,
    NoTextError,
    OpenError,
    ReportError,
    printable,
)
from findings_nlp.source.pdf import read_text_layer


def encrypted() -> bytes:
    return Paper().paragraph(*running()).data(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="owner")


def pictures_only() -> bytes:
    p = Paper()
    for _ in range(2):
        pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 40, 60))
        pixels.set_rect(pixels.irect, (120, 10, 10))
        p.page.insert_image(p.page.rect, pixmap=pixels)
        p.turn()
    return p.data()


def no_pages() -> bytes:
    objects = [b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n", b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"]
    body, offsets = b"%PDF-1.4\n", []
    for part in objects:
        offsets.append(len(body))
        body += part
    table = b"xref\n0 3\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return body + table + b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)


def truncated() -> bytes:
    return Paper().paragraph(*running()).data()[:600]


BROKEN = {
    "empty": (b"", NotAPdfError, "empty"),
    "white space": (b" \n ", NotAPdfError, "empty"),
    "a letter": (b"{\\rtf1 not found}", NotAPdfError, "not a PDF"),
    "encrypted": (encrypted(), EncryptedError, "password"),
    "pictures": (pictures_only(), NoTextError, "OCR"),
    "blank pages": (Paper().turn().data(), NoTextError, "no text"),
    "no pages": (no_pages(), NoPagesError, "no pages"),
    "truncated": (truncated(), DamagedError, "damaged"),
    "a header and noise": (b"%PDF-1.7\n" + bytes(range(256)) * 8, DamagedError, "damaged"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_unreadable_file_says_why(case):
    data, kind, words = BROKEN[case]
    with pytest.raises(kind) as caught:
        read_text_layer(data, "report.pdf")
    assert words in caught.value.reason
    assert str(caught.value) == f"report.pdf: {caught.value.reason}"


def test_unreadable_path_names_the_path(tmp_path):
    with pytest.raises(MissingFileError, match=r"missing\.pdf: no such file"):
        read_text_layer(tmp_path / "missing.pdf")
    with pytest.raises(OpenError, match="is a folder"):
        read_text_layer(tmp_path)
    with pytest.raises(OpenError, match="not a usable file name"):
        read_text_layer("a\0b.pdf")


def test_every_error_is_a_report_error_with_stage_and_reason():
    for data, kind, _ in BROKEN.values():
        with pytest.raises(ReportError) as caught:
            read_text_layer(data)
        assert isinstance(caught.value, kind)
        assert (caught.value.path, caught.value.stage) == ("<bytes>", "text" if kind is NoTextError else "open")


def test_file_name_with_newlines_stays_on_one_line():
    assert printable("a\nb\x1b[31m.pdf") == "a\\nb\\x1b[31m.pdf"
    assert "\n" not in str(OpenError("x\ny", "is odd"))


def test_mupdf_complaints_stay_off_standard_error(capfd):
    with pytest.raises(ReportError):
        read_text_layer(truncated())
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_path_bytes_and_stream_give_the_same_layer(tmp_path):
    data = Paper().paragraph(*running()).data()
    path = tmp_path / "folder" / "report.pdf"
    path.parent.mkdir()
    path.write_bytes(data)
    layers = [read_text_layer(s) for s in (path, str(path), data, bytearray(data), io.BytesIO(data))]
    assert {layer.sha256 for layer in layers} == {layers[0].sha256}
    assert {tuple(x.text for x in layer.pages[0].lines) for layer in layers} == {tuple(running())}
    assert [layer.name for layer in layers[:3]] == ["report.pdf", "report.pdf", "<bytes>"]


def test_line_carries_size_weight_slant_and_box():
    p = Paper().line("A bold heading of the page", size=16, font="hebo", lead=40).line("Slanted words", font="heit")
    bold, slanted = read_text_layer(p.data()).pages[0].lines
    assert (bold.size, bold.bold, bold.italic) == (16, True, False)
    assert (slanted.size, slanted.bold, slanted.italic) == (11, False, True)
    assert bold.page == 1 and bold.x0 == pytest.approx(72, abs=1)
    assert bold.y0 < 130 < bold.y1 < slanted.y1


def test_outline_is_read_with_levels_and_pages():
    p = Paper().paragraph(*running())
    p.turn().paragraph(*running())
    p.doc.set_toc([[1, "Foreword", 1], [2, "1.1  Leadership", 2]])
    assert read_text_layer(p.data()).outline == [(1, "Foreword", 1), (2, "1.1 Leadership", 2)]


def test_raised_reference_mark_is_lifted_out_of_the_line():
    p = Paper()
    end = p.at(72, 100, "The scheme was closed")
    end = p.at(end, 96, "3", 6)
    p.at(end, 100, " before our visit to the town.")
    (line,) = read_text_layer(p.data()).pages[0].lines
    assert line.text == "The scheme was closed before our visit to the town."


def test_footnote_keeps_its_opening_mark_beside_the_text():
    p = Paper().paragraph(*running())
    end = p.at(72, 700, "3", 5)
    p.at(end, 704, " A note on how cases are chosen.", 9)
    note = read_text_layer(p.data()).pages[0].lines[-1]
    assert (note.mark, note.text.strip()) == ("3", "A note on how cases are chosen.")


@pytest.mark.parametrize("glyph", ["\xb7", "§", "n"])
def test_symbol_font_glyph_becomes_a_bullet(glyph):
    p = Paper().paragraph(*running())
    p.page.insert_text((72, 300), glyph, fontname="symb", fontsize=11)
    p.at(90, 300, "Staff are proud of their work.")
    assert [x.text for x in read_text_layer(p.data()).pages[0].lines[-2:]] == ["•", "Staff are proud of their work."]


def test_web_footnote_references_are_taken_off():
    p = Paper().line("Work began in May.[2] It ended in June[^note-1], as planned by all concerned.")
    assert read_text_layer(p.data()).pages[0].lines[0].text == "Work began in May. It ended in June, as planned by all concerned."


def test_drawn_bullets_rules_and_panels_are_seen():
    p = Paper().paragraph(*running())
    p.page.draw_circle((75, 400), 2, color=None, fill=(0, 0, 0))
    p.panel(300, 360)
    page = read_text_layer(p.data()).pages[0]
    assert [round(v) for v in page.shapes.drawn_bullets[0]] == pytest.approx([73, 398, 77, 402], abs=1)
    assert [round(v) for v in page.shapes.panels[0]] == pytest.approx([60, 300, 535, 360], abs=1)


def test_sideways_text_counts_as_decoration():
    p = Paper().paragraph(*running())
    p.page.insert_text((30, 600), "ANNUAL REPORT", rotate=90)
    assert read_text_layer(p.data()).pages[0].lines[-1].roles[-1:] == ("Sideways",)


def test_page_of_a_picture_among_pages_of_text_is_noted():
    p = Paper().paragraph(*running())
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 40, 60))
    pixels.set_rect(pixels.irect, (120, 10, 10))
    p.turn().page.insert_image(p.page.rect, pixmap=pixels)
    assert [page.images for page in read_text_layer(p.data()).pages] == [False, True]


def test_name_that_is_no_utf8_gives_a_record_that_json_holds(small_pdf):

    report = fn.read_report(small_pdf, name="caf\udce9.pdf", nlp=fn.load("none"))
    assert report.source.name == r"caf\udce9.pdf"
    assert fn.Report.from_json(report.to_json()) == report


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "is an empty path"),
        (None, "no path, bytes or binary file but a NoneType"),
        (7, "but a int"),
        ("https://example.org/report.pdf", "is an address, not a file"),
        ("s3://bucket/report.pdf", "is an address, not a file"),
        (io.StringIO("%PDF-1.7"), "opened as text"),
    ],
)
def test_mistakes_are_told_in_one_clear_message(source, words):
    with pytest.raises(OpenError, match=words):
        read_text_layer(source)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda fn: fn.read_report(b"%PDF", nlp="lite"), r"nlp is a pipeline, not a name: nlp=findings_nlp.load\('lite'\)"),
        (lambda fn: fn.report_page(None), "report is a findings_nlp.Report, not NoneType"),
        (lambda fn: fn.load_archive(".", "findings"), r"names is a list of tables: \['findings'\]"),
    ],
)
def test_arguments_of_another_kind_are_told_in_one_clear_message(call, words):
    with pytest.raises(TypeError, match=words):
        call(fn)


def test_an_empty_path_is_no_folder():
    with pytest.raises(OpenError, match="is an empty path"):
        fn.read_report("", nlp=fn.load("none"))


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_page_set_sideways_is_read_with_boxes_as_displayed(rotate):
    source, out = small_report().doc, pymupdf.open()
    for k in range(len(source)):
        page = out.new_page(width=842, height=595) if rotate != 180 else out.new_page()
        page.show_pdf_page(page.rect, source, k, rotate=rotate)
    upright, turned = (fn.read_report(d.tobytes(), nlp=fn.load("none")) for d in (source, out))
    assert [f.text for f in turned.findings] == [f.text for f in upright.findings] and turned.findings
    assert turned.warnings == upright.warnings
    for finding in turned.findings:
        place = finding.locations[0]
        inside = out[place.page - 1].get_text("text", clip=wider(place.bbox, 1))
        assert finding.text.split()[0] in inside


def test_label_in_the_margin_does_not_turn_a_page():
    p = Paper().paragraph(*running())
    p.page.insert_text((30, 500), "OFFICIAL - SENSITIVE", rotate=90)
    layer = read_text_layer(p.data())
    assert layer.pages[0].turn == 0 and layer.pages[0].lines[-1].roles[-1:] == ("Sideways",)


def test_text_that_stands_off_the_page_is_not_read():
    out = b" BT /F 11 Tf 520 600 Td (These words run off the page and out of sight) Tj ET"
    texts = [line.text for line in read_text_layer(page(SHOWN + out)).pages[0].lines]
    assert any("small towns" in text for text in texts)
    assert any("These words" in text for text in texts) and not any("out of sight" in text for text in texts)
