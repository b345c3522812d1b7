"""Words of action plans as data: headings of columns, words of agreement and of progress."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from os import PathLike, fspath
from pathlib import Path

from findings_nlp.errors import DataFileError, printable
from findings_nlp.keys.texts import plain

_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}[.):]|[a-z][.)])\s*(?=\D)", re.I)
_BRACKETS = re.compile(r"[(\[][^)\]]*(?:[)\]]|$)")
_LETTERS = 2  # of a word that counts only where nothing else stands in the cell
_LONGEST = 160  # characters of a heading
_SAME, _BEGINS, _HOLDS = 3, 2, 1
_SHORT = 6  # words of a heading that only holds a wording


def words_of(text: str) -> str:
    """A text as plain words for comparison.

    >>> words_of("3. Agreed / Partly-agreed?")
    'agreed partly agreed'
    """
    return plain(_NUMBER.sub("", text)).replace(",", " ").strip()


def _whole(text: str) -> str:
    return f" {' '.join(text.split())} "


@dataclass(frozen=True, slots=True)
class Headings:
    """The wordings of columns by field, and beginnings of words that tell a field: see `columns.toml`."""

    fields: tuple[tuple[str, tuple[str, ...]], ...]
    cues: tuple[tuple[str, str], ...] = ()
    twice: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # of each wording by its first word: padded with spaces, length, place among all, field; and fields by wordings without spaces
    _by_word: dict[str, list[tuple[str, int, int, str]]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _squeezed: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for place, (name, wording) in enumerate((name, w) for name, wordings in self.fields for w in wordings):
            self._squeezed.setdefault(wording.replace(" ", ""), name)
            if words := wording.split():
                self._by_word.setdefault(words[0], []).append((_whole(wording), len(wording), -place, name))

    def field_of(self, heading: str) -> str | None:
        """The field that a heading names; None where it names none.

        >>> shipped_headings().field_of("4. Response Action Taken/Planned"), shipped_headings().field_of("Rec No")
        ('response', 'number')
        """
        if not heading.strip() or len(heading) > _LONGEST:
            return None
        if heading.strip() == "#":
            return "number"
        bare, whole = words_of(_BRACKETS.sub(" ", heading)), words_of(heading)
        return self._two(whole) or self._best(bare) or self._best(whole) or self._broken(whole) or self._cued(bare)

    def _two(self, text: str) -> str | None:
        """The field of a heading that lists its values: two or more words that begin as its cues do."""
        words = text.split()
        return next((name for name, cues in self.twice if sum(word.startswith(cues) for word in words) > 1), None)

    def _cued(self, text: str) -> str | None:
        """The field whose cues alone the words of a short heading begin with."""
        words = text.split()
        if len(words) > _SHORT:
            return None
        found = {name for name, cue in self.cues if any(word.startswith(cue) for word in words)}
        return found.pop() if len(found) == 1 else None

    def _broken(self, text: str) -> str | None:
        """The field of a heading that a narrow column broke within a word ("Recommendatio n")."""
        return self._squeezed.get(text.replace(" ", ""))

    def _best(self, text: str) -> str | None:
        if not text:
            return None
        words = text.split()
        whole, best = _whole(text), (0, 0, 0, "")
        for word in dict.fromkeys(words):
            for padded, length, place, name in self._by_word.get(word, ()):
                rank = _SAME if whole == padded else _BEGINS if whole.startswith(padded) else _HOLDS if padded in whole else 0
                if rank:
                    best = max(best, (rank, length, place, name))
        # a sentence that only holds a word is no heading
        return best[3] if best[0] > _HOLDS or (best[0] and len(words) <= _SHORT) else None


@lru_cache(maxsize=1)
def shipped_headings() -> Headings:
    """The headings of `columns.toml`."""
    raw = tomllib.loads(files("findings_nlp.plans").joinpath("columns.toml").read_text(encoding="utf-8"))
    return Headings(
        tuple((name, tuple(words_of(w) for w in value["headings"])) for name, value in raw.items()),
        tuple((name, cue) for name, value in raw.items() for cue in value.get("cues", ())),
        tuple((name, tuple(value["twice"])) for name, value in raw.items() if "twice" in value),
    )


def headings(paths: Iterable[str | PathLike[str]] = ()) -> Headings:
    """The shipped headings with those of files of one's own, which have the form of `columns.toml`.

    Raises:
        DataFileError: where a file is missing or wrong.
    """
    shipped = shipped_headings()
    known = {name: list(wordings) for name, wordings in shipped.fields}
    for path in paths:
        for name, wordings in _own(fspath(path), known).items():
            for other in known.values():
                other[:] = [w for w in other if w not in wordings]  # the user's word counts
            known[name] += wordings
    return Headings(tuple((name, tuple(wordings)) for name, wordings in known.items()), shipped.cues, shipped.twice)


def _own(path: str, known: dict[str, list[str]]) -> dict[str, list[str]]:
    try:
        raw = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise DataFileError(path, f"cannot be read ({error.strerror or error})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(path, f"is not TOML ({printable(str(error))[:120]})") from None
    out = {}
    for name, value in raw.items():
        if name not in known:
            raise DataFileError(path, f"names the field '{printable(name)}'; there are {', '.join(known)}")
        found = value.get("headings") if isinstance(value, dict) else None
        if not isinstance(found, list) or not all(isinstance(w, str) and words_of(w) for w in found):
            raise DataFileError(path, f'[{name}] needs headings = ["..."], a list of texts')
        out[name] = [words_of(w) for w in found]
    return out


@lru_cache(maxsize=1)
def _states() -> dict[str, dict[str, tuple[str, ...]]]:
    raw = tomllib.loads(files("findings_nlp.plans").joinpath("statuses.toml").read_text(encoding="utf-8"))
    return {kind: {name: tuple(words_of(w) for w in v["words"]) for name, v in found.items()} for kind, found in raw.items()}


_TICKED = "☒☑✓✔⮽🗹🗷⌧"
_BOX = re.compile(rf"[{_TICKED}☐□▢❏◻]|\[\s*[xX✓]?\s*\]")
_SENTENCE = re.compile(r"[.;:!\n–—]|\s-\s")


def agreement_of(text: str) -> str | None:
    """`agreed`, `partly_agreed` or `not_agreed`; None where a cell says none of them, or more than one.

    >>> agreement_of("Partly Agreed"), agreement_of("Agreed ☐ Partly agreed ☒ Not agreed ☐"), agreement_of("To be agreed")
    ('partly_agreed', 'partly_agreed', None)
    """
    if len(_BOX.findall(text)) > 1:
        chosen = _ticked(text)
        return agreement_of(chosen) if chosen else None
    states = _states()["agreement"]
    whole = _whole(words_of(text))
    if any(_whole(w) in whole for w in states["untold"]):
        return None
    found = []
    for name in ("not_agreed", "partly_agreed", "agreed"):
        for wording in sorted(states[name], key=len, reverse=True):
            padded = _whole(wording)
            if (len(wording) > _LETTERS or whole == padded) and padded in whole:
                found.append(name)
                whole = whole.replace(padded, " | ")
    return found[0] if len(set(found)) == 1 else None


def _ticked(text: str) -> str | None:
    """The words beside the one ticked box of several; None where none or several are ticked."""
    boxes = list(_BOX.finditer(text))
    ticked = [k for k, m in enumerate(boxes) if any(c in m[0] for c in _TICKED + "xX✓")]
    if len(ticked) != 1:
        return None
    k = ticked[0]
    before_first, behind_last = text[: boxes[0].start()].strip(), text[boxes[-1].end() :].strip()
    if before_first and not behind_last:  # boxes stand behind their words
        return text[boxes[k - 1].end() if k else 0 : boxes[k].start()]
    end = boxes[k + 1].start() if k + 1 < len(boxes) else len(text)
    return text[boxes[k].end() : end] if behind_last and not before_first else None


def opening_agreement(text: str) -> tuple[str, str] | None:
    """State and words of an answer that opens with them ("Partly agreed. We ..."); None for any other."""
    first = _SENTENCE.split(text.strip(), maxsplit=1)[0].strip()
    if first and len(words_of(first).split()) <= 4 and len(first) < len(text.strip()):
        state = agreement_of(first)
        return (state, first) if state and words_of(first) not in ("yes", "y") else None
    return None


def progress_of(text: str) -> str | None:
    """`complete`, `in_progress`, `delayed` or `not_started`, as the opening of a cell says; None where it says none of them.

    >>> progress_of("Completed June 2023"), progress_of("Not yet complete"), progress_of("Green")
    ('complete', 'in_progress', None)
    """
    first = _whole(" ".join(words_of(text).split()[:8]))
    best: tuple[int, int, str] | None = None
    for name, wordings in _states()["progress"].items():
        for wording in wordings:
            at = first.find(_whole(wording))
            if at >= 0 and (best is None or (at, -len(wording)) < best[:2]) and _opens(first, at):
                best = (at, -len(wording), name)
    return best[2] if best else None


_BEFORE = {
    "this",
    "has",
    "been",
    "is",
    "now",
    "action",
    "actions",
    "all",
    "fully",
    "status",
    "update",
    "work",
    "are",
    "have",
    "was",
    "were",
    "progress",
    "blue",
    "green",
    "amber",
    "red",
}


def _opens(text: str, at: int) -> bool:
    """Whether what stands before a place is nothing but words that lead up to a state."""
    return all(word in _BEFORE or word.isdigit() for word in text[:at].split())
