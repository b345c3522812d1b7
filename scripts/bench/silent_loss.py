"""Damages parts of the corpus's reports in seeded ways and counts what the record makes of it.

    python scripts/bench/silent_loss.py --count 2000 --seed 1 [--kind NAME] [--list]

`right`: the record is that of the sound report, without the words that the damage took away. `told`: it is not, the report is
partial, and a page of the damage is named. `told elsewhere`: partial, but with none of these pages. `silent`: neither.
Ends with 1 where fewer than 99% are right or told. The damages are those of `tests/damages.py`.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import damages  # noqa: E402

import findings_nlp as fn  # noqa: E402
from findings_nlp import pipeline  # noqa: E402
from findings_nlp.archive.outcomes import PARTIAL  # noqa: E402
from findings_nlp.errors import ReportError  # noqa: E402
from findings_nlp.record.build import report_from_doc  # noqa: E402
from findings_nlp.record.schema import Report  # noqa: E402
from findings_nlp.source.pdf import TextLayer, read_text_layer  # noqa: E402

WANTED = 0.99


class Reports:
    """The corpus's PDFs, read once: bytes, text layer and record by name."""

    def __init__(self, folder: Path) -> None:
        self.nlp = fn.load("none")
        self.data = {path.stem: path.read_bytes() for path in sorted(folder.glob("*.pdf"))}
        self._layers: dict[str, TextLayer] = {}
        self._records: dict[str, Report] = {}

    def layer(self, name: str) -> TextLayer:
        """A copy of a report's text layer."""
        if name not in self._layers:
            self._layers[name] = read_text_layer(self.data[name], f"{name}.pdf")
        return copy.deepcopy(self._layers[name])

    def record(self, name: str) -> Report:
        """The record of a sound report."""
        if name not in self._records:
            self._records[name] = self.of_layer(self.layer(name))
        return self._records[name]

    def of_layer(self, layer: TextLayer) -> Report:
        """The record of a text layer."""
        read = pipeline.read_text_layer
        pipeline.read_text_layer = lambda *given: layer  # type: ignore[assignment]
        try:
            return report_from_doc(self.nlp(pipeline.read_pdf(b"", self.nlp)))
        finally:
            pipeline.read_text_layer = read


def one(reports: Reports, name: str, kind: str, random: Random) -> tuple[str, str] | None:
    """Verdict and differences of one damage of one report; None where the report has nothing to damage in that way."""
    before = reports.record(name)
    if kind in damages.LAYER:
        layer = reports.layer(name)
        damage = damages.LAYER[kind](layer, before, random)
        if damage is None:
            return None
        after = reports.of_layer(layer)
    else:
        made = damages.FILE[kind](reports.data[name], before, random)
        if made is None:
            return None
        data, damage = made
        try:
            after = fn.read_report(data, name=f"{name}.pdf", nlp=reports.nlp)
        except ReportError as error:
            return "told", str(error)
    return damages.verdict(before, after, damage, PARTIAL)


def run(count: int, seed: int, kinds: list[str], names: list[str], listed: bool, folder: Path) -> dict[str, Counter[str]]:
    """Damage reports in `count` ways; verdicts by kind of damage."""
    reports = Reports(folder)
    names = names or list(reports.data)
    out: defaultdict[str, Counter[str]] = defaultdict(Counter)
    number = done = 0
    while done < count:
        kind, name = kinds[number % len(kinds)], names[(number // len(kinds) + number) % len(names)]
        found = one(reports, name, kind, Random(f"{seed} {number}"))  # noqa: S311
        if found is not None:
            out[kind][found[0]] += 1
            done += 1
            if listed and found[0] not in ("right", "told"):
                print(f"{number} {kind} {name}: {found[0]}: {found[1]}", flush=True)
        number += 1
        if number > 20 * count:
            break
    return out


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", action="append", help="only this kind of damage; may be repeated")
    parser.add_argument("--report", action="append", help="only this report of the folder; may be repeated")
    parser.add_argument("--list", action="store_true", help="print what is silent or told elsewhere")
    parser.add_argument("--folder", type=Path, default=ROOT / "corpus" / "reports", help="sound PDFs")
    given = parser.parse_args()
    kinds = given.kind or [*damages.LAYER, *damages.FILE]
    found = run(given.count, given.seed, kinds, given.report or [], given.list, given.folder)
    total = sum(found.values(), Counter())
    for kind, counts in sorted(found.items(), key=lambda pair: -pair[1]["silent"]):
        print(f"{kind:34}" + "".join(f"{counts[v]:5} {v}" for v in ("right", "told", "told elsewhere", "silent")))
    share = (total["right"] + total["told"]) / total.total() if total else 0.0
    print(json.dumps({"seed": given.seed, "damages": total.total()} | dict(total) | {"right_or_told": round(share, 4)}))
    return 0 if share >= WANTED else 1


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
