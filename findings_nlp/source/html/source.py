"""Which bytes are an HTML page, which file of a saved folder is the page, and in which encoding it is written."""

from __future__ import annotations

import codecs
import re
from os import PathLike, fspath
from pathlib import Path
from typing import TypeVar

from findings_nlp.errors import OpenError

Given = TypeVar("Given")
SUFFIXES = (".html", ".htm", ".xhtml")
_HEAD = 4096  # bytes
_OPENS = re.compile(
    r"<(?:!doctype\s+html|html|head|body|main|article|section|header|title|meta|link|script|style|div|h[1-6]|p|ul|ol|table)\b",
    re.I,
)
# comments and instructions ("saved from url", "<?xml ...?>") may stand before the first tag
_BEFORE = re.compile(r"\s*(?:(?:<!--.*?-->|<\?.*?>|<!doctype\b[^>]*>)\s*)*", re.I | re.S)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*(?:[\"']\s*)?([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]{2,40})", re.I
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def is_html(data: bytes) -> bool:
    """Whether the bytes begin an HTML page: its first tag stands at their beginning, behind comments at most."""
    if b"%PDF-" in data[:1024]:
        return False
    head = _decoded(data[:_HEAD], _encoding(data[:_HEAD])).lstrip()
    if not head.startswith("<"):
        return False
    opened = _BEFORE.match(head)
    # a document type may hold declarations of its own
    return bool(_OPENS.match(head, opened.end() if opened else 0)) or bool(re.search(r"<html\b", head, re.I))


def decode(data: bytes) -> str:
    """The page as text.

    A byte order mark decides; then UTF-8 where the bytes are UTF-8 throughout, whatever the page declares (a browser that
    saves a page may write it anew); then the encoding declared; else Windows-1252. What is none becomes U+FFFD.
    """
    return _decoded(data, _encoding(data))


def _encoding(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    # plain ASCII in two bytes each has a NUL in every other place
    if len(data) > 8 and data[:8].count(0) == 4:
        return "utf-16-be" if data[0] == 0 else "utf-16-le"
    declared = _DECLARED.search(data[:_HEAD])
    name = (declared[1] or declared[2]).decode("ascii", "replace").lower() if declared else ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # a character cut at the end of a sample is no fault
        if name in ("utf-8", "utf8") or error.end >= len(data) - 3:
            return "utf-8"
    else:
        return "utf-8"
    try:
        name = codecs.lookup(name).name
    except (LookupError, ValueError):
        return "cp1252"
    # browsers read these as Windows-1252; the rest of Python's codecs are no text encodings
    text = name.startswith(("cp", "iso8859", "utf", "mac", "koi8", "gb", "big5", "euc", "shift"))
    return "cp1252" if name in ("iso8859-1", "ascii") or not text else name


def _decoded(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace").removeprefix("\ufeff")


def file_of(source: Given | str | PathLike[str]) -> Given | str | PathLike[str]:
    """The source, or of a saved folder its page.

    Raises:
        OpenError: as `page_of`.
    """
    if isinstance(source, str | PathLike) and fspath(source) and (folder := Path(fspath(source))).is_dir():
        return page_of(folder)
    return source


def page_of(folder: Path) -> Path:
    """The page of a saved folder: `index.html`, or its only HTML file.

    Raises:
        OpenError: where there is none, where there are several and none is the index, or where PDFs stand beside it.
    """
    try:
        files = sorted(p for p in folder.iterdir() if not p.name.startswith(".") and p.is_file())
    except OSError as error:
        raise OpenError(str(folder), f"cannot be read ({error.strerror or error})") from None
    pages = [p for p in files if p.suffix.lower() in SUFFIXES]
    if pages and (pdfs := sum(p.suffix.lower() == ".pdf" for p in files)):
        also = f"{pdfs} PDF{'s' * (pdfs > 1)}"
        raise OpenError(
            str(folder), f"is a folder with {also} beside {len(pages)} page{'s' * (len(pages) > 1)}: name the one to read"
        )
    index = [p for p in pages if p.stem.lower() == "index"]
    if len(index or pages) == 1:
        return (index or pages)[0]
    reason = f"is a folder with {len(pages)} pages: name one of them" if pages else "is a folder without a page"
    raise OpenError(str(folder), reason)
