"""`findings-nlp themes`: the shipped themes, and what the rules of themes of one's own find in an archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from findings_nlp.cli import common

if TYPE_CHECKING:
    from findings_nlp.pipes.themes.taxonomy import Theme

BEFORE, BEHIND = 60, 60  # characters shown around a hit


class Format(StrEnum):
    """How the themes are listed."""

    text = "text"
    json = "json"


def themes(
    archive: Annotated[
        Path | None, typer.Argument(help="With --try: a folder of tables, or a record (JSON).", metavar="OUT", show_default=False)
    ] = None,
    tried: Annotated[
        Path | None, typer.Option("--try", help="Show what the rules of this TOML file find in OUT, before it is used.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="text: to read. json: for programs.")] = Format.text,
    output: common.OutputOption = None,
) -> None:
    """List the 30 themes: names, what is left out, and how far their labels may be trusted.

    With --try: what each rule of a file of themes of your own finds in an archive.

    Exit code 0: done. 1: the file or the archive could not be read.

    Example: findings-nlp themes --try mine.toml tables
    """
    if tried is None:
        if archive is not None:
            common.fail(f"{archive}: an archive is read with --try FILE alone")
        common.write(_listed(form).encode(), output)
    elif archive is None:
        common.fail("--try needs an archive or a record: findings-nlp themes --try FILE OUT")
    else:
        found = _tried(_ruled(tried), list(_texts(archive)))
        text = (
            "\n".join(_shown(found)) + "\n"
            if form is Format.text
            else json.dumps(list(found), indent=2, ensure_ascii=False) + "\n"
        )
        common.write(text.encode("utf-8", "replace"), output)


def _listed(form: Format) -> str:
    from dataclasses import asdict

    from findings_nlp import themes

    shipped = themes()
    if form is Format.json:
        return json.dumps([asdict(t) for t in shipped], indent=2, ensure_ascii=False) + "\n"
    lines = []
    for t in shipped:
        lines += [f"{t.id}: {t.name} ({t.group})", f"  {t.definition}"]
        lines += [f"  not: {t.exclude}"] if t.exclude else []
        lines.append(f"  called: {', '.join(t.names)}")
        lines += [f"  short: {', '.join(f'{a.short} ({a.long})' for a in t.abbreviations)}"] if t.abbreviations else []
        lines += [f"  precision {t.precision:.2f}, recall {t.recall:.2f} on {t.support} labels never trained on", ""]
    return "\n".join(lines)


def _ruled(path: Path) -> list[Theme]:
    from findings_nlp.errors import ReportError
    from findings_nlp.pipes.themes.taxonomy import read_themes

    try:
        mine = read_themes([path])
    except ReportError as error:
        common.fail(str(error))
    found = [theme for theme in mine if theme.by_rule]
    if not found:
        common.fail(f"{path}: has no theme with phrases or patterns: there is no rule to try")
    if unruled := [theme.id for theme in mine if not theme.by_rule]:
        common.tell(f"findings-nlp: {path}: no phrases or patterns, so not tried: {', '.join(unruled)}")
    return found


def _texts(archive: Path) -> Iterator[tuple[str, str]]:
    """The name and text of every finding and recommendation of a record or an archive."""
    if archive.is_file():
        report = common.stored(archive)
        yield from ((f"{report.source.name} {f.id}", f.text) for f in report.findings)
        yield from ((f"{report.source.name} {r.id}", r.text) for r in report.recommendations)
        return
    from findings_nlp import ReportError, load_archive

    try:
        tables: dict[str, Any] = load_archive(archive)
    except ReportError as error:
        common.fail(str(error))
    for kind in ("findings", "recommendations"):
        for row in tables[kind].to_dict("records"):
            yield f"{row['report']} {row[kind.removesuffix('s')]}", row["text"]


def _tried(mine: list[Theme], texts: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """For each theme its id, how many texts there are, and the texts that its rule finds with the places in them."""
    from findings_nlp.errors import ReportError
    from findings_nlp.pipes.themes.user_themes import ThemeRule

    for theme in mine:
        try:
            rule = ThemeRule(theme)
        except ReportError as error:
            common.fail(str(error))
        hits = [{"id": name, "text": text, "spans": places} for name, text in texts if (places := rule.find(text))]
        yield {"theme": theme.id, "texts": len(texts), "hits": hits}


def _shown(found: Iterator[dict[str, Any]]) -> Iterator[str]:
    from findings_nlp.errors import printable

    for theme in found:
        yield f"{theme['theme']}: {len(theme['hits'])} of {theme['texts']} texts"
        for hit in theme["hits"]:
            text, places = hit["text"], hit["spans"]
            start, end = places[0]
            before, behind = text[max(0, start - BEFORE) : start], text[end : end + BEHIND]
            more = f" (+{len(places) - 1})" if len(places) > 1 else ""
            yield f"  {printable(hit['id'])}: {printable(f'{before}[{text[start:end]}]{behind}')}{more}"
