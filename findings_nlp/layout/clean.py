"""Joining lines to text as a person would type it, with the way back from each character to its line."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from findings_nlp.layout.short_words import CLOSED, FREE, PREFIXES, SUFFIXES
from findings_nlp.source.pdf import Line

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ROUND = ".,;:!?()‘’“”'\""  # what stands round words
_LEADERS = re.compile(r"(?:\.\s?){4,}|[\ufffd…]{2,}|\ufffd")
_HYPHENS = "-\u2010\u2011"
_BREAKS = _HYPHENS + "\u00ad"
_SPLIT_NUMBER = re.compile(r"(?<![\d.])(\d) ?\. ?(\d)(?=[ .]|$)")


@lru_cache(maxsize=2)
def _longest(words: frozenset[str]) -> int:
    return max(map(len, words), default=0)


@dataclass(slots=True)
class Vocabulary:
    """The words of one document and, behind them, a list of everyday words of the field."""

    document: Counter[str] = field(default_factory=Counter)
    hyphenated: set[str] = field(default_factory=set)
    general: frozenset[str] = frozenset()
    breaks: bool = False  # whether words are hyphenated at line ends as a rule
    kerned: bool = False  # whether kerned print parts letters from their words ("wor k", "ever y")
    longest: int = 0  # letters of the longest word
    usual: set[str] = field(default_factory=set)  # parts of lines that `mend_words` has found to be no broken words

    @classmethod
    def of(cls, lines: Iterable[Line], general: frozenset[str]) -> Vocabulary:
        """The words of `lines`; a word broken at a line's end is left out."""
        texts = [line.text.rstrip() for line in lines]
        counts: Counter[str] = Counter()
        # no word has a space: each of a line's parts is looked at once, however often it stands there
        for part, times in Counter(" ".join(texts).split()).items():
            for word in (part,) if part.isalpha() else _WORD.findall(part):
                counts[word.casefold()] += times
        ends: list[tuple[str, str]] = []
        last, broken = "", False
        for text in texts:
            breaks = text[-1:] in _BREAKS
            if broken or breaks:
                found = _WORD.findall(text)
                if broken and found:
                    ends.append((last, found.pop(0)))
                    counts[ends[-1][1].casefold()] -= 1
                if breaks and found:
                    last = found.pop()
                    counts[last.casefold()] -= 1
            broken = breaks
        counts = +counts
        known = [(a + b).casefold() in general and not (a in general and b in general) for a, b in ends]
        return cls(
            counts,
            {word for word in counts if "-" in word},
            general,
            sum(known) >= 4,
            sum(counts[c] for c in "klmnrty") >= 8,
            max(_longest(general), max(map(len, counts), default=0)),
        )

    def __contains__(self, word: str) -> bool:
        word = word.casefold()
        return word in self.document or word in self.general


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """Compatibility ligatures undone, spaces collapsed; quotation marks and dashes as printed.

    A soft hyphen that got into the text layer was drawn, so it is a hyphen: some fonts map the hyphen's glyph to it.
    """
    if not text.isascii():
        text = (
            text.replace("\u00ad", "-")
            .replace("\u200b", "")
            .replace("\u037e", ";")
            .replace("\ufeff", "")
            .replace("\u2011", "-")
            .replace("\u2010", "-")
        )
        if max(text, default="") >= "\ufb00":
            text = "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufb06" else c for c in text)
    return " ".join(text.split())


def settle_soft_hyphens(text: str, vocabulary: Vocabulary) -> str:
    """Soft hyphens within a line: gone where they part a known word, hyphens where a font's hyphen was mapped to them."""
    if "\u00ad" not in text:
        return text
    body = text.rstrip()
    tail = text[len(body) :]
    last = "\u00ad" if body.endswith("\u00ad") else ""

    def settle(match: re.Match[str]) -> str:
        whole = match[0]
        joined = whole.replace("\u00ad", "")
        if not joined.isalpha():
            return whole.replace("\u00ad", "-")
        parts = whole.split("\u00ad")
        if joined in vocabulary or not all(len(part) > 2 and part in vocabulary for part in parts):
            return joined if joined in vocabulary or any(part not in vocabulary for part in parts) else "-".join(parts)
        return "-".join(parts)

    return re.sub(r"(?<!\w)\w+(?:\u00ad\w+)+", settle, body.removesuffix(last)) + last + tail


def without_leaders(text: str) -> str:
    """Leader dots, printed or lost as U+FFFD, become one space."""
    return " ".join(_LEADERS.sub(" ", text).split())


def _keeps_hyphen(head: str, tail: str, vocabulary: Vocabulary) -> bool:
    left, right = _WORD.findall(head), _WORD.match(tail)
    if not left or right is None or not tail[0].islower():
        return True
    a, b = left[-1].casefold(), right[0].casefold()
    if f"{a}-{b}" in vocabulary.hyphenated:
        return True
    joined = a + b
    if "-" in b and a + b.split("-")[0] not in vocabulary:
        return True
    if joined in vocabulary.document:
        return False
    if vocabulary.breaks and joined not in vocabulary.general and f"{a}-{b}" not in vocabulary.general:
        a = a.split("-")[-1]
        if a in CLOSED or b in SUFFIXES:
            return False
        return a in PREFIXES or (len(a) > 2 and a in vocabulary.general and b in vocabulary.general)
    if "-" in a or f"{a}-{b}" in vocabulary.general:
        return True
    if joined in vocabulary.general:
        return False
    if a in PREFIXES:
        return True
    # British reports are rarely set with automatic hyphenation: a known word behind the hyphen speaks for a compound
    return b in vocabulary or (len(a) > 3 and a in vocabulary)


def join_lines(lines: list[Line], vocabulary: Vocabulary) -> tuple[str, list[tuple[int, int, int]]]:
    """The text of `lines` with hyphenation and line breaks joined.

    Returns the text and `(start, end, index of the line)` for each line's share of it.
    """
    text = ""
    offsets: list[tuple[int, int, int]] = []
    for index, line in enumerate(lines):
        raw = line.text.rstrip()
        piece = tidy(raw)
        if not piece:
            continue
        previous = lines[index - 1].text.rstrip() if index else ""
        if not text:
            pass
        elif text[-1] in _HYPHENS and len(text) > 1 and text[-2].isalnum() and piece[0].isalnum():
            if not _keeps_hyphen(text[:-1], piece, vocabulary):
                text = text[:-1]
                start, _, owner = offsets[-1]
                offsets[-1] = (start, len(text), owner)
        elif piece[0] in _HYPHENS and piece[1:2].isalpha() and text[-1].isalnum():
            pass  # a hyphen that opens its line goes on with the word before
        elif not (text[-1] in "/–—" and text[-2:-1].isalnum() and previous[-1:] == text[-1] and piece[0].isalnum()):
            text += " "
        offsets.append((len(text), len(text) + len(piece), index))
        text += piece
    return text, offsets


def mend_words(text: str, vocabulary: Vocabulary, heading: bool) -> str:
    """Rejoin words that the text layer broke by stray spaces; letter-spaced headings break most.

    Only joins what the rest of the document (or the field's everyday words) knows as one word while at least one of
    the parts is no word at all.
    """
    if heading:
        text = _SPLIT_NUMBER.sub(r"\1.\2", text)
    parts = text.split(" ")
    heading = heading or (len(parts) > 5 and [*map(len, parts)].count(1) > 0.6 * len(parts))
    if not heading:
        if vocabulary.usual.issuperset(parts):
            return text
        broken = [k for k, part in enumerate(parts) if part not in vocabulary.usual and _is_rare(part, vocabulary)]
        vocabulary.usual.update(part for k, part in enumerate(parts) if k not in broken)
        if not broken:
            return text
    spread = [0, *accumulate(len(part.strip(_ROUND)) for part in parts)]
    out: list[str] = []
    k = 0
    while k < len(parts):
        if not heading and not any(k <= b < k + 3 for b in broken):
            out.append(parts[k])
            k += 1
            continue
        for width in range(min(24 if heading else 3, len(parts) - k), 1, -1):
            group = parts[k : k + width]
            if spread[k + width] - spread[k] > vocabulary.longest:
                continue  # longer than any word
            if _one_word(group, vocabulary, heading):
                out.append("".join(group))
                k += width
                break
        else:
            out.append(parts[k])
            k += 1
    return " ".join(out)


def _is_rare(part: str, vocabulary: Vocabulary) -> bool:
    word = part.strip(".,;:()‘’“”").casefold()
    return (
        word not in vocabulary.general
        and word.isalpha()
        and (vocabulary.document[word] <= 2 or (vocabulary.kerned and len(word) < 5))
    )


def _one_word(group: list[str], vocabulary: Vocabulary, heading: bool) -> bool:
    joined = "".join(group)
    core = joined.strip(_ROUND)
    word = core.casefold()
    if vocabulary.document[word] == 0 and word not in vocabulary.general:
        return False
    spaced = heading and (all(len(part) == 1 for part in group) or (len(group[0]) == 1 and group[0].casefold() not in ("a", "i")))
    if len(core) < (3 if spaced else 4) or not core.replace("-", "").replace("’", "").replace("'", "").isalpha():
        return False
    if any(not part or (not part[-1].isalpha() and part[-1] != "-") for part in group[:-1]):
        return False
    parts = [part.strip(_ROUND).casefold() for part in group]
    if heading and all(len(part) == 1 for part in parts):
        return True
    if not heading and vocabulary.kerned and word in vocabulary.general and any(p not in vocabulary.general for p in parts):
        # kerned print breaks many words ("for mer", "wor k"), always the same way: then the breaks are no rarity
        return group[-1][:1].islower() and not any(p in ("a", "i") for p in parts)
    if not heading and any(part in FREE for part in parts):
        return False
    # a part counts as broken where neither list knows it, or the document has it hardly more often than by this break
    return any(part not in vocabulary.general and vocabulary.document[part] <= 2 and part not in ("a", "i") for part in parts)
