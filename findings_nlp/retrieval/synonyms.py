"""What the search takes for the same: each long form of the glossary and its abbreviations (`data/terms.toml`).

A query for "MAPPA" also finds findings that say "multi-agency public protection arrangements", and the other way round.
Where a form stands in a finding is looked up when an index is made, so that an abbreviation counts in capitals only and a long
form only as a phrase; `static/find.js` adds those findings to the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from findings_nlp.pipes.themes.glossary import Glossary
from findings_nlp.pipes.themes.terms import Abbreviation, Terms
from findings_nlp.retrieval.words import STOP, spelled

# what only joins words: "education, training or employment" is "education, training and employment"
JOINING = frozenset({"and", "or"})


@dataclass(frozen=True, slots=True)
class Synonyms:
    """A long form, its abbreviations, and names of its theme that are the same words in another order or joined otherwise."""

    long: str
    shorts: tuple[str, ...]
    wordings: tuple[str, ...]


def form(wording: str) -> list[str]:
    """The words by which a wording is known in a query.

    >>> form("education, training and employment"), form("CAS-3")
    (['education', 'training', 'employment'], ['cas', '3'])
    """
    return [word for word in spelled(wording) if word not in JOINING]


def synonyms(terms: Iterable[Terms]) -> list[Synonyms]:
    """One for each long form, in the order of the glossary; a long form of two themes is one.

    >>> ete = Abbreviation("ETE", "education, training and employment")
    >>> synonyms([Terms("x", names=("employment, training and education", "school"), abbreviations=(ete,))])[0].wordings
    ('education, training and employment', 'employment, training and education')
    """
    found: dict[tuple[str, ...], tuple[str, dict[str, None], dict[str, None]]] = {}
    for theme in terms:
        names = [(sorted(form(name)), name) for name in theme.names]
        for abbreviation in theme.abbreviations:
            key = tuple(form(abbreviation.long))
            _, shorts, wordings = found.setdefault(key, (abbreviation.long, {}, {abbreviation.long: None}))
            shorts[abbreviation.short] = None
            wordings.update((name, None) for made_of, name in names if made_of == sorted(key))
    return [Synonyms(long, tuple(shorts), tuple(wordings)) for long, shorts, wordings in found.values()]


def listed(found: Iterable[Synonyms]) -> list[list[object]]:
    """What the search page needs: the long form, the abbreviations, and the forms of the wordings and of the abbreviations."""
    return [[s.long, list(s.shorts), forms(s.wordings), forms(s.shorts)] for s in found]


def forms(wordings: Iterable[str]) -> list[list[str]]:
    """The form of each wording, each once."""
    return [list(words) for words in dict.fromkeys(tuple(form(wording)) for wording in wordings)]


class Occurrences:
    """Finds which synonyms stand in a text.

    Args:
        found: as `synonyms` gives them.
    """

    def __init__(self, found: Iterable[Synonyms]) -> None:
        chosen = list(found)
        self._glossary = Glossary(
            tuple(
                Terms(str(k), names=s.wordings, abbreviations=tuple(Abbreviation(short, s.long) for short in s.shorts))
                for k, s in enumerate(chosen)
            )
        )
        # first word of a form -> second words, one of which must be there too; looked at first, because most texts hold none
        self._begins: dict[str, set[str]] = {}
        for wording in (wording for s in chosen for wording in (*s.wordings, *s.shorts)):
            for written in {wording, wording.replace("-", "")}:
                self._begin(spelled(written))

    def _begin(self, written: list[str]) -> None:
        if len(written) == 1:
            for word in (written[0], written[0] + "s"):
                self._begins.setdefault(word, set()).add(word)
            return
        first, *rest = [word for word in written if word not in STOP]
        self._begins.setdefault(first, set()).update((rest[0], rest[0] + "s"))

    def of(self, text: str) -> list[int]:
        """The places of the synonyms in the list that was given, ascending."""
        there = set(spelled(text))
        if all(self._begins[first].isdisjoint(there) for first in there & self._begins.keys()):
            return []
        return sorted({int(hit.theme) for hit in self._glossary.find(text)})
