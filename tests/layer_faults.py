"""Faults put into the text layer of good reports: each changes the lines of a `TextLayer` in place, by a seeded generator.

Each returns whether it changed anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from findings_nlp.families import headings
from findings_nlp.source.pdf import Line, TextLayer

Fault = Callable[[TextLayer, Random], bool]


def _lines(layer: TextLayer) -> list[Line]:
    return [line for page in layer.pages for line in page.lines]


def _sides(layer: TextLayer) -> list[Line]:
    """Lines that head a side, away from the contents page."""
    found = [line for line in _lines(layer) if line.bold or line.roles[-1:] != ("P",)]
    known = ("strength", "area_for_improvement")
    return [line for line in found if line.page > 2 and headings().polarity_of(line.text.strip()) in known]


def lost_ligatures(layer: TextLayer, random: Random) -> bool:
    """A ligature has no Unicode value in the whole document."""
    ligature = random.choice(["ti", "fi", "ff", "tt"])
    for line in _lines(layer):
        line.text = line.text.replace(ligature, "\ufffd")
    return True


def missing_ligatures(layer: TextLayer, random: Random) -> bool:
    """A ligature is gone from the whole document."""
    ligature = random.choice(["ti", "fi"])
    for line in _lines(layer):
        line.text = line.text.replace(ligature, "")
    return True


def wrong_ligatures(layer: TextLayer, random: Random) -> bool:
    """A ligature became another sign in the whole document."""
    sign = random.choice(["&", "O", "#"])
    for line in _lines(layer):
        line.text = re.sub(r"(?<=[a-z])ti(?=[a-z])", sign, line.text)
    return True


def runs(layer: TextLayer, random: Random) -> bool:
    """Tagged lines come in runs: hyphens and single letters stand alone."""
    if not any(line.tag for line in _lines(layer)):
        return False
    for page in layer.pages:
        out: list[Line] = []
        for line in page.lines:
            out += _in_runs(line) if line.tag and len(line.text) > 20 and random.random() < 0.5 else [line]
        page.lines = out
    return True


def _in_runs(line: Line) -> list[Line]:
    from dataclasses import replace

    pieces = re.findall(r"[-–]|\bo(?=[a-z])|(?:(?!\bo[a-z])[^-–])+|.", line.text)
    width = (line.x1 - line.x0) / len(line.text)
    out, at = [], line.x0
    for piece in pieces:
        out.append(replace(line, x0=at, x1=at + width * len(piece), text=piece))
        at += width * len(piece)
    return out


def unknown_heading(layer: TextLayer, random: Random) -> bool:
    """One heading of a side has a wording that nobody knows."""
    if not (found := _sides(layer)):
        return False
    random.choice(found).text = "Harvest notes"
    return True


def heading_gone(layer: TextLayer, random: Random) -> bool:
    """One heading of a side is gone."""
    if not (found := _sides(layer)):
        return False
    gone = random.choice(found)
    for page in layer.pages:
        page.lines = [line for line in page.lines if line is not gone]
    return True


def tags_shuffled(layer: TextLayer, random: Random) -> bool:
    """Headings lose their tags or get those of other ranks."""
    changed = False
    for line in _lines(layer):
        if line.roles and re.fullmatch(r"H[1-6]", line.roles[-1]) and random.random() < 0.15:
            line.roles = (*line.roles[:-1], random.choice(["P", "H2", "H3", "H4"]))
            changed = True
    return changed


def tags_gone(layer: TextLayer, random: Random) -> bool:
    """No line has a tag."""
    changed = any(line.roles for line in _lines(layer))
    for line in _lines(layer):
        line.roles, line.tag, line.item = (), (), ()
    return changed


def chapter_in_small_print(layer: TextLayer, random: Random) -> bool:
    """The recommendations are set in smaller print than the report, headings of the chapter apart."""
    inside, changed = False, False
    for line in _lines(layer):
        if line.size > 14 and headings().part_of(line.text.strip()):
            inside = headings().part_of(line.text.strip()) == "recommendations" and line.page > 2
        elif inside and line.size < 13 and line.page > 2:
            line.size, changed = round(0.88 * line.size, 2), True
    return changed


ALL: dict[str, Fault] = {
    f.__name__: f
    for f in (
        lost_ligatures,
        missing_ligatures,
        wrong_ligatures,
        runs,
        unknown_heading,
        heading_gone,
        tags_shuffled,
        tags_gone,
        chapter_in_small_print,
    )
}
