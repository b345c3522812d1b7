"""`findings-nlp tag`: the archive run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from findings_nlp.cli import common

if TYPE_CHECKING:
    from findings_nlp.archive.settings import Settings

SOME_FAILED = 3
INTERRUPTED = 130


def tag(
    paths: Annotated[
        list[str],
        typer.Argument(help="Folders, PDF and HTML files, globs, or .txt lists of paths.", metavar="PATH...", show_default=False),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the tables and run.json.", show_default=False)],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="Tables to write, by comma: parquet, csv, jsonl, sqlite, dataset, xlsx. By default parquet, or sqlite without pyarrow.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[int, typer.Option(min=0, help="Worker processes; 0 for as many as there are processors.")] = 0,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds for one file.")] = 120.0,
    memory: Annotated[int, typer.Option(min=0, help="Megabytes a worker may take beyond the loaded model; 0: no limit.")] = 2048,
    excel: Annotated[bool, typer.Option("--excel", help="Begin CSV files with a byte order mark, for Excel.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Read every file again, even if an earlier run has.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Afterwards delete records in .records that this run does not use.")
    ] = False,
    base_url: common.BaseUrlOption = None,
    welsh: Annotated[bool, typer.Option("--welsh", help="Let Welsh editions count; else they are paired and left out.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; errors only.")] = False,
    model: common.ModelOption = "full",
    themes: common.ThemesOption = None,
    terms: common.TermsOption = None,
    families: common.FamiliesOption = None,
    threshold: common.ThresholdOption = None,
) -> None:
    """Read a whole archive of reports into tables. Stopped at any point, the same command goes on from there.

    Exit code 0: every file was read (partly, or as a duplicate, included). 3: some files failed; the tables hold the rest
    and say why in `outcomes`. 1: nothing could be read, or the run could not go on. 130: interrupted.

    Example: findings-nlp tag reports/ --output tables --workers 4 --format parquet,sqlite
    """
    with _interruptible():
        from findings_nlp.archive.engine import Limits
        from findings_nlp.archive.progress import Silent, on_standard_error

        told = _run(
            paths,
            output,
            formats=None if form is None else [name.strip() for name in form.split(",") if name.strip()],
            excel=excel,
            settings=_settings(model, threshold, themes, terms, families),
            limits=Limits(workers, timeout, memory),
            force=force,
            prune=prune,
            base_url=base_url,
            welsh=welsh,
            progress=Silent() if quiet else on_standard_error(),
        )
        if not quiet:
            from findings_nlp.archive.run_summary import summary
            from findings_nlp.errors import printable

            common.tell(summary(told, printable(str(output))))
        counts = told["counts"]
        if counts["failed"]:
            raise typer.Exit(SOME_FAILED if counts["ok"] + counts["partial"] else 1)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C at any time, while the model is looked up too, is one line and its own exit code."""
    try:
        yield
    except KeyboardInterrupt:
        common.tell("findings-nlp: interrupted; what was read is kept, and the same command goes on from here")
        raise typer.Exit(INTERRUPTED) from None


def _settings(
    model: str,
    threshold: list[str] | None,
    themes: list[Path] | None,
    terms: list[Path] | None,
    families: list[Path] | None,
) -> Settings:
    from findings_nlp.archive.settings import Settings
    from findings_nlp.errors import ReportError

    try:
        settings = Settings.of(model, common.thresholds(threshold or []), themes or (), terms or (), families=families or ())
    except ReportError as error:
        common.fail(str(error))
    common.needs_model(model, themes=themes, terms=terms, threshold=threshold)
    return settings


def _run(paths: list[str], output: Path, **options: Any) -> dict[str, Any]:
    from findings_nlp.archive.run import tag_archive
    from findings_nlp.errors import ReportError

    try:
        return tag_archive(paths, output, **options)
    except ReportError as error:
        common.fail(str(error))
