import pytest
import spacy
from spacy.tokens import Doc, DocBin

import findings_nlp as fn
from findings_nlp.document.doc import block_locations, report_data, views


@pytest.fixture(scope="module")
def doc(small_pdf, nlp) -> Doc:
    return nlp(fn.read_pdf(small_pdf, nlp, name="otterby.pdf"))


def test_blocks_cover_the_text_and_separators_stand_between(doc):
    blocks = views(doc)
    assert "\n\n".join(b.text for b in blocks) == doc.text
    assert all(doc.text[b.start : b.end] == b.text for b in blocks)
    assert [span.text for span in doc.spans["blocks"]] == [b.text for b in blocks]


def test_spans_hold_the_findings_under_their_ids(doc):
    report = fn.report_from_doc(doc)
    assert [(s.id_, s.label_, s.text) for s in doc.spans["findings"]] == [(f.id, f.polarity, f.text) for f in report.findings]
    assert [s.text for s in doc.spans["recommendations"]] == [r.text for r in report.recommendations]
    assert [s.text for s in doc.spans["quotes"]] == [q.text for q in report.quotes]


def test_doc_bin_round_trip_keeps_the_record(doc, nlp):
    packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin().from_bytes(packed).get_docs(spacy.blank("en").vocab)
    report = fn.report_from_doc(back)
    assert report == fn.report_from_doc(doc)
    assert report.findings and report.recommendations and report.findings[0].locations
    assert [s.id_ for s in back.spans["findings"]] == [f.id for f in report.findings]


def test_doc_bin_round_trip_of_a_whole_report(corpus, nlp):
    from making import CORPUS

    doc = nlp(fn.read_pdf(CORPUS / "reports" / "pdu-2021-ashmere.pdf"))
    (back,) = DocBin().from_bytes(DocBin(store_user_data=True, docs=[doc]).to_bytes()).get_docs(nlp.vocab)
    assert fn.report_from_doc(back) == corpus["pdu-2021-ashmere"]


def test_another_component_of_spacy_may_be_added(small_pdf, small):
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    for name in ("findings_segments", "findings_extract", "findings_ratings"):
        pipeline.add_pipe(name)
    doc = pipeline(fn.read_pdf(small_pdf, pipeline, name="otterby.pdf"))
    assert fn.report_from_doc(doc) == small
    last = doc.spans["findings"][-1]
    assert last.text.endswith("at 30 per cent.") and list(last.sents)[-1].text.endswith(last.text)


def test_doc_may_be_made_from_a_vocab_alone(small_pdf, nlp, small):
    assert fn.report_from_doc(nlp(fn.read_pdf(small_pdf, nlp.vocab, name="otterby.pdf"))) == small


def test_pipe_over_docs_gives_the_same_records(small_pdf, nlp, small):
    docs = [fn.read_pdf(small_pdf, nlp, name="otterby.pdf") for _ in range(3)]
    assert [fn.report_from_doc(doc) for doc in nlp.pipe(docs)] == [small] * 3


def test_doc_that_is_no_report_is_refused_in_words(nlp):
    with pytest.raises(ValueError, match="read_pdf"):
        report_data(nlp.make_doc("Just text."))


def test_missing_component_is_named(small_pdf):
    blank = spacy.blank("en")
    doc = fn.read_pdf(small_pdf, blank)
    with pytest.raises(ValueError, match="findings_segments"):
        fn.report_from_doc(doc)
    blank.add_pipe("findings_segments")
    with pytest.raises(ValueError, match="no findings"):
        fn.report_from_doc(blank(doc))


def test_box_of_part_of_a_block_is_narrower(doc):
    block = next(b for b in views(doc) if b.text.startswith("Leaders meet"))
    ((page, whole),) = block_locations(doc, [block.index])
    ((same, part),) = block_locations(doc, [block.index], block.start, block.start + 5)
    assert page == same == 3
    assert part[3] < whole[3] and part[1] == whole[1]


@pytest.mark.parametrize("word", ["a" * 5000, "a-" * 2500, "(" * 3000, "a.b/" * 1000])
def test_a_run_that_is_no_word_is_one_token_and_the_text_stays_as_it_is(word):
    from findings_nlp.document.tokens import tokenised

    vocab = fn.load("none").vocab
    for text in (f"It was good. {word} And so on.", word, f"{word}\n\n{word}  two", f"x\n\n{word} "):
        doc = tokenised(vocab, text)
        assert doc.text == text
        assert sum(len(token) > 500 for token in doc) == text.count(word)
