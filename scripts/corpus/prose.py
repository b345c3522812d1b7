"""Prose of fictional reports with its judgements marked: parse, mark a second time without seeing the marks, settle.

python scripts/corpus/prose.py blind DRAFTS BLIND [ID ...]        # files for the second reader, without marks
python scripts/corpus/prose.py settle DRAFTS ANSWERS [ID ...]     # corpus/prose/ID.jsonl, and how far the two readers agree
python scripts/corpus/prose.py agree                              # the agreement again, from corpus/prose

A draft is plain text: `@ id: ... | family: ... | year: ... | title: ...`, then `# chapter`, `## heading`, and one paragraph,
`- item` or `> quotation` a line, with judgements as `[+ ... +]`, `[- ... -]` or `[~ ... ~]`. A second reader's file has one
judgement a line, `p017 2-3 -`: the paragraph, its sentences from 1, the side.

A line of corpus/prose: `id`, `headings` (outermost first), `kind` (paragraph, item, quote), `sentences`, `first` and `second`:
the runs `[first sentence from 0, last, side]` of the writer and of the second reader. The first line says which report it is.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from findings_nlp.pipes.prose.sentences import sentences

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus" / "prose"
SIDES = "+-~"
_MARK = re.compile(r"\[([+\-~]) (.*?) ?([+\-~])\]")
_ANSWER = re.compile(r"(p\d{3})\s+(\d+)(?:\s*-\s*(\d+))?\s+([+\-~–—−])\s*(?:#.*)?")
_KINDS = {"- ": "item", "> ": "quote"}


class Run(NamedTuple):
    """One judgement: its first and last sentence, from 0, and its side (`+`, `-` or `~`)."""

    first: int
    last: int
    side: str


def parse_draft(path: Path) -> tuple[dict[str, str], list[dict[str, Any]], list[str]]:
    """What a draft says of itself, its paragraphs, and what is wrong with it."""
    head: dict[str, str] = {"id": path.stem}
    rows: list[dict[str, Any]] = []
    faults: list[str] = []
    headings: list[str] = []
    for number, written in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = written.strip()
        if line.startswith("@"):
            head |= {key.strip(): value.strip() for key, _, value in (part.partition(":") for part in line[1:].split("|"))}
        elif line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            headings = [*headings[: level - 1], line.lstrip("# ").strip()]
        elif line:
            kind = _KINDS.get(line[:2], "paragraph")
            text = line if kind == "paragraph" else line[2:].strip()
            row, wrong = _paragraph(text)
            faults += [f"{path.name}:{number}: {fault}" for fault in wrong]
            rows.append({"id": f"p{len(rows) + 1:03d}", "headings": list(headings), "kind": kind, **row})
    return head, rows, faults


def _paragraph(marked: str) -> tuple[dict[str, Any], list[str]]:
    """The sentences of a marked paragraph and its runs."""
    faults: list[str] = []
    text, places, at = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        if found[1] != found[3]:
            faults.append(f"a mark opens as {found[1]} and ends as {found[3]}: {found[2][:50]}")
        places.append((len(text), len(text) + len(found[2]), found[1]))
        text, at = text + found[2], found.end()
    text += marked[at:]
    if re.search(r"\[[+\-~]\s|\s[+\-~]\]", text):
        faults.append(f"a mark is not closed or stands in another: {text[:60]}")
    spans = sentences(text)
    runs = []
    for start, end, side in places:
        inside = [k for k, (a, b) in enumerate(spans) if min(b, end) - max(a, start) > 0.5 * (b - a)]
        if not inside:
            faults.append(f"a mark holds no whole sentence: {text[start:end][:60]}")
            continue
        if abs(spans[inside[0]][0] - start) > 2 or abs(spans[inside[-1]][1] - end) > 2:
            faults.append(f"a mark does not end with its sentence: {text[start:end][:60]}")
        runs.append([inside[0], inside[-1], side])
    return {"sentences": [text[a:b] for a, b in spans], "first": runs}, faults


def write_blind(head: dict[str, str], rows: list[dict[str, Any]], path: Path) -> None:
    """The report without marks, its sentences numbered, for the second reader."""
    out = [f"{head.get('title', '')} ({head.get('family', '')}, {head.get('year', '')})"]
    before: list[str] = []
    for row in rows:
        for level, heading in enumerate(row["headings"]):
            if row["headings"][: level + 1] != before[: level + 1]:
                out += ["", f"{'#' * (level + 1)} {heading}"]
        before = row["headings"]
        out += ["", f"{row['id']} {row['kind']}", *(f"  {k} {text}" for k, text in enumerate(row["sentences"], 1))]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


def read_answers(path: Path, rows: list[dict[str, Any]]) -> tuple[dict[str, list[list[Any]]], list[str]]:
    """The second reader's runs by paragraph, and the lines that name no run."""
    lengths = {row["id"]: len(row["sentences"]) for row in rows}
    runs: dict[str, list[list[Any]]] = {}
    faults = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _ANSWER.fullmatch(line.strip())
        first = int(found[2]) - 1 if found else -1
        last = int(found[3] or found[2]) - 1 if found else -1
        if not found or not 0 <= first <= last < lengths.get(found[1], 0):
            faults.append(f"{path.name}:{number}: no run of sentences: {line.strip()[:60]}")
            continue
        side = "-" if found[4] in "–—−" else found[4]
        taken = {k for a, b, _ in runs.get(found[1], []) for k in range(a, b + 1)}
        if taken & set(range(first, last + 1)):
            faults.append(f"{path.name}:{number}: the run stands in another: {line.strip()[:60]}")
            continue
        runs.setdefault(found[1], []).append([first, last, side])
    return {name: sorted(found) for name, found in runs.items()}, faults


def read_corpus(folder: Path = CORPUS) -> dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The settled reports by id: what the first line says, and the paragraphs."""
    out = {}
    for path in sorted(folder.glob("*.jsonl")):
        head, *rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        out[path.stem] = (head, rows)
    return out


def groups(row: dict[str, Any]) -> Iterator[tuple[list[Run], list[Run]]]:
    """The runs of both readers, put together where they share a sentence."""
    found = [(Run(*run), who) for who in (0, 1) for run in row[("first", "second")[who]]]
    found.sort(key=lambda item: item[0])
    end, current = -1, ([], [])  # type: tuple[int, tuple[list[Run], list[Run]]]
    for run, who in found:
        if run.first > end and (current[0] or current[1]):
            yield current
            current = ([], [])
        current[who].append(run)
        end = max(end, run.last)
    if current[0] or current[1]:
        yield current


def overlap(one: Run, other: Run, words: list[int]) -> float:
    """F1 of the words of two runs; `words` counts those of each sentence of the paragraph."""
    shared = sum(words[max(one.first, other.first) : min(one.last, other.last) + 1])
    return 2 * shared / (sum(words[one.first : one.last + 1]) + sum(words[other.first : other.last + 1]))


def agreement(rows: list[dict[str, Any]]) -> Counter[str]:
    """Counts of what two readers gave alike: sentences, findings at overlaps of 0.6 and 0.9, sides."""
    count: Counter[str] = Counter()
    for row in rows:
        words = [len(text.split()) for text in row["sentences"]]
        sides = [{k: run[2] for run in row[who] for k in range(run[0], run[1] + 1)} for who in ("first", "second")]
        both = sides[0].keys() & sides[1].keys()
        count["paragraphs"] += 1
        count["sentences"] += len(words)
        count["in_first"] += len(sides[0])
        count["in_second"] += len(sides[1])
        count["in_both"] += len(both)
        count["same_side"] += sum(sides[0][k] == sides[1][k] for k in both)
        count["first"] += len(row["first"])
        count["second"] += len(row["second"])
        for name, least in (("at_0.6", 0.6), ("at_0.9", 0.9)):
            free = [Run(*run) for run in row["second"]]
            for run in (Run(*run) for run in row["first"]):
                near = max(free, key=lambda other: overlap(run, other, words), default=None)
                if near is not None and overlap(run, near, words) >= least:
                    free.remove(near)
                    count[name] += 1
    return count


def told(name: str, count: Counter[str]) -> str:
    """One line of agreement."""
    sentence = 2 * count["in_both"] / max(1, count["in_first"] + count["in_second"])
    finding = {key: 2 * count[key] / max(1, count["first"] + count["second"]) for key in ("at_0.6", "at_0.9")}
    side = count["same_side"] / max(1, count["in_both"])
    return (
        f"{name:32} paragraphs {count['paragraphs']:5} sentences {count['sentences']:5} runs {count['first']:4} {count['second']:4}"
        f"  F1 sentences {sentence:.3f}  findings {finding['at_0.6']:.3f} (0.6) {finding['at_0.9']:.3f} (0.9)  side {side:.3f}"
    )


def _drafts(folder: Path, ids: list[str]) -> list[Path]:
    return [path for path in sorted(folder.glob("*.txt")) if not ids or path.stem in ids]


def _blind(drafts: Path, out: Path, ids: list[str]) -> int:
    bad = 0
    for path in _drafts(drafts, ids):
        head, rows, faults = parse_draft(path)
        write_blind(head, rows, out / path.name)
        marked = sum(b - a + 1 for row in rows for a, b, _ in row["first"])
        count = sum(len(row["sentences"]) for row in rows)
        print(f"{path.stem}: {len(rows)} paragraphs, {count} sentences, {marked / max(1, count):.0%} of them marked")
        print(*faults, sep="\n", end="\n" if faults else "")
        bad += len(faults)
    return int(bad > 0)


def _settle(drafts: Path, answers: Path, ids: list[str]) -> int:
    total: Counter[str] = Counter()
    bad = 0
    CORPUS.mkdir(exist_ok=True)
    for path in _drafts(drafts, ids):
        second = answers / path.name
        head, rows, faults = parse_draft(path)
        given: dict[str, list[list[Any]]] | None = None
        if second.is_file():
            given, wrong = read_answers(second, rows)
            faults += wrong
        with (CORPUS / f"{path.stem}.jsonl").open("w", encoding="utf-8") as file:
            print(json.dumps(head | {"readers": 1 if given is None else 2}, ensure_ascii=False), file=file)
            for row in rows:
                row["second"] = row["first"] if given is None else given.get(row["id"], [])
                print(json.dumps(row, ensure_ascii=False), file=file)
        print(*faults, sep="\n", end="\n" if faults else "")
        bad += len(faults)
        if given is None:
            print(f"{path.stem:32} paragraphs {len(rows):5}: no second reader yet")
            continue
        count = agreement(rows)
        total += count
        print(told(path.stem, count))
    print(told("all", total))
    return int(bad > 0)


def _agree() -> int:
    total: Counter[str] = Counter()
    for name, (head, rows) in read_corpus().items():
        if head["readers"] < 2:
            print(f"{name:32} paragraphs {len(rows):5}: one reader")
            continue
        count = agreement(rows)
        total += count
        print(told(name, count))
    print(told("all", total))
    return 0


def main() -> int:
    """Run one of the three commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("blind", "settle", "agree"))
    parser.add_argument("drafts", type=Path, nargs="?")
    parser.add_argument("other", type=Path, nargs="?", help="folder of blind files to write, or of the second reader's answers")
    parser.add_argument("ids", nargs="*")
    args = parser.parse_args()
    if args.command == "agree":
        return _agree()
    if args.drafts is None or args.other is None:
        parser.error("name the folder of drafts and the other folder")
    return (_blind if args.command == "blind" else _settle)(args.drafts, args.other, args.ids)


if __name__ == "__main__":
    sys.exit(main())
