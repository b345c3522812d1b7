"""The words of a document: spaCy's English tokenizer, guarded against runs of characters that no language has as a word."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

_LONG = 1000  # characters of a run that no language has as a word
_ENDLESS = re.compile(rf"\S{{{_LONG},}}")


_tokenizers: dict[int, tuple[Vocab, Tokenizer]] = {}


def _tokenizer(vocab: Vocab) -> Tokenizer:
    found = _tokenizers.get(id(vocab))
    if found is None or found[0] is not vocab:
        from spacy.lang.en import English

        _tokenizers[id(vocab)] = found = (vocab, English(vocab=vocab).tokenizer)
    return found[1]


def tokenised(nlp: Language | Vocab, text: str) -> Doc:
    """A `Doc` of `text`; a run of characters that no language has as a word becomes one token, whatever is in it.

    The tokenizer's time grows with the square of such a run.
    """
    tokenizer = nlp.make_doc if isinstance(nlp, Language) else _tokenizer(nlp)
    if all(len(word) < _LONG for word in text.split()):
        return tokenizer(text)
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for found in [*_ENDLESS.finditer(text), None]:
        for token in tokenizer(text[at : found.start() if found else len(text)]):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
        if found:
            at = found.end()
            words.append(found[0])
            spaces.append(text[at : at + 1] == " ")
            at += spaces[-1]
    return Doc(nlp.vocab if isinstance(nlp, Language) else nlp, words=words, spaces=spaces)
