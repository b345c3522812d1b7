"""What can go wrong with a report, as exceptions that carry path, stage and reason."""

from __future__ import annotations


class ReportError(Exception):
    """A report could not be read.

    Attributes:
        path: the file's name as the caller gave it, `<bytes>` or `<stdin>`.
        stage: where it failed: `open`, `text`, `layout`, `pipeline`, `export` or `worker`.
        reason: one plain sentence without a full stop.
    """

    stage = "pipeline"

    def __init__(self, path: str, reason: str, stage: str | None = None) -> None:
        self.path = path
        self.reason = reason
        if stage is not None:
            self.stage = stage
        super().__init__(path, reason, self.stage)

    def __str__(self) -> str:
        return f"{printable(self.path)}: {printable(self.reason)}"


class OpenError(ReportError):
    """The file is missing, a folder, unreadable, or not a whole PDF."""

    stage = "open"


class MissingFileError(OpenError):
    """There is no such file."""


class NotAPdfError(OpenError):
    """The bytes do not begin a PDF."""


class EncryptedError(OpenError):
    """The PDF needs a password."""


class DamagedError(OpenError):
    """The PDF is truncated or broken beyond reading."""


class NoPagesError(OpenError):
    """The PDF has no pages."""


class NoTextError(ReportError):
    """The pages are pictures: there is no text layer to read."""

    stage = "text"


class DiedError(ReportError):
    """The process that read the report died, hung or ran out of memory: only from reading in a process of its own."""

    stage = "worker"


class RecordError(ReportError):
    """A stored record does not fit the record's schema."""

    stage = "export"


class TablesError(ReportError):
    """Tables of an archive cannot be written or read."""

    stage = "export"


class DataFileError(ReportError):
    """A family, heading or theme file of the package or of the user is wrong."""

    stage = "pipeline"


def printable(name: str) -> str:
    """`name` on one line: a file name may hold newlines and control characters."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in name)
