"""Figures of the corpus for its card: python scripts/corpus/stats.py

Positives of each theme, how many name it (a term of the glossary stands in the text), agreement of the two labellers by
theme, the register of each batch (share of named labels, abbreviations and nominalisations a hundred words, labels a text),
and how much of their word 5-grams the most alike pairs of texts share. Fails where fewer than half of all labels are named:
a corpus without the sector's own words trains a model that does not know them.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from numpy.typing import NDArray

from findings_nlp.pipes.themes.taxonomy import shipped_themes
from scripts.corpus.bank import composed_texts
from scripts.corpus.data import CORPUS, Item, read_items
from scripts.train.baselines import list_of_names

Pair = tuple[set[str], set[str]]
Floats = NDArray[np.float32]
LEAST_NAMED = 0.5
ABBREVIATION = re.compile(r"\w*[A-Z]\w*[A-Z]\w*")
NOMINALISATION = re.compile(r"\w{3,}(?:tion|ment|ance|ence|ity|ness)s?")


def labellings() -> list[Pair]:
    """What the first and the second labeller gave each text."""
    files = [path for folder in ("findings", "sets", "agreement") for path in sorted((CORPUS / folder).glob("*.jsonl"))]
    rows: list[dict[str, Any]] = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return [(set(row["first"]["themes"]), set(row["second"]["themes"])) for row in rows if row.get("second")]


def shared_grams(items: list[Item], size: int = 5) -> list[tuple[float, str, str]]:
    """Share of the shorter text's word n-grams that a pair has in common, highest first; pairs with none are left out."""
    grams = []
    for x in items:
        words = re.findall(r"\w+", x.text.lower())
        grams.append({tuple(words[k : k + size]) for k in range(len(words) - size + 1)})
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for k, found in enumerate(grams):
        for gram in found:
            holders[gram].append(k)
    common = Counter(pair for rows in holders.values() for pair in combinations(rows, 2))
    return sorted(
        ((n / min(len(grams[a]), len(grams[b])), items[a].id, items[b].id) for (a, b), n in common.items()), reverse=True
    )


def register_table(items: list[Item], themes: list[str], named: Floats) -> float:
    """Print how each batch speaks, and return the share of all labels that are named, the composed texts included."""
    print(
        "\n| batch | texts | labels a text | named | abbreviations a 100 words | nominalisations a 100 words |\n|---|---|---|---|---|---|"
    )
    groups: dict[str, list[int]] = defaultdict(list)
    for k, x in enumerate(items):
        groups[x.group].append(k)
    given = np.array([[t in x.themes for t in themes] for x in items])
    for group, rows in groups.items():
        words = [w for k in rows for w in re.findall(r"[\w'’-]+", items[k].text)]
        short = sum(bool(ABBREVIATION.fullmatch(w)) for w in words)
        nominal = sum(bool(NOMINALISATION.fullmatch(w.lower())) for w in words)
        labels, by_name = given[rows].sum(), (given[rows] & (named[rows] > 0)).sum()
        print(
            f"| {group} | {len(rows)} | {labels / len(rows):.2f} | {by_name / labels:.0%} | {100 * short / len(words):.2f} "
            f"| {100 * nominal / len(words):.1f} |"
        )
    return float((given & (named > 0)).sum() / given.sum())


def main() -> None:
    """Print the figures; exit code 1 where too few labels are named."""
    items, themes = read_items(), [t.id for t in shipped_themes()]
    named = list_of_names([x.text for x in items], themes)
    pairs = labellings()
    both, first, second = (Counter(t for pair in pairs for t in part(pair)) for part in (_both, _first, _second))
    print(f"{len(items)} texts, {len(pairs)} labelled twice")
    print("| theme | positives | named in the text | agreement F1 |\n|---|---|---|---|")
    for k, theme in enumerate(themes):
        rows = [n for n, x in enumerate(items) if theme in x.themes]
        by_name = sum(named[n, k] > 0 for n in rows) / len(rows)
        print(f"| {theme} | {len(rows)} | {by_name:.0%} | {2 * both[theme] / (first[theme] + second[theme]):.2f} |")
    total = 2 * sum(both.values()) / (sum(first.values()) + sum(second.values()))
    print(f"agreement over all themes: F1 {total:.3f}")
    shares = shared_grams(items)
    print(
        "pairs that share more than 10, 20, 30, 60% of their 5-grams:",
        [sum(s > t for s, *_ in shares) for t in (0.1, 0.2, 0.3, 0.6)],
    )
    for share, a, b in shares[:3]:
        print(f"  {share:.0%} {a} {b}")
    written = register_table(items, themes, named)
    bank = composed_texts()
    both_kinds = items + bank
    whole = register_table(both_kinds, themes, list_of_names([x.text for x in both_kinds], themes))
    print(f"named labels: {written:.1%} of the written texts, {whole:.1%} with the composed ones")
    if whole < LEAST_NAMED:
        raise SystemExit(f"stats: fewer than {LEAST_NAMED:.0%} of the labels are named")


def _both(pair: Pair) -> set[str]:
    return pair[0] & pair[1]


def _first(pair: Pair) -> set[str]:
    return pair[0]


def _second(pair: Pair) -> set[str]:
    return pair[1]


if __name__ == "__main__":
    main()
