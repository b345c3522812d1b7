"""Ligatures that a text layer lost: no Unicode value ("prac\ufffdce"), a wrong one ("prac&ce"), or none at all ("pracce").

A word is made whole only where one ligature alone makes a known word of it, or where the same sign stood for the same
ligature in every word before. What is left keeps its sign; `checks` tells the pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

from findings_nlp.layout.clean import Vocabulary
from findings_nlp.source.pdf import Line

LIGATURES = ("ti", "fi", "fl", "ff", "ffi", "ffl", "tt", "ft", "tti", "tf", "Th")
_UNMAPPED = "\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff"
# a word is looked for from its beginning alone: from each of its letters that would take the square of its length
_WORD = re.compile(
    rf"(?<![^\W\d_])(?<![{_UNMAPPED}])(?:[^\W\d_]*(?:[{_UNMAPPED}]+[^\W\d_]+)+|[^\W\d_]+(?:[{_UNMAPPED}]+[^\W\d_]*)+)"
)
_SIGN = re.compile(rf"[{_UNMAPPED}]")
# signs that fonts have been seen to give for a ligature, within a word
_WRONG_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]*[a-z](?:[&@#§¤~^_=+<>|\\O]+[a-z]+)+")
_WRONG = re.compile(r"[&@#§¤~^_=+<>|\\O](?<=[a-z&@#§¤~^_=+<>|\\O].)")
_PLAIN = re.compile(r"[^\W\d_]+")
_ENOUGH = 3  # different words that are made whole before a wrong or missing sign counts as a lost ligature
_LONG = 4000  # letters of a document in which a ligature that English needs is missed
_AT_MOST = 3  # signs in one word


def restore_ligatures(lines: Sequence[Line], vocabulary: Vocabulary) -> set[int]:
    """Make words whole in the texts of `lines`, in place.

    Returns the pages on which words may still lack letters that nothing shows: "time" without its "ti" is a word, too.
    """
    _replace(lines, _WORD, _SIGN, vocabulary, 1)
    wrong = _replace(lines, _WRONG_WORD, _WRONG, vocabulary, _ENOUGH)
    return wrong | _missing(lines, vocabulary)


def _known(word: str, vocabulary: Vocabulary) -> bool:
    word = word.casefold()
    return word in vocabulary.general or vocabulary.document[word] > 1


def _fillings(word: str, sign: re.Pattern[str], vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """The ligatures, one for each sign, that make a known word."""
    parts = sign.split(word)
    signs = len(parts) - 1
    if not 0 < signs <= _AT_MOST or sum(len(part) for part in parts) < 2:
        return []
    choices = product(LIGATURES, repeat=signs) if signs < _AT_MOST else ((one,) * signs for one in LIGATURES)
    return [chosen for chosen in choices if _in_place(chosen, parts) and _known(_filled(parts, chosen), vocabulary)]


def _in_place(ligatures: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether "Th", which has a capital, stands at the word's beginning alone."""
    return all(one != "Th" or (k == 0 and not parts[0]) for k, one in enumerate(ligatures))


def _filled(parts: Sequence[str], ligatures: Iterable[str]) -> str:
    return parts[0] + "".join(a + b for a, b in zip(ligatures, parts[1:], strict=True))


def _sure(lines: Sequence[Line], pattern: re.Pattern[str], sign: re.Pattern[str], vocabulary: Vocabulary) -> dict[str, str]:
    """The words that one choice of ligatures alone makes whole."""
    words = {word for line in lines for word in pattern.findall(line.text)}
    read = {word: _fillings(word, sign, vocabulary) for word in sorted(words)}
    return {word: _filled(sign.split(word), found[0]) for word, found in read.items() if len(found) == 1}


def _replace(
    lines: Sequence[Line], pattern: re.Pattern[str], sign: re.Pattern[str], vocabulary: Vocabulary, enough: int
) -> set[int]:
    """Put ligatures for signs, where `enough` words are made whole. Returns the pages with words that keep a sign then."""
    chosen = [line for line in lines if sign.search(line.text) and pattern.search(line.text)]
    sure = _sure(chosen, pattern, sign, vocabulary) if chosen else {}
    if len(sure) < enough:
        return set()
    stood_for: dict[str, Counter[str]] = {}
    for word in sure:
        for one, ligature in zip(sign.findall(word), _fillings(word, sign, vocabulary)[0], strict=True):
            stood_for.setdefault(one, Counter())[ligature] += 1
    always = {one: next(iter(n)) for one, n in stood_for.items() if len(n) == 1 and n.total() >= _ENOUGH}

    def whole(match: re.Match[str]) -> str:
        word = match[0]
        return sure.get(word) or sign.sub(
            lambda one: one[0] if one.start() and always.get(one[0]) == "Th" else always.get(one[0], one[0]), word
        )

    for line in chosen:
        line.text = pattern.sub(whole, line.text)
    return {line.page for line in chosen if pattern.search(line.text)}


def _missing(lines: Sequence[Line], vocabulary: Vocabulary) -> set[int]:
    """Make words whole that lack their ligature, where a whole document has none of it. Returns the pages that have any."""
    text = "\n".join(line.text for line in lines)
    lost = [ligature for ligature in ("fi", "fl", "ff", "ti", "tt") if ligature not in text]
    lost += [longer for longer in ("ffi", "ffl", "tti") if longer[:2] in lost]
    if len(text) < _LONG or not lost:
        return set()
    sure: dict[str, str] = {}
    for word in {word for word in _PLAIN.findall(text) if len(word) > 1 and word.casefold() not in vocabulary.general}:
        places = range(len(word) + 1)
        whole = {made for k in places for one in lost if (made := word[:k] + one + word[k:]).casefold() in vocabulary.general}
        if len(whole) == 1:
            sure[word] = whole.pop()
    if len(sure) < _ENOUGH:
        return set()
    pages = set()
    for line in lines:
        text = _joined(_PLAIN.sub(lambda match: sure.get(match[0], match[0]), line.text), lost, vocabulary)
        if text != line.text:
            pages.add(line.page)
            line.text = text
    return pages


def _joined(text: str, lost: Sequence[str], vocabulary: Vocabulary) -> str:
    """Words that a space parts where their ligature stood: "identi ed"."""
    words = text.split(" ")
    out = words[:1]
    for word in words[1:]:
        made = {one for one in lost if (out[-1] + one + word.rstrip(".,;:")).casefold() in vocabulary.general}
        broken = not (_known(out[-1], vocabulary) and _known(word.rstrip(".,;:"), vocabulary))
        if len(made) == 1 and broken and out[-1].isalpha():
            out[-1] += made.pop() + word
        else:
            out.append(word)
    return " ".join(out)
