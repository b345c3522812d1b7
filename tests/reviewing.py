"""An archive to review: two fictional reports read with tier lite, and how a reviewer fills in a workbook."""

from __future__ import annotations

import shutil
from contextlib import chdir
from pathlib import Path
from typing import Any

import openpyxl
from making import CORPUS

from findings_nlp.archive.engine import Limits
from findings_nlp.archive.run import tag_archive
from findings_nlp.archive.settings import Settings
from findings_nlp.tables.book import HEAD

NAMES = ("yjs-2025-tarnfell.pdf", "pdu-2021-ashmere.pdf")
FORMATS = ("parquet", "csv", "jsonl")


def make_archive(folder: Path) -> Path:
    """Read the two reports into `folder/out` from `folder/in`."""
    (folder / "in").mkdir(parents=True)
    for name in NAMES:
        shutil.copyfile(CORPUS / "reports" / name, folder / "in" / name)
    tag(folder)
    return folder


def tag(folder: Path) -> dict[str, Any]:
    """The archive run; what was read before is kept."""
    with chdir(folder):  # the tables hold the paths as they were named
        return tag_archive("in", folder / "out", formats=FORMATS, settings=Settings.of("lite"), limits=Limits(workers=1))


class Filled:
    """A workbook that a reviewer fills in."""

    def __init__(self, path: Path, who: str = "Ada") -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        for row in self.book["Read me"].iter_rows(max_row=10):
            if row[0].value == "Your name":
                row[1].value = who

    def heads(self, sheet: str) -> dict[str, int]:
        return {cell.value: k for k, cell in enumerate(self.book[sheet][HEAD + 1])}

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        """The rows of a sheet as cells by head."""
        heads = self.heads(sheet)
        return [{name: row[k] for name, k in heads.items()} for row in self.book[sheet].iter_rows(min_row=HEAD + 2)]

    def save(self, name: str = "back.xlsx") -> Path:
        path = self.path.with_name(name)
        self.book.save(path)
        return path
