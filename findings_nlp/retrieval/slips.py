"""Suggestions for words that no text says: completions, and words that a slip of the finger away would have been typed."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST = 3
MOST = 3


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap with their neighbour; `most` + 1 where it is more than `most`.

    >>> distance("profesional", "professional", 2), distance("recieve", "receive", 2), distance("cat", "horse", 2)
    (1, 1, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before = before, row
        row = [i]
        for j, wanted in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
    return min(row[-1], most + 1)


def suggestions(word: str, vocabulary: Iterable[tuple[str, int]]) -> list[str]:
    """At most three words that may have been meant, likeliest first.

    A completion counts as a distance of 1. Of equal distance the commoner word comes first. A number is never suggested.

    Args:
        word: as it was typed, in small letters.
        vocabulary: the archive's words that begin with the same letter, each with the number of texts that say it.
    """
    if len(word) < SHORTEST:
        return []
    most = 1 if len(word) < 6 else 2
    found = []
    for other, count in vocabulary:
        if other == word or not other.isalpha():
            continue
        far = 1 if other.startswith(word) else distance(word, other, most)
        if far <= most:
            found.append((far, -count, other))
    return [other for _, _, other in sorted(found)[:MOST]]
