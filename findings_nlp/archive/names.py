r"""Names of files that may hold anything, as printable text that maps back one to one; ids that are unique in a run.

>>> escape("two\nlines \udcff.pdf")
'two\\nlines \\udcff.pdf'
>>> unescape(escape("back\\slash")) == "back\\slash"
True
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress

_ESCAPE = re.compile(r"\\(\\|[nrt]|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")
_PLAIN = {"\\": "\\", "n": "\n", "r": "\r", "t": "\t"}


def escape(name: str) -> str:
    """`name` with backslashes doubled and what is not printable (lone surrogates of eight-bit names too) as Python escapes.

    Its bytes are read as UTF-8 whatever the locale, so that a file is called the same everywhere.
    """
    with suppress(UnicodeError):  # no name of a file here, but of one elsewhere
        name = os.fsencode(name).decode("utf-8", "surrogateescape")
    return "".join("\\\\" if c == "\\" else c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def unescape(text: str) -> str:
    """The name that `escape` gave `text` for."""
    name = _ESCAPE.sub(lambda m: _PLAIN.get(m[1]) or chr(int(m[1][1:], 16)), text)
    with suppress(UnicodeError):
        name = os.fsdecode(name.encode("utf-8", "surrogateescape"))
    return name


def unique_ids(parts: Sequence[tuple[str, ...]], shown: Sequence[int]) -> list[str]:
    """An id for each file: its name where no other file has it, else the shortest end of its path that no other has.

    Args:
        parts: each file's absolute path in parts; no two are equal.
        shown: how many of the parts, from the end, lie within what the user named; an id goes further up only where
            it must.

    Returns:
        Escaped ids, parts joined by forward slashes.
    """
    # an end that is a whole path may be the end of another path too: a mark for the root keeps such apart
    whole = [("", *p) for p in parts]
    owners: dict[tuple[str, ...], int] = defaultdict(int)
    alike: dict[str, list[int]] = defaultdict(list)
    for k, p in enumerate(whole):
        alike[p[-1]].append(k)
    for group in alike.values():
        if len(group) > 1:
            for k in group:
                for length in range(1, len(whole[k]) + 1):
                    owners[whole[k][-length:]] += 1
    out = []
    for k, p in enumerate(whole):
        length = 1
        if len(alike[p[-1]]) > 1:
            length = next((n for n in range(2, shown[k] + 1) if owners[p[-n:]] == 1), 0) or next(
                n for n in range(1, len(p) + 1) if owners[p[-n:]] == 1
            )
        out.append("/".join(escape(part) for part in p[-length:]))
    return out
