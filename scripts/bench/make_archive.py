"""A large archive for trials: PDFs derived from the corpus's reports, each with bytes and words of its own.

Each copy gets other metadata and an annex of one to three pages with figures of its own; nothing is random, so that the
same call gives the same files. Usage: python scripts/bench/make_archive.py FOLDER [--count 2000]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pymupdf

REPORTS = Path(__file__).parents[2] / "corpus" / "reports"


def variant(source: Path, number: int) -> bytes:
    """The bytes of copy `number` of a report."""
    with pymupdf.open(source) as document:
        document.set_metadata(document.metadata | {"subject": f"Copy {number}", "keywords": f"copy-{number}"})
        for sheet in range(1 + number % 3):
            page = document.new_page()
            page.insert_text((72, 100), f"Annexe {number}.{sheet}: cases by office", fontsize=16)
            for row in range(24):
                cases = (number * 31 + sheet * 17 + row * 7) % 97
                page.insert_text(
                    (72, 140 + 22 * row), f"Office {number}-{row} reviewed {cases} of {cases + row} cases.", fontsize=11
                )
        out: bytes = document.tobytes(no_new_id=True, deflate=True)
    return out


def main() -> None:
    """Write the archive, in folders of a hundred."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    given = parser.parse_args()
    sources = sorted(REPORTS.glob("*.pdf"))
    for number in range(given.count):
        source = sources[number % len(sources)]
        path = given.folder / f"{number // 100:03}" / f"{source.stem}-{number:05}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(variant(source, number))
    print(f"{given.count} reports in {given.folder}")


if __name__ == "__main__":
    main()
