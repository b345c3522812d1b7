"""The command `findings-nlp`. Data goes to standard output, messages to standard error."""

from __future__ import annotations

from typing import Annotated

import typer

from findings_nlp.cli import (
    adapt,
    annotate,
    assure,
    compare,
    exchange,
    extract,
    fetch,
    followup,
    html,
    label,
    review,
    search,
    site,
    tag,
    themes,
    workbook,
)  # fmt: skip
from findings_nlp.streams import ensure_standard_error

app = typer.Typer(
    help="Findings, ratings and recommendations from HM Inspectorate of Probation reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from findings_nlp import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Findings, ratings and recommendations from HM Inspectorate of Probation reports."""
    ensure_standard_error()


app.command()(extract.extract)
app.command()(extract.schema)
app.command()(fetch.fetch)
app.command()(tag.tag)
app.command()(annotate.annotate)
app.command()(html.html)
app.command()(site.site)
app.command()(search.search)
app.command()(compare.compare)
app.command()(followup.responses)
app.command()(followup.threads)
app.command()(workbook.workbook)
app.command()(review.review)
app.command()(review.corrections)
app.command()(assure.assure)
app.command()(exchange.exchange)
app.command()(adapt.adapt)
app.command()(label.label)
app.command()(themes.themes)
