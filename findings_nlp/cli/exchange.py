"""`findings-nlp exchange`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from findings_nlp.cli import common

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from findings_nlp.tables.rows import Row


def exchange(
    out: common.ArchiveArgument,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="The file to write: .qdpx for REFI-QDA, .json for Label Studio.", show_default=False),
    ],
) -> None:
    """Write an archive for another program: a REFI-QDA project (NVivo, MAXQDA, ATLAS.ti, QualCoder) or tasks for Label Studio.

    Findings are codings, or labelled passages, of a report's text. For Label Studio the labelling configuration is written beside, as
    .xml, and `findings-nlp corrections` takes the annotations that come back.
    Exit code 0: the file was written. 1: nothing was written.

    Example: findings-nlp exchange out -o archive.qdpx
    """
    from findings_nlp.exchange.texts import texts
    from findings_nlp.tables.load import load_rows

    if (kind := output.suffix.lower()) not in (".qdpx", ".json"):
        common.fail(f"{output}: name it .qdpx for a REFI-QDA project or .json for Label Studio")
    with common.one_line():
        rows = load_rows(out)
        if kind == ".json":
            _label_studio(rows, out, output)
            return
        from findings_nlp.exchange.qdpx import project
        from findings_nlp.tables.xlsx import polarity_names, theme_names

        sides = polarity_names() | {"recommendation": "Recommendation"}
        common.write(project(texts(rows), {"Side": sides, "Theme": theme_names()}), output)


def _label_studio(rows: Mapping[str, Sequence[Row]], out: Path, output: Path) -> None:
    from findings_nlp.archive.corrected import keep_review
    from findings_nlp.exchange.label_studio import configuration, tasks
    from findings_nlp.exchange.texts import texts
    from findings_nlp.review.sample import whole_review
    from findings_nlp.tables.xlsx import polarity_names, theme_names

    made = whole_review(rows, theme_names(), polarity_names())
    if not made.findings:
        common.fail(f"{out}: holds no finding to label")
    keep_review(out, made)
    common.write(tasks(made, texts(rows), rows).encode("utf-8", "replace"), output)
    common.write(configuration(made).encode("utf-8", "replace"), output.with_suffix(".xml"))
    common.tell(f"{len(made.findings):,} findings in {output}, labelling configuration in {output.with_suffix('.xml')}")
