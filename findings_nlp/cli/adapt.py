"""`findings-nlp adapt`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from findings_nlp.cli import common

NOT_BETTER = 4


class Tier(StrEnum):
    """Which model is adapted."""

    full = "full"
    lite = "lite"


def adapt(
    corrections: Annotated[Path, typer.Option("--corrections", help="corrections.jsonl of an archive.", show_default=False)],
    model: Annotated[Path, typer.Option("--model", help="The folder to write the adapted model to.", show_default=False)],
    tier: Annotated[Tier, typer.Option(help="Which model to adapt.")] = Tier.full,
) -> None:
    """Adapt the model to what reviewers checked: seconds to minutes on a laptop, without torch.

    What it gains is measured on reports left out, theme by theme; a model that is not better is not written.
    Exit code 0: the model was written; use it with --model FOLDER. 1: it could not be made. 4: it is not better.

    Example: findings-nlp adapt --corrections out/corrections.jsonl --model my-model
    """
    from findings_nlp import ReportError
    from findings_nlp.adapt.model import adapt as adapted
    from findings_nlp.review.log import read_log

    try:
        if not corrections.is_file():
            common.fail(f"{corrections}: no such file")
        told = adapted(read_log(corrections), str(corrections), "lite" if tier is Tier.lite else "full", model)
    except ReportError as error:
        common.fail(str(error))
    typer.echo(f"{told.findings:,} checked findings of {told.reports:,} reports; F1 on reports left out")
    typer.echo(f"{'theme':32} {'before':>7} {'after':>7} {'labels':>7}")
    for name, before, after, count in told.themes:
        typer.echo(f"{name:32} {before:7.3f} {after:7.3f} {count:7,}")
    typer.echo(f"{'all (micro)':32} {told.before:7.3f} {told.after:7.3f}")
    if not told.better:
        common.tell("findings-nlp: the adapted model is not better on reports left out: nothing was written")
        raise typer.Exit(NOT_BETTER)
    typer.echo(f"written: {model}")
