"""What the commands share: options, loading the pipeline, writing out, failing with one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from findings_nlp.starting import import_spacy, starting
from findings_nlp.streams import lenient

if TYPE_CHECKING:
    from spacy.language import Language

    from findings_nlp.record.schema import Report


PARTLY_READ = 3  # exit code of `extract --strict`


def _model(value: str) -> str:
    if value not in ("full", "lite", "none") and not (Path(value) / "meta.json").is_file():
        raise typer.BadParameter(f"'{value}' is none of full, lite and none, nor the folder of a model.")
    return value


ModelOption = Annotated[
    str,
    typer.Option(
        metavar="full|lite|none|FOLDER",
        help="full: the best. lite: many times faster. none: no themes, no evidence. Or a folder that `adapt` wrote.",
        callback=_model,
    ),
]
TermsOption = Annotated[
    list[Path] | None, typer.Option("--terms", help="A TOML file with further names of the themes; may be repeated.")
]
FamiliesOption = Annotated[
    list[Path] | None,
    typer.Option("--families", help="A TOML file, or a folder of them, with report families of your own; may be repeated."),
]
ThemesOption = Annotated[
    list[Path] | None, typer.Option("--themes", help="A TOML file with themes of your own; may be repeated.")
]
ThresholdOption = Annotated[
    list[str] | None, typer.Option("--threshold", help="Report a theme from this probability: THEME=0.3; may be repeated.")
]
InProcessOption = Annotated[
    bool,
    typer.Option(
        "--in-process",
        envvar="FINDINGS_NLP_IN_PROCESS",
        help="Read in this process: faster by a tenth of a second, and a damaged file may kill it.",
    ),
]
TagsOption = Annotated[bool, typer.Option("--tags/--no-tags", help="Read the structure tree of a tagged PDF.")]
BaseUrlOption = Annotated[
    str | None,
    typer.Option("--base-url", help="Web address of the folder that the files are published in, for links to their pages."),
]
ArchiveArgument = Annotated[Path, typer.Argument(help="The folder of an archive run.", metavar="OUT")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of standard output.")]


def tell(message: str | bytes, newline: bool = True) -> None:
    """Something on standard error; nothing where that is closed or full."""
    with lenient():
        typer.echo(message, nl=newline, err=True)


def fail(message: str) -> NoReturn:
    """One line on standard error and exit code 1."""
    tell(f"findings-nlp: {message}")
    raise typer.Exit(1)


@contextmanager
def one_line() -> Iterator[None]:
    """Fail with one line where what is done inside raises an error of this package."""
    from findings_nlp import ReportError

    try:
        yield
    except ReportError as error:
        fail(str(error))


def isolated(command: str, path: str, options: dict[str, Any], output: Path | None, tagged: bool = True) -> None:
    """Run a command in a process of its own, and once more without tags where that died; its output becomes this one's.

    Fails with one line that names the file where the process dies, and as the process does where it tells an error; what the
    process says on standard error, and the exit code of a report that was partly read, are passed on.

    Args:
        command: its name.
        path: the file; `-` for standard input, which is handed on.
        options: by name on the command line; None, False and empty lists are left out.
        output: where its output goes.
        tagged: whether the command can leave out the structure tree of a file that its process died of.
    """
    from findings_nlp.cli.forked import can_fork, run_forked
    from findings_nlp.errors import printable
    from findings_nlp.isolated import cause, run_command

    def again(words: Sequence[str]) -> None:
        from findings_nlp.cli import app

        app(list(words))

    data = sys.stdin.buffer.read() if path == "-" else None
    arguments = [command]
    for name, value in options.items():
        for one in value if isinstance(value, list) else [value]:
            arguments += [name] if one is True else [] if one in (None, False) else [name, str(one)]
    for more in ([], ["--no-tags"]) if tagged else ([],):
        words = [*arguments, *more, "--", path]
        code, out, told = run_forked(again, words, data) if can_fork() else run_command(words, data)
        if code in (0, 1, PARTLY_READ):
            tell(told, newline=False)
            if code != 1:
                write(out, output)
            if code:
                raise typer.Exit(code)
            return
    fail(f"{printable(path)}: killed the process that read it ({cause(code)})")


def needs_model(model: str, **given: list[Any] | None) -> None:
    """Fail with one line where an option about themes is given beside `--model none`, which labels nothing."""
    if model == "none" and (named := [f"--{name}" for name, values in given.items() if values]):
        fail(f"{named[0]} changes nothing with --model none, which labels nothing: leave one of them out")


def pipeline(
    model: str,
    threshold: list[str] | None,
    themes: list[Path] | None,
    terms: list[Path] | None = None,
    families: list[Path] | None = None,
) -> Language:
    """The pipeline that the options ask for; fails with one line where an option is wrong."""
    from findings_nlp.errors import ReportError

    try:
        with starting():
            import_spacy()
            from findings_nlp import load

            nlp = load(
                model,
                thresholds=thresholds(threshold or []),
                taxonomies=tuple(themes or ()),
                terms=tuple(terms or ()),
                families=tuple(families or ()),
            )
    except ReportError as error:
        fail(str(error))
    needs_model(model, themes=themes, terms=terms, threshold=threshold)
    return nlp


def read(path: str, nlp: Language, tags: bool = True) -> Report:
    """The record of one report, `-` for standard input; fails with one line where it cannot be read."""
    from findings_nlp import ReportError, read_report

    try:
        if path == "-":
            return read_report(sys.stdin.buffer.read(), name="<stdin>", nlp=nlp, tags=tags)
        return read_report(path, nlp=nlp, tags=tags)
    except ReportError as error:
        fail(str(error))


def stored(path: Path) -> Report:
    """The record in a JSON file; fails with one line where it cannot be read or is none."""
    from findings_nlp import Report
    from findings_nlp.errors import RecordError, printable

    shown = printable(str(path))
    try:
        return Report.from_json(path.read_bytes())
    except OSError as error:
        fail(f"{shown}: cannot be read ({error.strerror or error})")
    except RecordError as error:
        fail(f"{shown}: is not a report's record ({error.reason})")


def thresholds(given: list[str]) -> dict[str, float]:
    """Probabilities by theme from `THEME=0.3` texts; fails with one line where one is written otherwise."""
    out = {}
    for text in given:
        theme, sign, value = text.partition("=")
        try:
            out[theme.strip()] = float(value)
        except ValueError:
            sign = ""
        if not sign:
            fail(f"--threshold {text}: write it as THEME=0.3")
    return out


def write(data: bytes, output: Path | None) -> None:
    """Data to standard output, or to a file that is there whole or not at all."""
    from findings_nlp.errors import printable

    if output is None:
        try:
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        except BrokenPipeError:
            # the reader (head, less) has gone: not our error, and Python must not complain at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # some disks tell only then that they are full
        part.replace(output)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            fail(f"{printable(str(output))}: cannot be written ({error.strerror or error})")
        raise
