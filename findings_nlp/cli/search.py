"""`findings-nlp search`: what an archive says about a query."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from findings_nlp.cli import common

if TYPE_CHECKING:
    from findings_nlp.retrieval.answers import Answer, Hit

MOST_VALUES = 8  # values of a facet that are told


class Kind(StrEnum):
    """Kinds of texts."""

    finding = "finding"
    recommendation = "recommendation"
    quote = "quote"
    service = "service"


class Order(StrEnum):
    """What comes first."""

    score = "score"
    newest = "newest"


class Format(StrEnum):
    """How hits are written."""

    text = "text"
    json = "json"
    csv = "csv"


def search(
    out: common.ArchiveArgument,
    query: Annotated[
        str, typer.Argument(help='Words; "in quotation marks", -without, one OR two, begin*.', show_default=False)
    ] = "",
    kind: Annotated[list[Kind] | None, typer.Option("--kind", help="Only this kind of text; may be repeated.")] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", help="Only what has this value: region='North West', year=2023, theme=victims; may be repeated."),
    ] = None,
    like: Annotated[
        str | None, typer.Option("--like", help="Texts like this one instead of a query: 'REPORT ID', as text and CSV tell it.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="The most hits to write; counts are of all.")] = 20,
    order: Annotated[Order, typer.Option("--order", help="score: best first. newest: newest report first.")] = Order.score,
    form: Annotated[Format, typer.Option("--format", help="text: to read. json, csv: for programs.")] = Format.text,
    counts: Annotated[
        bool, typer.Option("--counts", help="With text: how the hits spread over years, themes and so on.")
    ] = False,
    output: common.OutputOption = None,
) -> None:
    """Search the findings, recommendations, quotes and services of an archive.

    Exit code 0: done, whether or not anything was found. 1: the archive cannot be read, or a wrong option.

    Example: findings-nlp search out '"professional curiosity" -police' --where year=2023
    """
    from findings_nlp import ReportError
    from findings_nlp import search as asked

    given: dict[str, Any] = {"like": like, "limit": limit, "order": order.value, **_filters(where or [])}
    try:
        answer = asked(out, query, [k.value for k in kind or ()], **given)
    except (ReportError, ValueError) as error:
        common.fail(str(error))
    common.write(_WRITERS[form](answer, counts).encode("utf-8", "replace"), output)


def _filters(given: list[str]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not value:
            common.fail(f"--where {text}: write it as year=2023")
        if (key := name.strip()) in ("like", "limit", "order", "kinds"):
            common.fail(f"--where {text}: that is an option of its own")
        out.setdefault(key, []).append(value.strip())
    return out


def _text(answer: Answer, counts: bool) -> str:
    from findings_nlp.errors import printable

    lines = []
    for forms in answer.same:
        lines.append(f"taken for the same: {' = '.join(forms)}")
    for word, others in answer.suggestions.items():
        lines.append(f"no text says '{word}'" + (f"; did you mean {' or '.join(others)}?" if others else ""))
    for hit in answer:
        lines += [_head(hit), f"  {printable(hit.text)}"]
    many = f"{answer.total} text{'' if answer.total == 1 else 's'} in {answer.reports} report{'' if answer.reports == 1 else 's'}"
    lines.append(many + (f", the first {len(answer)} shown" if len(answer) < answer.total else ""))
    for name, values in answer.facets.items() if counts else ():
        told = ", ".join(f"{printable(str(value))} {count}" for value, count in list(values.items())[:MOST_VALUES])
        lines += [f"  {name}: {told}{' ...' if len(values) > MOST_VALUES else ''}"] if told else []
    return "\n".join(lines) + "\n"


def _head(hit: Hit) -> str:
    from findings_nlp.errors import printable

    kind = {"strength": "strength", "area_for_improvement": "area for improvement"}.get(hit.polarity or "", hit.kind)
    told = [
        hit.inspected_body,
        hit.published,
        f"page {hit.page}" if hit.page else None,
        f"to {hit.addressee}" if hit.addressee else None,
    ]
    return printable(f"{hit.report} {hit.id} ({kind}; {'; '.join(part for part in told if part)})")


def _json(answer: Answer, counts: bool) -> str:
    return json.dumps(asdict(answer), indent=2, ensure_ascii=False) + "\n"


def _csv(answer: Answer, counts: bool) -> str:
    from findings_nlp.retrieval.answers import Hit
    from findings_nlp.tables.csv_files import plain_cell

    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    names = [field.name for field in fields(Hit)]
    writer.writerow(names)
    for hit in answer:
        values = [getattr(hit, name) for name in names]
        writer.writerow([plain_cell(value) for value in values])
    return target.getvalue()


_WRITERS = {Format.text: _text, Format.json: _json, Format.csv: _csv}
