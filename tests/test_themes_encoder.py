import json

import numpy as np
import pytest
from making import CORPUS

from findings_nlp.pipes.themes.encoder import Encoder, clause_tokens
from findings_nlp.pipes.themes.models import context_of, model_folder
from findings_nlp.pipes.themes.parts import clauses

GOLD = json.loads((CORPUS / "gold" / "yjs-2025-tarnfell.json").read_text(encoding="utf-8"))
TEXTS = [f["text"] for f in GOLD["findings"]][:40]
CONTEXTS = [context_of(f["section"], f["polarity"]) for f in GOLD["findings"]][:40]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(model_folder())


@pytest.fixture(scope="module")
def encoded(encoder):
    return encoder.encode(CONTEXTS, TEXTS)


def test_shapes_and_unit_vectors(encoded):
    assert encoded.logits.shape == (len(TEXTS), 30)
    assert encoded.vectors.shape == (len(TEXTS), 384)
    assert np.isfinite(encoded.logits).all()
    assert np.allclose(np.linalg.norm(encoded.vectors, axis=1), 1, atol=1e-5)


def test_same_input_same_numbers(encoder, encoded):
    again = encoder.encode(CONTEXTS, TEXTS)
    assert np.array_equal(again.logits, encoded.logits)
    assert np.array_equal(again.vectors, encoded.vectors)


def test_rows_belong_to_their_texts(encoder, encoded):
    # within what the batches do: the vector nearest to a text's own is its own, in whatever order the texts come
    order = np.random.default_rng(3).permutation(len(TEXTS))
    again = encoder.encode([CONTEXTS[k] for k in order], [TEXTS[k] for k in order])
    assert (again.vectors @ encoded.vectors.T).argmax(1).tolist() == order.tolist()


def test_order_of_texts_of_different_lengths_does_not_matter(encoder):
    texts = [("staff " * k).strip() for k in range(1, 40, 2)]
    forward = encoder.encode([" ; "] * len(texts), texts)
    backward = encoder.encode([" ; "] * len(texts), texts[::-1])
    assert np.abs(forward.logits - backward.logits[::-1]).max() < 1e-3
    assert np.abs(forward.vectors - backward.vectors[::-1]).max() < 1e-3


def test_order_of_the_findings_of_a_report_does_not_matter(encoder, encoded):
    backward = encoder.encode(CONTEXTS[::-1], TEXTS[::-1])
    assert np.abs(backward.vectors[::-1] - encoded.vectors).max() < 1e-3
    assert np.abs(backward.logits[::-1] - encoded.logits).max() < 1e-3


def test_a_text_gets_the_same_alone_and_among_others(encoder, encoded):
    alone = np.concatenate([encoder.encode([c], [t]).logits for c, t in zip(CONTEXTS[:12], TEXTS[:12], strict=True)])
    assert np.abs(alone - encoded.logits[:12]).max() < 1e-3


def test_empty_context_and_empty_text(encoder):
    found = encoder.encode(["", " ; ", context_of(None, None), ""], ["Posts are vacant."] * 3 + [""])
    assert np.isfinite(found.logits).all()
    assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)


def test_context_is_read(encoder):
    found = encoder.encode(["Staff ; strength", "Resettlement ; strength"], ["This was done well."] * 2)
    assert np.abs(found.logits[0] - found.logits[1]).max() > 0.1


def test_no_texts(encoder):
    found = encoder.encode([], [])
    assert len(found.logits) == len(found.vectors) == 0


def test_a_context_for_every_text(encoder):
    with pytest.raises(ValueError, match="zip"):
        encoder.encode(["Staff"], ["One.", "Two."])


def test_text_beyond_the_longest_is_cut_not_refused(encoder):
    found = encoder.encode([" ; "] * 2, ["work " * 400, "work " * 900])
    assert np.allclose(found.logits[0], found.logits[1], atol=1e-3)


def test_meaning_counts(encoder):
    a, b, c = encoder.encode(
        [" ; "] * 3, ["There are not enough staff.", "Too many posts are vacant.", "He went to live with his aunt."]
    ).vectors
    assert a @ b > a @ c


def test_sums_of_products_fit_processors_without_wide_sums():
    # pairs of products are added in 16 bits there: more than 7 bits a weight would be cut short, and labels with them
    onnx = pytest.importorskip("onnx", reason="the graph is looked into with onnx, of the extra `train`")
    graph = onnx.load(model_folder() / "encoder.onnx").graph
    stored = {t.name: onnx.numpy_helper.to_array(t) for t in graph.initializer}
    weights = [stored[node.input[1]] for node in graph.node if node.op_type == "MatMulInteger"]
    assert len(weights) == 36
    assert all(w.dtype == np.int8 and 2 * 255 * int(np.abs(w.astype(int)).max()) < 2**15 for w in weights)


def test_what_words_heading_and_marks_add_makes_up_the_logits(encoded):
    added = np.array([w.words.sum(0) + w.context + w.marks for w in encoded.shares])
    constant = encoded.logits - added
    assert np.abs(constant - constant.mean(0)).max() < 1e-3


def test_shares_are_of_the_words_of_the_text(encoder):
    text = "Staff weren’t accommodated; 24 left."
    [shares] = encoder.encode(["1.4 Staff ; strength"], [text]).shares
    assert [text[a:b] for a, b in shares.spans] == ["Staff", "weren", "’", "t", "accommodated", ";", "24", "left", "."]
    assert shares.words.shape == (9, 30)


def test_nothing_to_share(encoder):
    assert encoder.encode([], []).shares == []
    assert encoder.encode([" ; strength"], [""]).shares[0].words.shape == (0, 30)


def test_clauses_have_unit_vectors_of_their_own(encoder, encoded):
    for text, parts in zip(TEXTS, encoded.parts, strict=True):
        assert parts.shape == (len(clauses(text)), 384)
        assert np.allclose(np.linalg.norm(parts, axis=1), 1, atol=1e-5)
    [parts] = encoder.encode([" ; "], ["Posts are vacant. He went to live with his aunt."]).parts
    [vacant, aunt] = encoder.encode([" ; "] * 2, ["There are not enough staff.", "He moved in with a relative."]).vectors
    assert (parts @ vacant).argmax() == 0
    assert (parts @ aunt).argmax() == 1


def test_a_text_without_clauses_has_one_vector(encoder):
    assert encoder.encode([" ; strength"], [""]).parts[0].shape == (1, 384)


def test_tokens_of_a_clause():
    cut = clause_tokens("Posts are vacant now. Morale is quite low.", [(0, 4), (0, 5), (6, 9), (22, 28), (0, 0)], [0, 1, 1, 1, 1])
    assert cut.tolist() == [[0, 0.5, 0.5, 0, 0], [0, 0, 0, 1, 0]]
