"""`findings-nlp review` and `findings-nlp corrections`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from findings_nlp.cli import common

_MOST_LINES = 50  # mistakes told one by one


class By(StrEnum):
    """How findings are chosen."""

    least_certain = "least-certain"
    theme = "theme"
    report = "report"
    random = "random"


def review(
    out: common.ArchiveArgument,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="A workbook (.xlsx) or a page (.html) to write.", show_default=False)
    ],
    most: Annotated[int, typer.Option(min=1, max=5000, help="Findings to check; half as many links come with them.")] = 200,
    by: Annotated[
        By, typer.Option(help="least-certain first, or in turn by theme or report, half of all at random; or random alone.")
    ] = By.least_certain,
    seed: Annotated[int, typer.Option(help="Of the random choice.")] = 0,
) -> None:
    """Write findings and links to be checked by people, as a workbook or as a page driven by keys.

    What was asked is kept in OUT/reviews, so that `findings-nlp corrections` can tell what was changed.
    Exit code 0: the file was written. 1: nothing was written.

    Example: findings-nlp review out -o review.xlsx --most 200
    """
    from findings_nlp.archive.corrected import keep_review
    from findings_nlp.review.page import review_page
    from findings_nlp.review.sample import make_review
    from findings_nlp.review.sheet import review_workbook
    from findings_nlp.tables.load import load_rows
    from findings_nlp.tables.xlsx import polarity_names, theme_names

    if output.suffix.lower() not in (".xlsx", ".html"):
        common.fail(f"{output}: name it .xlsx for a workbook or .html for a page")
    with common.one_line():
        made = make_review(load_rows(out), theme_names(), polarity_names(), most=most, by=by.value, seed=seed)
        if not made.findings:
            common.fail(f"{out}: holds no finding to check")
        data = review_workbook(made) if output.suffix.lower() == ".xlsx" else review_page(made).encode("utf-8", "replace")
        keep_review(out, made)
    common.write(data, output)
    common.tell(f"{len(made.findings):,} findings and {len(made.links):,} links to check in {output} (review {made.id})")


def corrections(
    path: Annotated[
        Path | None,
        typer.Argument(help="A review that came back: .xlsx, what the page saved, or an export of Label Studio.", metavar="FILE"),
    ] = None,
    archive: Annotated[Path, typer.Option("--archive", help="The folder of the archive run.", show_default=False)] = Path(),
    who: Annotated[str | None, typer.Option("--who", help="The reviewer, where the file does not say.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last corrections back, or those of --batch.")] = False,
    batch: Annotated[str | None, typer.Option("--batch", help="With --undo: which corrections, such as b001.")] = None,
) -> None:
    """Store what reviewers corrected, and put it into the archive's tables; later runs of `tag` apply it, too.

    A file with a mistake is refused as a whole, with a line for each mistake.
    Exit code 0: stored, or taken back. 1: nothing was stored.

    Example: findings-nlp corrections review.xlsx --archive out
    """
    from findings_nlp import ReportError
    from findings_nlp.archive.corrected import MistakesError, take
    from findings_nlp.archive.corrected import undo as take_back

    if undo == (path is not None):
        common.fail("name a FILE, or give --undo without one")
    try:
        told = take(path, archive, who) if path is not None else take_back(archive, batch, who)
    except MistakesError as error:
        from findings_nlp.errors import printable

        for line in error.lines[:_MOST_LINES]:
            common.tell(printable(line))
        if len(error.lines) > _MOST_LINES:
            common.tell(f"... and {len(error.lines) - _MOST_LINES:,} more")
        common.fail(str(error))
    except ReportError as error:
        common.fail(str(error))
    _tell(told, undo)


def _tell(told: dict[str, Any], undone: bool) -> None:
    from findings_nlp.archive.run_summary import corrections_told
    from findings_nlp.errors import printable
    from findings_nlp.review.quality import percent

    if undone:
        common.tell(f"taken back: {told['batch']}")
    else:
        again = f"; {told['again']:,} were stored before" if told["again"] else ""
        common.tell(f"stored: {told['stored']:,} checked, {told['changed']:,} of them corrected{again}")
    if not told["tables"]:
        common.tell(f"the tables are as they were ({printable(told['reason'])}): run tag again to apply the corrections")
        return
    for line in corrections_told(told["corrections"]):
        common.tell(printable(line))
    if told["quality"]:
        found = told["quality"]
        common.tell(
            f"themes of {found['findings']:,} findings taken at random: precision {percent(found['themes']['all']['precision'])}"
        )
        common.tell(f"  recall {percent(found['themes']['all']['recall'])}")
