"""Error rates of an archive, estimated from the findings and links that were taken at random and checked by people.

Every figure comes with a 95 per cent interval and the count that it rests on. Findings are counted as they were when the review
was made: what a correction mends is an error of the model all the same.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from findings_nlp.review.log import Entry, in_force

_Z = 1.959964
_DRAWS = 2000
_STRATA = ("reason", "possible", "unlisted")
Figures = dict[str, Any]


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The 95 per cent interval of a share (Wilson).

    >>> [round(x, 3) for x in wilson(9, 10)]
    [0.596, 0.982]
    """
    if not count:
        return 0.0, 1.0
    share, z2 = hits / count, _Z * _Z
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = _Z * math.sqrt(share * (1 - share) / count + z2 / (4 * count * count)) / (1 + z2 / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def share(hits: int, count: int) -> Figures | None:
    """A share with its interval; None where there is nothing to count."""
    return (
        {"value": round(hits / count, 4), "interval": [round(x, 4) for x in wilson(hits, count)], "of": count} if count else None
    )


def quality(log: Sequence[Entry]) -> Figures | None:
    """What the random share of all reviews says; None where nothing of it was checked.

    Args:
        log: the lines of `corrections.jsonl`.

    Returns:
        `findings` and `links` checked, and precision and recall of `themes` (by id, and of `all`), `polarity` and `links`.
    """
    drawn = [entry for entry in in_force(log) if entry.get("sample") == "random"]
    findings = [entry for entry in drawn if entry["what"] == "finding"]
    links = [entry for entry in drawn if entry["what"] == "link"]
    if not findings and not links:
        return None
    themes = ((set(e["before"]["themes"]), set(e["after"]["themes"])) for e in findings)
    sides = (({e["before"]["polarity"]}, {e["after"]["polarity"]}) for e in findings)
    return {
        "findings": len(findings),
        "links": len(links),
        "themes": _by_label(themes),
        "polarity": _by_label(sides),
        "reasons": _reasons(links),
    }


def _by_label(pairs: Iterable[tuple[set[str], set[str]]]) -> dict[str, Figures]:
    """Precision and recall of each label, `all` first."""
    said: Counter[str] = Counter()
    true: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for before, after in pairs:
        for counted, labels in ((said, before), (true, after), (both, before & after)):
            counted.update(labels)
            counted["all"] += len(labels)
    names = ["all", *sorted((set(said) | set(true)) - {"all"})]
    return {name: {"precision": share(both[name], said[name]), "recall": share(both[name], true[name])} for name in names}


def _reasons(links: Sequence[Entry]) -> Figures | None:
    """Precision of the reasons reported; recall by weighing what was found in each band with the band's size."""
    sizes: dict[str, int] = {}
    checked: Counter[str] = Counter()
    true: Counter[str] = Counter()
    for entry in links:
        band = entry["before"]["link"]
        sizes[band] = int(entry.get("stratum", 0))
        checked[band] += 1
        true[band] += entry["after"]["link"] == "reason"
    if not checked["reason"]:
        return None
    told: Figures = {"precision": share(true["reason"], checked["reason"]), "recall": None}
    if all(checked[band] or not sizes.get(band, 1) for band in _STRATA) and true.total():
        chance = random.Random(0)  # noqa: S311  (draws for an interval)
        drawn = sorted(_recall(sizes, checked, true, chance) for _ in range(_DRAWS))
        value = _recall(sizes, checked, true, None)
        interval = [round(drawn[int(q * (_DRAWS - 1))], 4) for q in (0.025, 0.975)]
        told["recall"] = {"value": round(value, 4), "interval": interval, "of": len(links)}
    return told


def _recall(sizes: dict[str, int], checked: Counter[str], true: Counter[str], chance: random.Random | None) -> float:
    """Reasons reported among all reasons; with `chance` a draw from what the counts allow (Jeffreys)."""
    found = {}
    for band in _STRATA:
        hits, count = true[band], checked[band]
        if not count:
            found[band] = 0.0
        elif chance is None:
            found[band] = sizes[band] * hits / count
        else:
            found[band] = sizes[band] * chance.betavariate(hits + 0.5, count - hits + 0.5)
    return found["reason"] / max(sum(found.values()), 1e-12)


def about(told: Figures | None) -> list[str]:
    """The figures of all themes, polarity and links as sentences; nothing where nothing was checked."""
    if told is None:
        return []
    out = [f"People checked {told['findings']:,} findings and {told['links']:,} links that were taken at random."]
    for name, group in (("Themes", told["themes"]), ("Polarity", told["polarity"])):
        if told["findings"]:
            figures = group["all"]
            out.append(f"{name}: precision {percent(figures['precision'])}, recall {percent(figures['recall'])}.")
    if told["reasons"]:
        out.append(f"Reasons: precision {percent(told['reasons']['precision'])}, recall {percent(told['reasons']['recall'])}.")
    return out


def lines(told: Figures | None, names: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """The figures for a table: what, precision, recall, count of checked.

    Args:
        told: what `quality` gave.
        names: shown for ids of themes and polarities.
    """
    if told is None:
        return []
    out = []
    for head, group in (("Themes", told["themes"]), ("Polarity", told["polarity"])):
        for name, figures in group.items():
            what = f"{head}, all" if name == "all" else names.get(name, name)
            out.append((what, percent(figures["precision"]), percent(figures["recall"]), f"{told['findings']} findings"))
    if told["reasons"]:
        figures = told["reasons"]
        out.append(
            ("Links that are reasons", percent(figures["precision"]), percent(figures["recall"]), f"{told['links']} links")
        )
    return out


def percent(figure: Figures | None) -> str:
    """A share with its interval for reading.

    >>> percent(share(9, 10)), percent(None)
    ('90% (60% to 98%, n = 10)', 'nothing to count')
    """
    if figure is None:
        return "nothing to count"
    low, high = figure["interval"]
    return f"{100 * figure['value']:.0f}% ({100 * low:.0f}% to {100 * high:.0f}%, n = {figure['of']})"
