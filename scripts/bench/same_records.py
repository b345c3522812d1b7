"""Whether records are what they were, byte for byte: for changes that shall make reading faster and nothing else.

    python scripts/bench/same_records.py FOLDER [PATH ...] [--model none]

The first run writes the records of all reports into a folder that is not there yet; a run with that folder names the reports
whose records differ. Reports are the PDFs and web pages of the corpus, and of paths given.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

from spacy.language import Language

import findings_nlp as fn

ROOT = Path(__file__).resolve().parents[2]


def reports(paths: list[Path]) -> list[Path]:
    """All PDFs and web pages of the corpus and of further paths."""
    places = [ROOT / "corpus", *paths]
    found = {p for place in places for p in ([place] if place.is_file() else place.rglob("*.*")) if p.suffix in (".pdf", ".html")}
    return sorted(found)


def record(path: Path, nlp: Language) -> bytes:
    """The record as JSON and a digest of the `Doc` behind it, or the error as one line."""
    try:
        doc = nlp(fn.read_doc(path, nlp))
        inside = [
            doc.text,
            [t.idx for t in doc],
            {k: [str(s) for s in v] for k, v in doc.spans.items()},
            doc.user_data["findings_nlp"],
        ]
        digest = hashlib.sha256(json.dumps(inside, default=str).encode()).hexdigest()
        return fn.report_from_doc(doc).model_dump_json(indent=1).encode() + b"\n" + digest.encode()
    except fn.ReportError as error:
        return str(error).encode()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--model", default="none")
    given = parser.parse_args()
    nlp, fresh, differing = fn.load(given.model), not given.folder.exists(), 0
    given.folder.mkdir(parents=True, exist_ok=True)
    found = reports(given.paths)
    for path in found:
        kept = given.folder / f"{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}.{given.model}.json"
        data = record(path, nlp)
        if fresh:
            kept.write_bytes(data)
        elif not kept.exists() or kept.read_bytes() != data:
            differing += 1
            kept.with_suffix(".new.json").write_bytes(data)
            print(f"differs: {path}")
    print(f"{len(found)} reports, {'written' if fresh else f'{differing} differ'}")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
