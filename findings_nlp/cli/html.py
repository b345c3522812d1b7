"""`findings-nlp html`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from findings_nlp.cli import common


def html(
    path: Annotated[
        str,
        typer.Argument(
            help="A report's PDF or HTML page, - for standard input, or its record (.json of `extract`).", metavar="PATH"
        ),
    ],
    output: common.OutputOption = None,
    model: common.ModelOption = "full",
    themes: common.ThemesOption = None,
    terms: common.TermsOption = None,
    families: common.FamiliesOption = None,
    threshold: common.ThresholdOption = None,
    tags: common.TagsOption = True,
    in_process: common.InProcessOption = False,
) -> None:
    """Write a report as one page for a browser, with nothing in it that asks the network.

    Exit code 0: the page was written. 1: the file could not be read.

    Example: findings-nlp html report.pdf -o report.html
    """
    if not in_process:
        options: dict[str, Any] = {"--model": model, "--themes": themes, "--terms": terms, "--families": families}
        options |= {"--threshold": threshold, "--no-tags": not tags}
        common.isolated("html", path, options, output)
        return
    from findings_nlp.show.page import report_page

    if path.lower().endswith(".json"):
        report = common.stored(Path(path))
    else:
        report = common.read(path, common.pipeline(model, threshold, themes, terms, families), tags)
    common.write(report_page(report).encode("utf-8", "replace"), output)
