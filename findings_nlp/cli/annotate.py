"""`findings-nlp annotate`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from findings_nlp.cli import common


def annotate(
    path: Annotated[str, typer.Argument(help="A report's PDF; - reads it from standard input.", metavar="PATH")],
    output: common.OutputOption = None,
    record: Annotated[
        Path | None, typer.Option("--record", help="The report's record (JSON of `extract`), so that it is not read again.")
    ] = None,
    model: common.ModelOption = "full",
    themes: common.ThemesOption = None,
    terms: common.TermsOption = None,
    families: common.FamiliesOption = None,
    threshold: common.ThresholdOption = None,
    tags: common.TagsOption = True,
    in_process: common.InProcessOption = False,
) -> None:
    """Mark findings and recommendations in a copy of a report's PDF.

    Highlights by kind with notes, links between recommendations and their evidence, a legend and bookmarks.

    Exit code 0: the copy was written. 1: the file could not be read.

    Example: findings-nlp annotate report.pdf -o marked.pdf
    """
    if output is None and sys.stdout.isatty():
        common.fail("a PDF is no text for a terminal: name a file with --output")
    if path != "-" and output is not None and output.exists() and Path(path).exists() and output.samefile(path):
        common.fail(f"{output}: is the report itself; write the copy to another file")
    if not in_process:
        options: dict[str, Any] = {
            "--record": record,
            "--model": model,
            "--themes": themes,
            "--terms": terms,
            "--families": families,
        }
        common.isolated("annotate", path, options | {"--threshold": threshold, "--no-tags": not tags}, output)
        return
    from findings_nlp import ReportError
    from findings_nlp.show.annotate import annotate as marked

    report = common.stored(record) if record else None
    nlp = common.pipeline(model, threshold, themes, terms, families) if report is None else None
    try:
        if path == "-":
            data = marked(sys.stdin.buffer.read(), report, name="<stdin>", nlp=nlp, tags=tags)
        else:
            data = marked(path, report, nlp=nlp, tags=tags)
    except ReportError as error:
        common.fail(str(error))
    common.write(data, output)
