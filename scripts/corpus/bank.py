"""The definition bank: training texts composed by rule from the glossary and from written clauses. Deterministic.

Each text has one to four clauses of unlike themes. One clause is a frame with a name or abbreviation of `terms.toml` in it,
a list of two to four such names, or a theme's definition; the others are clauses of `corpus/clauses` (each written to judge
one or two themes by name, or to carry a theme's name without judging it). The labels are those of the clauses.
The bank is only ever trained on: no fold is tested on it, nothing is calibrated on it.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from findings_nlp.pipes.themes.glossary import shipped_glossary
from findings_nlp.pipes.themes.taxonomy import shipped_themes
from scripts.corpus.data import CORPUS, Item, read_items

GROUP = "bank"
REPEATS = 2  # texts for each name and abbreviation
CLAUSE_USES = 2  # texts that begin with each written clause
LIST_TEXTS = 400
HEADINGS = ("", "", "", "", "Key findings", "Summary", "Foreword")

# {n}: a noun phrase, as it is printed inside a sentence; {p}: a percentage
STRENGTHS = (
    "the approach to {n} was effective", "work on {n} was a strength", "there was good attention to {n}",
    "inspectors saw effective work in relation to {n}", "arrangements for {n} were well established",
    "{n} had improved since the last inspection", "{n} was sufficient in {p} per cent of cases", "{n} was strong",
    "{n} was given sufficient priority", "practice in relation to {n} was consistently good", "there was a clear focus on {n}",
)  # fmt: skip
FAILINGS = (
    "the approach to {n} was ineffective", "{n} was weak", "there was too little attention to {n}", "{n} was of concern",
    "{n} was not always sufficient", "there was a lack of {n}", "{n} was sufficient in only {p} per cent of cases",
    "not enough had been done about {n}", "work on {n} was inconsistent", "{n} needed to improve", "there were gaps in {n}",
    "there were deficits in {n} in too many cases", "insufficient attention was paid to {n}", "{n} was poor",
)  # fmt: skip
REQUESTS = (
    "improve {n}", "improve the quality of work on {n}", "ensure that {n} is sufficient", "strengthen arrangements for {n}",
    "review the approach to {n}", "ensure that there is a consistent focus on {n}", "make sure {n} is effective",
)  # fmt: skip
FRAMES = {"strength": STRENGTHS, "area_for_improvement": FAILINGS, "recommendation": REQUESTS}
JOINTS = {
    "same": (", and ", "; ", ". ", ", with evidence that ", ". In addition, "),
    "other": (", but ", ", although ", ". However, ", ", whereas "),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A written clause with the themes it judges, often none but one."""

    polarity: str
    themes: tuple[str, ...]
    text: str


def written_clauses() -> list[Clause]:
    """The clauses of `corpus/clauses`, in the order of the files."""
    return [
        Clause(x["polarity"], tuple(x["themes"]), x["text"])
        for path in sorted((CORPUS / "clauses").glob("*.jsonl"))
        for x in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def composed_texts() -> list[Item]:
    """All texts of the bank, the same each time, but for those that chance made equal to a held-out text."""
    chance = random.Random(0)  # noqa: S311
    clauses = written_clauses()
    held_out = _held_out()
    texts = [*_of_names(clauses, chance), *_of_lists(chance), *_of_clauses(clauses, chance), *_of_definitions()]
    return [
        Item(f"{GROUP}-{k:04}", GROUP, text, section, polarity, themes, (), 0)
        for k, (text, section, polarity, themes) in enumerate(texts, 1)
        if _plain(text) not in held_out
    ]


def _held_out() -> set[str]:
    """The words of the texts that are never trained on."""
    suite = (CORPUS / "suite" / "named_terms.jsonl").read_text(encoding="utf-8").splitlines()
    return {_plain(json.loads(line)["text"]) for line in suite} | {_plain(x.text) for x in read_items() if x.held_out}


def _plain(text: str) -> str:
    """The words of a text, in lower case."""
    return " ".join(re.findall(r"\w+", text.casefold()))


Composed = tuple[str, str, str, tuple[str, ...]]


def _names() -> list[tuple[str, str]]:
    """Each name and abbreviation with its theme, several times where it stands for several."""
    return [
        (terms.theme, wording)
        for terms in shipped_glossary().terms
        for wording in [*terms.names, *(a.short for a in terms.abbreviations)]
    ]


def _carried(text: str) -> tuple[str, ...]:
    """The themes whose names or abbreviations stand in a noun phrase, the longest first."""
    hits = [h for h in shipped_glossary().find(text) if h.kind != "phrase"]
    hits.sort(key=lambda h: (h.start - h.end, h.theme))
    return tuple(dict.fromkeys(h.theme for h in hits))


def _framed(wording: str, polarity: str, chance: random.Random) -> str:
    return chance.choice(FRAMES[polarity]).format(n=wording, p=chance.randrange(18, 92))


def _of_names(clauses: list[Clause], chance: random.Random) -> Iterator[Composed]:
    for theme, wording in _names():
        themes = tuple(dict.fromkeys([theme, *_carried(wording)]))
        for _ in range(REPEATS):
            polarity = chance.choices(list(FRAMES), (4, 5, 2))[0]
            first = Clause(polarity, themes, _framed(wording, polarity, chance))
            if polarity == "recommendation":
                yield first.text, "Recommendations", polarity, themes
            else:
                yield _joined(first, clauses, chance.choices((0, 1, 2), (3, 4, 2))[0], chance)


def _of_lists(chance: random.Random) -> Iterator[Composed]:
    names = _names()
    for _ in range(LIST_TEXTS):
        chosen = chance.sample(names, chance.choice((2, 3, 3, 4)))
        wordings = [wording for _, wording in chosen]
        themes = tuple(dict.fromkeys(t for theme, wording in chosen for t in (theme, *_carried(wording))))
        polarity = chance.choices(list(FRAMES), (4, 5, 2))[0]
        text = _framed(", ".join(wordings[:-1]) + " and " + wordings[-1], polarity, chance)
        yield _sentence(text, polarity), "Recommendations" if polarity == "recommendation" else "", polarity, themes


def _of_clauses(clauses: list[Clause], chance: random.Random) -> Iterator[Composed]:
    for use in range(CLAUSE_USES):
        for clause in clauses:
            yield _joined(clause, clauses, 0 if use == 0 else chance.choices((1, 2, 3), (4, 4, 1))[0], chance)


def _of_definitions() -> Iterator[Composed]:
    for theme in shipped_themes():
        yield theme.definition, "", "recommendation", (theme.id,)
        yield theme.name, "", "recommendation", (theme.id,)


def _joined(first: Clause, clauses: list[Clause], more: int, chance: random.Random) -> Composed:
    """A clause with `more` others of unlike themes behind or before it, the labels in the order of the text."""
    chosen = [first]
    while len(chosen) <= more:
        other = chance.choice(clauses)
        if not any(set(other.themes) & set(c.themes) for c in chosen):
            chosen.append(other)
    chance.shuffle(chosen)
    text = chosen[0].text
    for before, after in itertools.pairwise(chosen):
        joint = chance.choice(JOINTS["same" if before.polarity == after.polarity else "other"])
        text += joint + (_capital(after.text) if joint == ". " else after.text)
    themes = tuple(dict.fromkeys(t for c in chosen for t in c.themes))
    return _sentence(text, first.polarity), chance.choice(HEADINGS), first.polarity, themes


def _sentence(text: str, polarity: str) -> str:
    return text if polarity == "recommendation" else _capital(text) + "."


def _capital(text: str) -> str:
    """With a capital first letter, unless the first word is an abbreviation such as nDelius."""
    return text if re.match(r"\w*[A-Z]", text) else text[:1].upper() + text[1:]
