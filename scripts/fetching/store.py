"""One PDF or page from its address to a whole, checked file: conditional, resumed where it broke off, put in place at one stroke."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from fetching.client import Again, Client, Failed, Refused
from fetching.manifest import Entry, now

# a PDF's mark may stand a little after its beginning, its end mark a little before its end
_HEAD, _TAIL = 1024, 2048
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)", re.I)


def file_name(url: str, form: str = "pdf") -> str:
    """A safe name for an address's file: plain letters of its last part, and a mark that tells equal ones apart.

    >>> file_name("https://example.org/2024/An%20Inspection%20of%20Ashmere.PDF")
    'an-inspection-of-ashmere-459fc711.pdf'
    """
    last = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2], errors="replace")
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode().lower().removesuffix(".pdf")
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "report"
    return f"{stem}-{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()[:8]}.{'html' if form == 'html' else 'pdf'}"


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_whole(path: Path, entry: Entry | None) -> bool:
    """Whether the file of an entry is there as the entry says."""
    return bool(entry and entry.sha256 and path.is_file() and sha256(path) == entry.sha256)


def page_fault(path: Path) -> str | None:
    """Why a file is no whole page, or None: it must begin as a page and end as one."""
    data = path.read_bytes()
    if not re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|!--|\?xml)", data[:_HEAD], re.I):
        return "not a page" if data else "no bytes"
    return None if b"</html>" in data[-_TAIL:].lower() else "the page is cut short: its end mark is missing"


def fault(path: Path) -> str | None:
    """Why a file is no whole PDF, or None: its marks, and whether it opens with a page. One with a password is whole."""
    import pymupdf

    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read()
    if b"%PDF-" not in head:
        return "not a PDF" if head else "no bytes"
    if b"%%EOF" not in tail:
        return "the PDF is cut short: its end mark is missing"
    pymupdf.TOOLS.mupdf_display_errors(False)
    try:
        with pymupdf.open(path, filetype="pdf") as document:
            return None if document.needs_pass or document.page_count else "the PDF has no pages"
    except (RuntimeError, ValueError) as error:
        return f"the PDF does not open ({type(error).__name__})"


class Part:
    """The beginning of a file that a run has not finished, with the mark of the version that it is of."""

    def __init__(self, target: Path, url: str) -> None:
        self.path = target.with_name(target.name + ".part")
        self.note = target.with_name(target.name + ".json.part")
        self.url = url

    def resumable(self) -> tuple[int, str] | None:
        """Bytes that are there and the mark to resume by, where both are."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            note = json.loads(self.note.read_text(encoding="utf-8"))
            size = self.path.stat().st_size
            if note["url"] == self.url and note["mark"] and size:
                return size, str(note["mark"])
        return None

    def begin(self, response: requests.Response) -> None:
        """Forget what is there and note the new version's mark: a strong ETag, else the date; none where bytes are packed."""
        self.drop()
        etag = response.headers.get("ETag", "")
        mark = etag if etag and not etag.startswith("W/") else response.headers.get("Last-Modified", "")
        packed = response.headers.get("Content-Encoding", "identity") != "identity"
        self.note.write_text(json.dumps({"url": self.url, "mark": "" if packed else mark}), encoding="utf-8")

    def drop(self) -> None:
        """Remove what is there."""
        self.path.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)


def fetch(client: Client, wanted: Entry, folder: Path, known: Entry | None = None) -> Entry:
    """The entry of an address after asking for it; the file is in the folder where the status is `fetched` or `unchanged`.

    Args:
        client: asks, politely.
        wanted: the address with title, link, date and page as the listing has them now.
        folder: where files go.
        known: the entry of an earlier run.
    """
    entry = wanted
    if known:
        kept = {k: getattr(known, k) for k in ("file", "sha256", "bytes", "etag", "last_modified", "final_url", "fetched_at")}
        told = {k: getattr(wanted, k) or getattr(known, k) for k in ("title", "link", "date", "page", "kind")}
        entry = replace(wanted, **told, **kept)
    if wanted.form == "other":
        return entry.told("passed_over", f"no report: {(wanted.kind or 'other_file').replace('_', ' ')}")
    target = folder / file_name(wanted.url, wanted.form)
    whole = is_whole(target, known)
    try:
        return client.patiently(lambda: _attempt(client, entry, target, whole))
    except Refused as refused:
        return entry.told("refused", str(refused))
    except Failed as failed:
        return entry.told("missing" if failed.status in (404, 410) else "failed", str(failed))


def _attempt(client: Client, entry: Entry, target: Path, whole: bool) -> Entry:
    part = Part(target, entry.url)
    kinds = "text/html,application/xhtml+xml" if entry.form == "html" else "application/pdf"
    headers = {"Accept": kinds, "Accept-Encoding": "identity"}
    resume = part.resumable()
    if resume:
        headers |= {"Range": f"bytes={resume[0]}-", "If-Range": resume[1]}
    elif whole and entry.etag:
        headers["If-None-Match"] = entry.etag
    elif whole and entry.last_modified:
        headers["If-Modified-Since"] = entry.last_modified
    response = client.ask(entry.url, headers)
    status = response.status_code
    if status == 304 and whole:
        response.close()
        return entry.told("unchanged")
    if status == 206 and resume:
        _expect_range(response, resume[0], part)
    elif status == 416 and resume:
        part.drop()
        raise Again("HTTP 416: the file has changed")
    elif status != 200:
        response.close()
        raise Failed(f"HTTP {status}", status)
    else:
        part.begin(response)
    return _finish(client, entry, target, part, response)


def _expect_range(response: requests.Response, size: int, part: Part) -> None:
    found = _RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
    if not found or int(found[1]) != size:
        response.close()
        part.drop()
        raise Again("the server sent another part of the file than it was asked for")


def _finish(client: Client, entry: Entry, target: Path, part: Part, response: requests.Response) -> Entry:
    kind = response.headers.get("Content-Type", "no type").split(";")[0].strip().lower()
    page = entry.form == "html"
    if ("html" not in kind) if page else kind.startswith(("text/html", "image/", "video/", "audio/")):
        response.close()
        part.drop()
        raise Failed(f"not a {'page' if page else 'PDF'}: the server says {kind}")
    found = _RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
    packed = response.headers.get("Content-Encoding", "identity") != "identity"
    length = found[2] if found else "*" if packed else response.headers.get("Content-Length", "*")
    try:
        with part.path.open("ab") as out:
            room = client.manners.largest - out.tell()
            for piece in client.body(response, max(room, 1)):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
    except Failed:
        part.drop()
        raise
    size = part.path.stat().st_size
    if length.isdecimal() and size < int(length):
        raise Again(f"only {size} of {length} bytes came")
    if reason := (page_fault if page else fault)(part.path):
        part.drop()
        raise Failed(f"{reason} (the server says {kind})")
    digest = sha256(part.path)
    part.path.replace(target)
    part.drop()
    same = digest == entry.sha256
    marks: dict[str, Any] = {"etag": response.headers.get("ETag"), "last_modified": response.headers.get("Last-Modified")}
    placed: dict[str, Any] = {"sha256": digest, "bytes": size, "file": target.name, "final_url": response.url}
    fetched_at = entry.fetched_at if same else now()
    return replace(entry.told("unchanged" if same else "fetched"), **placed, **marks, fetched_at=fetched_at)
