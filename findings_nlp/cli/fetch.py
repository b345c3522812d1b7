"""`findings-nlp fetch`: the one command that asks anything of a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from findings_nlp.cli import common


def _contact(value: str | None) -> str | None:
    if value and not (value.isascii() and value.isprintable()):
        raise typer.BadParameter("must be plain ASCII on one line.")
    return value


def fetch(
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder for the files and their manifest.")],
    urls: Annotated[
        list[str] | None, typer.Argument(help="A page that lists reports, or a PDF.", metavar="URL...", show_default=False)
    ] = None,
    list_file: Annotated[
        Path | None, typer.Option("--list", help="A file with one PDF's address a line; # begins a remark.")
    ] = None,
    contact: Annotated[
        str | None,
        typer.Option(help="An address at which the site's keepers reach you; it is sent with each request.", callback=_contact),
    ] = None,
    host: Annotated[list[str] | None, typer.Option("--host", help="Another host that may be asked; may be repeated.")] = None,
    site: Annotated[Path | None, typer.Option(help="How pages are read: a file like findings_nlp/fetch/site.toml.")] = None,
    delay: Annotated[float, typer.Option(min=0, help="Seconds between requests; robots.txt may ask for more.")] = 2.0,
    tries: Annotated[int, typer.Option(min=1, help="Tries for one address.")] = 4,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that an answer may take to begin.")] = 30.0,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask for this many files at most.")] = None,
    new_only: Annotated[bool, typer.Option("--new-only", help="Do not ask whether files that are there have changed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read the listings and print the files, download none.")] = False,
) -> None:
    """Download the inspectorate's reports, PDFs and pages that are reports themselves, politely.

    URL is a page that lists reports (its further pages and the reports' own pages are followed) or a PDF. One request at a
    time with a pause after each, robots.txt obeyed, no other host than those of the addresses given and of --host. Run again
    it asks only whether files have changed, and goes on where it was stopped. The folder's manifest.jsonl tells title, date,
    address, hash, size and status of each file.

    Exit code 0: every file is there. 1: something could not be had. 2: wrong options. 130: stopped.

    Example: findings-nlp fetch -o archive --contact you@example.org https://hmiprobation.justiceinspectorates.gov.uk/our-reports/
    """
    from findings_nlp.fetch.pages import DEFAULT_SITE
    from findings_nlp.fetch.run import FetchError, Wanted, run

    if not urls and not list_file:
        common.fail("fetch: give an address or --list")
    wanted = Wanted(
        tuple(urls or ()), output, list_file, contact, tuple(host or ()), site or DEFAULT_SITE,
        delay, tries, timeout, limit, new_only, dry_run,
    )  # fmt: skip
    try:
        code = run(wanted)
    except FetchError as error:
        common.fail(str(error))
    if code:
        raise typer.Exit(code)
