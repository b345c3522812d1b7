"""Where a PDF's bytes come from, and MuPDF's complaints kept off the host's standard error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from typing import BinaryIO

import pymupdf

from findings_nlp.errors import MissingFileError, OpenError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://", re.I)
Source = str | PathLike[str] | bytes | bytearray | memoryview | BinaryIO


@contextmanager
def quiet() -> Iterator[None]:
    """MuPDF prints its complaints on the host's standard error: hold them back, then restore."""
    errors = pymupdf.TOOLS.mupdf_display_errors()
    warnings = pymupdf.TOOLS.mupdf_display_warnings()
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        yield
    finally:
        pymupdf.TOOLS.mupdf_display_errors(errors)
        pymupdf.TOOLS.mupdf_display_warnings(warnings)


def read_bytes(source: Source, name: str | None = None) -> tuple[str, bytes]:
    """The bytes of `source` and a name for them.

    Raises:
        MissingFileError, OpenError: where a path cannot be read.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return name or "<bytes>", bytes(source)
    if not isinstance(source, str | PathLike):
        return _read_stream(source, name)
    if isinstance(source, str) and _ADDRESS.match(source):
        raise OpenError(source, "is an address, not a file: download it first")
    if not fspath(source):
        raise OpenError("''", "is an empty path: name a file")
    path = Path(fspath(source))
    shown = str(path)
    try:
        if path.is_dir():
            raise OpenError(shown, "is a folder, not a PDF file")
        return name or path.name, path.read_bytes()
    except FileNotFoundError:
        raise MissingFileError(shown, "no such file") from None
    except OSError as error:
        raise OpenError(shown, f"cannot be read ({error.strerror or error})") from None
    except ValueError as error:
        raise OpenError(shown, f"is not a usable file name ({error})") from None


def _read_stream(source: BinaryIO, name: str | None) -> tuple[str, bytes]:
    if not callable(getattr(source, "read", None)):
        raise OpenError(name or repr(source)[:60], f"is no path, bytes or binary file but a {type(source).__name__}")
    shown = name or Path(str(getattr(source, "name", "<stream>"))).name
    data = source.read()
    if not isinstance(data, bytes | bytearray | memoryview):
        raise OpenError(shown, "was opened as text: open it in binary mode ('rb')")
    return shown, bytes(data)


def one_line(error: Exception) -> str:
    """What an exception says, short and on one line."""
    return " ".join(str(error).split())[:120] or type(error).__name__
