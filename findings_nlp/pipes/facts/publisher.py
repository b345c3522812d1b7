"""Which inspectorate a report is by, told by the names on its cover, in running headers and in its imprint."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import lru_cache
from importlib.resources import files

from findings_nlp.document.cover import cover_of
from findings_nlp.document.doc import BlockView

_IMPRINT = re.compile(r"open government licen[cs]e|published by|crown copyright|is available (?:at|from|on)|for enquiries", re.I)
_FRONT_PAGES = 3  # cover, imprint and contents
_OFTEN = 3  # times that a report which never names its own inspectorate names another


@lru_cache(maxsize=1)
def _inspectorates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Names of the inspectorates with their patterns; the first one is ours."""
    text = files("findings_nlp.families").joinpath("inspectorates.toml").read_text(encoding="utf-8")
    return tuple((row["name"], re.compile("|".join(row["names"]), re.I)) for row in tomllib.loads(text)["inspectorate"])


def other_inspectorate(blocks: list[BlockView]) -> str | None:
    """The name of the inspectorate that published a report, None where that is HM Inspectorate of Probation or is not said.

    A joint inspection that names HM Inspectorate of Probation among its publishers is one of its own.
    """
    cover = [b.text for b in cover_of(blocks)]
    last = max((b.page for b in blocks), default=1)
    said = [b.text for b in blocks if b.kind == "furniture" or (_at_an_end(b.page, last) and _IMPRINT.search(b.text))]
    front = [b.text for b in blocks if b.page <= _FRONT_PAGES]
    for texts, often in ((cover + said, 1), (front, 1), ([b.text for b in blocks], _OFTEN)):
        text = "\n".join(texts)
        (_, ours), *rest = _inspectorates()
        if ours.search(text):
            return None
        others = Counter({name: n for name, pattern in rest if (n := len(pattern.findall(text))) >= often})
        if others:
            return others.most_common(1)[0][0]
    return None


def _at_an_end(page: int, last: int) -> bool:
    """Whether a page is one of those on which imprints stand."""
    return page <= _FRONT_PAGES or page >= last - 1
