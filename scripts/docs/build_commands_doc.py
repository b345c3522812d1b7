"""Writes docs/commands.md, the reference of commands and options, from the commands themselves.

python scripts/docs/build_commands_doc.py
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

from findings_nlp.cli import app

PAGE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"
HEAD = """# Commands and options

`findings-nlp COMMAND --help` prints the same. Standard output holds only data, standard error only messages. This page is
written by `python scripts/docs/build_commands_doc.py`.
"""
_KINDS = {int: "NUMBER", float: "NUMBER", str: "TEXT", Path: "PATH"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument or option of a command: how it is written, what it means, and its default as shown."""

    written: str
    help: str
    default: str


def commands() -> dict[str, Callable[..., Any]]:
    """The functions of the commands by name, in the order of `--help`."""
    named = ((info.name or getattr(info.callback, "__name__", ""), info.callback) for info in app.registered_commands)
    return {name.replace("_", "-"): function for name, function in named if function is not None}


def parameters(function: Callable[..., Any]) -> list[Parameter]:
    """The arguments and options of a command that `--help` shows."""
    hints = get_type_hints(function, include_extras=True)
    out = []
    for name, parameter in inspect.signature(function).parameters.items():
        kind, *more = get_args(hints[name]) or (hints[name],)
        info = next((m for m in more if isinstance(m, ArgumentInfo | OptionInfo)), None)
        if info is None or not info.hidden:
            default = parameter.default
            out.append(Parameter(_written(name, kind, info), (info and info.help) or "", _shown(default, info)))
    return out


def _written(name: str, kind: Any, info: ArgumentInfo | OptionInfo | None) -> str:
    if isinstance(info, ArgumentInfo):
        return f"`{info.metavar or name.upper()}`"
    long = "--" + name.replace("_", "-")
    declared = _declared(info) or [long if kind is not bool else f"{long}/--no-{long[2:]}"]
    names = ", ".join(f"`{part}`" for text in declared for part in text.split("/"))
    return names if kind is bool else f"{names} {(info and info.metavar) or _kind(kind)}"


def _declared(info: OptionInfo | None) -> list[str]:
    """The names of an option as its declaration gives them; in `Annotated` the first stands in the place of the default."""
    first = info.default if info is not None else None
    return [*([first] if isinstance(first, str) else []), *((info.param_decls if info is not None else None) or ())]


def _kind(kind: Any) -> str:
    inner = next((k for k in get_args(kind) if k is not type(None)), None)
    if inner is not None:
        return _kind(inner)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " or ".join(str(member.value) for member in kind)
    return _KINDS.get(kind, "TEXT")


def _shown(default: Any, info: ArgumentInfo | OptionInfo | None) -> str:
    if default is inspect.Parameter.empty or default is None or default is False or default is ...:
        return ""
    if default is True:
        declared = _declared(info) if isinstance(info, OptionInfo) else []
        return f"`{declared[0].split('/')[0]}`" if declared else "yes"
    return f"`{default.value if isinstance(default, Enum) else default}`"


def described(name: str, function: Callable[..., Any]) -> str:
    """The part of the page on one command."""
    paragraphs = []
    for paragraph in inspect.cleandoc(function.__doc__ or "").split("\n\n"):
        example = re.fullmatch(r"Examples?:\s+(.*)", paragraph, re.S)
        lines = "\n".join(f"    {line.strip()}" for line in example[1].splitlines()) if example else ""
        paragraphs.append(lines or " ".join(paragraph.split()))
    cells = ((p.written, " ".join(p.help.split()).replace("|", "\\|"), p.default) for p in parameters(function))
    rows = [f"| {' | '.join(row)} |" for row in cells]
    table = "\n".join(["| argument or option | meaning | default |", "|---|---|---|", *rows]) if rows else "It has no options."
    return "\n\n".join([f"## {name}", *paragraphs, table])


def page() -> str:
    """The whole page."""
    return "\n\n".join([HEAD.strip(), *(described(name, function) for name, function in commands().items())]) + "\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
