import subprocess
import sys
from types import SimpleNamespace

import pymupdf
import pytest
from making import CORPUS, ROOT, SHARED

import findings_nlp as fn
from findings_nlp.source.pdf import read_text_layer, reading
from findings_nlp.source.pdf.structure import Structure

TARNFELL = CORPUS / "reports" / "yjs-2025-tarnfell.pdf"
CASES = SHARED / "cases-reliability"


def elements(document: pymupdf.Document) -> list[int]:
    keys = ((xref, document.xref_get_key(xref, "S")[0]) for xref in range(1, document.xref_length()))
    return [xref for xref, kind in keys if kind == "name" and document.xref_get_key(xref, "P")[0] == "xref"]


def damaged(value: str, step: int = 3) -> bytes:
    """A tagged report where every third element has this in place of its parent."""
    with pymupdf.open(TARNFELL) as document:
        for xref in elements(document)[::step]:
            document.xref_set_key(xref, "P", value.format(xref))
        return document.tobytes()


@pytest.mark.parametrize("path", sorted((CORPUS / "reports").glob("*.pdf")), ids=lambda p: p.stem)
def test_structure_of_a_good_report_is_sound(path):
    with pymupdf.open(path) as document:
        structure = Structure(document)
        assert all(structure.sound(page) for page in range(document.page_count))


@pytest.mark.parametrize("value", ["[1 2]", "{} 0 R", "null", "<</S/P>>", "/Name", "7"])
def test_damaged_parents_are_seen(value):
    with pymupdf.open(stream=damaged(value)) as document:
        structure = Structure(document)
        assert not all(structure.sound(page) for page in range(document.page_count))


def test_page_whose_structure_is_damaged_is_read_without_it_and_told():
    data = damaged("[1 2]")
    code = (
        "import sys, findings_nlp as fn; r = fn.read_report(sys.stdin.buffer.read(), nlp=fn.load('none'));"
        "print(len(r.findings), 'damaged_structure' in {w.code for w in r.warnings})"
    )
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout.decode().split()[1:]) == (0, ["True"])
    assert int(done.stdout.split()[0]) > 10


def test_other_pages_keep_their_tags():
    with pymupdf.open(TARNFELL) as document:
        parents = {document.xref_get_key(xref, "P")[1] for xref in elements(document)}
        target = next(xref for xref in elements(document) if f"{xref} 0 R" not in parents)
        document.xref_set_key(target, "P", "[1 2]")
        layer = read_text_layer(document.tobytes())
    assert 0 < len(layer.untagged_pages) < len(layer.pages)
    tagged = {line.page for page in layer.pages for line in page.lines if line.roles}
    assert tagged and not tagged & set(layer.untagged_pages)


def test_text_can_be_read_without_tags():
    layer = read_text_layer(TARNFELL, tags=False)
    assert not any(line.tag for page in layer.pages for line in page.lines)
    assert layer.untagged_pages == [page.number for page in layer.pages]


@pytest.mark.parametrize("path", sorted(CASES.glob("*.pdf")), ids=lambda p: p.stem)
def test_shared_case_is_read(path):
    code = (
        "import sys, unicodedata, findings_nlp as fn\n"
        "try: text = fn.read_report(sys.argv[1], nlp=fn.load('none')).to_json()\n"
        "except fn.ReportError: text = ''\n"
        "assert '\\\\u0000' not in text and not any(unicodedata.category(c) in ('Cc', 'Cs') and c not in '\\n\\t' for c in text)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


def test_file_cut_short_is_told_as_damaged(tmp_path):
    data = TARNFELL.read_bytes()
    for share in (0.3, 0.5, 0.9, 0.999):
        cut = data[: int(len(data) * share)]
        try:
            report = fn.read_report(cut, nlp=fn.load("none"))
        except fn.ReportError as error:
            assert "damaged" in error.reason
        else:
            assert "file_cut_short" in {w.code for w in report.warnings}


def test_tree_is_looked_at_again_where_looking_at_it_mended_the_file(monkeypatch):
    seen = []

    class Looked:
        def __init__(self, document):
            self.mended = document.is_repaired
            seen.append(self.mended)
            document.is_repaired = True

    monkeypatch.setattr(reading, "Structure", Looked)
    document = SimpleNamespace(is_repaired=False)
    found = reading._current(document, None)
    assert (seen, found.mended) == ([False, True], True)
    assert reading._current(document, found) is found
