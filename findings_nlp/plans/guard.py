"""What is wrong with an office file before a library opens it: another format, or one that would unpack without end."""

from __future__ import annotations

import io
import zipfile

from findings_nlp.errors import OpenError

LARGEST = 200_000_000  # bytes unpacked
MOST_PARTS = 20_000
_OLD = b"\xd0\xcf\x11\xe0"  # Office before 2007, and encrypted files


def kind_of(data: bytes, name: str) -> str | None:
    """`docx`, `xlsx` or `csv` by the bytes, and of texts by the name; None for what may be a PDF or a web page.

    Raises:
        OpenError: for an office file of another format, and for one that cannot be opened.
    """
    if data[:4] == _OLD:
        raise OpenError(name, "is an older Office file or has a password: save it as DOCX or XLSX without one")
    if data[:2] == b"PK":
        return _zipped(data, name)
    return "csv" if name.lower().endswith((".csv", ".tsv")) else None


def _zipped(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            infos = file.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise OpenError(name, "is damaged (its parts cannot be listed)") from None
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST:
        raise OpenError(name, f"unpacks to more than {LARGEST // 1_000_000} megabytes or {MOST_PARTS:,} parts")
    names = {info.filename for info in infos}
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise OpenError(name, "is no Word document and no Excel workbook: save it as DOCX, XLSX, CSV or PDF")
