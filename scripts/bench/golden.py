"""Records of two states of the code over the same files, compared byte for byte.

    python scripts/bench/golden.py write OUT [--code FOLDER] [--model none] [PATH ...]    # one JSON file for each report
    python scripts/bench/golden.py compare BEFORE AFTER [--but warnings --but account]    # exit code 1 where they differ

`--code` is the root of another checkout (`git worktree add FOLDER COMMIT`) whose package reads the files; without it this one's.
Without paths: every PDF and web page of the corpus. What cannot be read is kept as the line that tells why. The fields that
`--but` names are left out of both records wherever they stand; the rest must be equal as text, order and spelling of numbers
included.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FORMS = (".pdf", ".html")


def write(code: Path, out: Path, paths: list[Path], model: str) -> int:
    """Read files with the package of a checkout and store a record of each; gives how many were read.

    Args:
        code: the root of the checkout.
        out: where the records go, under the files' paths with `_` for `/`.
        paths: files, or folders whose PDFs and web pages are read.
        model: `none`, `lite` or `full`.
    """
    sys.path.insert(0, str(code))
    import findings_nlp as fn

    if not Path(fn.__file__).is_relative_to(code.resolve()):
        raise SystemExit(f"golden: findings_nlp comes from {fn.__file__}, not from {code}")
    out.mkdir(parents=True, exist_ok=True)
    nlp = fn.load(model)
    count = 0
    for path in files(paths):
        try:
            text = fn.read_report(path, nlp=nlp).to_json()
        except fn.ReportError as error:
            text = json.dumps({"error": str(error)})
        (out / f"{'_'.join(path.parts[-3:])}.json").write_text(text, encoding="utf-8")
        count += 1
    return count


def files(paths: list[Path]) -> Iterator[Path]:
    """The files themselves, and those of the folders in the order of their names."""
    for path in paths:
        yield from sorted(p for p in path.rglob("*") if p.suffix in FORMS) if path.is_dir() else [path]


def without(value: Any, names: frozenset[str]) -> Any:
    """A JSON value without the fields of these names, at any depth."""
    if isinstance(value, dict):
        return {key: without(inner, names) for key, inner in value.items() if key not in names}
    return [without(inner, names) for inner in value] if isinstance(value, list) else value


def differences(before: Any, after: Any, where: str = "") -> Iterator[str]:
    """The fields in which two JSON values differ, as paths without the places in lists: `findings[].text`."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            if key in before and key in after:
                yield from differences(before[key], after[key], f"{where}.{key}".lstrip("."))
            else:
                yield f"{where}.{key} ({'gone' if key in before else 'new'})".lstrip(".")
        if list(before) != list(after) and set(before) == set(after):
            yield f"{where} (order)"
    elif isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            yield f"{where}[] (count)"
        for a, b in zip(before, after, strict=False):
            yield from differences(a, b, f"{where}[]")
    elif before != after or type(before) is not type(after):
        yield where


def compare(before: Path, after: Path, but: frozenset[str]) -> int:
    """Print in which files and fields the records of two folders differ; gives the number of files that do."""
    names = sorted({p.name for folder in (before, after) for p in folder.glob("*.json")})
    if not names:
        raise SystemExit(f"golden: no records in {before} and {after}")
    fields: Counter[str] = Counter()
    unlike = 0
    for name in names:
        if not ((before / name).is_file() and (after / name).is_file()):
            print(f"{name}: only in one folder")
            unlike += 1
            continue
        texts = [(folder / name).read_text(encoding="utf-8") for folder in (before, after)]
        if texts[0] == texts[1]:
            continue
        one, other = (without(json.loads(text), but) for text in texts)
        if json.dumps(one) != json.dumps(other):
            found = sorted(set(differences(one, other)))
            print(f"{name}: {', '.join(found)}")
            fields.update(found)
            unlike += 1
    print(f"{len(names)} files, {unlike} differ")
    for field, count in fields.most_common():
        print(f"  {count:4} {field}")
    return unlike


def main() -> None:
    """Write records, or compare two folders of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    doing = parser.add_subparsers(dest="doing", required=True)
    writing = doing.add_parser("write")
    writing.add_argument("out", type=Path)
    writing.add_argument("paths", nargs="*", type=Path, default=[ROOT / "corpus"])
    writing.add_argument("--code", type=Path, default=ROOT)
    writing.add_argument("--model", choices=("none", "lite", "full"), default="none")
    comparing = doing.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--but", action="append", default=[], metavar="FIELD")
    given = parser.parse_args()
    if given.doing == "write":
        print(f"{write(given.code.resolve(), given.out, [p.resolve() for p in given.paths], given.model)} records in {given.out}")
    elif compare(given.before, given.after, frozenset(given.but)):
        sys.exit(1)


if __name__ == "__main__":
    main()
