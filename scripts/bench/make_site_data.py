"""Synthetic tables of a large archive, to measure and to look at the archive explorer. Everything in them is fictional.

Texts are sentences of the corpus' findings with their places, numbers and clauses mixed anew, plus rare words, so that they
vary about as much as real ones; services are inspected several times over the years under the names of each framework; some
themes and recommendations come back. The same seed gives the same tables.

Usage: python scripts/bench/make_site_data.py OUT [--reports 2000] [--findings 150000] [--seed 6]     (writes one Parquet a table)
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path
from typing import Any

import pandas as pd

from findings_nlp.families import Family, shipped_families
from findings_nlp.families.bands import POINTS, RATINGS, overall_for
from findings_nlp.keys.bodies import bodies_of
from findings_nlp.keys.services import service_of
from findings_nlp.keys.standards import standard_id
from findings_nlp.tables.across import rows_across
from findings_nlp.tables.frames import frame_of_rows
from findings_nlp.tables.schema import LISTS, Table, tables

ROOT = Path(__file__).parents[2]
REGIONS = ("Lowmarch", "Fenmoor", "East Wolds", "Fenland Coast", "Severn Marches", "North Fells", "Tidewater", "Chalk Downs")
# names of a service by sector and family, so that the site must know it again
NAMES = {
    "yos_2018": "{} youth offending service", "yjs_2021": "{} youth justice service", "yjs_2025_full": "{} YJS", "yjs_2025_icv": "{} YJS",
    "pdu_2021": "{} PDU", "pdu_2023": "{} Probation Delivery Unit", "region_2023": "{} region", "nps_2018": "{} division",
    "crc_2018": "{} Community Rehabilitation Company", "crc_nps_2019": "{} Community Rehabilitation Company", "national_2025": "The Probation Service",
}  # fmt: skip
START = ("Ash", "Black", "Brack", "Brook", "Castle", "Elm", "Fern", "Grim", "Harrow", "Holm", "Kings", "Lang", "Marsh", "Nether", "Otter", "Port",
         "Quarry", "Raven", "Salt", "Tarn", "Under", "Wester", "Wych", "Yar")  # fmt: skip
END = (
    "by",
    "combe",
    "dale",
    "fell",
    "ford",
    "ham",
    "hurst",
    "ley",
    "mere",
    "moor",
    "mouth",
    "stead",
    "stow",
    "thorpe",
    "ton",
    "wick",
)
LASTING = (("2018", "2021"), ("2021", "2025"), ("2024", "2027"))


def _texts() -> list[tuple[str, str, list[str]]]:
    """Polarity, text and themes of every finding of the corpus' gold records and labelled texts."""
    out = []
    for path in sorted((ROOT / "corpus" / "gold").glob("*.json")):
        for f in json.loads(path.read_text(encoding="utf-8"))["findings"]:
            themes = [t["theme"] if isinstance(t, dict) else t for t in f.get("themes", [])]
            out.append((f["polarity"], f["text"], themes))
    return out


def _weights(rng: random.Random, texts: list[tuple[str, str, list[str]]]) -> dict[str, tuple[float, float]]:
    """How readily each theme is written about in 2018, and what each year adds."""
    themes = sorted({theme for _, _, found in texts for theme in found})
    return {theme: (rng.uniform(0.1, 1.0), rng.uniform(-0.1, 0.1)) for theme in themes}


def _drawn(
    rng: random.Random, pool: list[tuple[str, str, list[str]]], weights: dict[str, tuple[float, float]], year: int
) -> tuple[str, str, list[str]]:
    for _ in range(5):
        found = rng.choice(pool)
        if all(rng.random() < weights[t][0] + weights[t][1] * (year - 2018) for t in found[2]):
            break
    return found


def _mixed(rng: random.Random, pool: list[tuple[str, str, list[str]]], tools: dict[str, Any], year: int) -> tuple[str, list[str]]:
    """One sentence of each of two texts of a pool, with other numbers and now and then a rare word."""
    (_, one, themes), (_, two, more) = (_drawn(rng, pool, tools["weights"], year) for _ in range(2))
    rare = tools["rare"]
    clause = rng.choice(re.split(r"(?<=[.;])\s+", two))
    first = re.split(r"(?<=[.])\s+", one)[0]
    text = re.sub(r"\b\d{2}\b", lambda _: str(rng.randint(10, 99)), f"{first} {clause}")
    if rng.random() < 0.3:
        text += f" This was seen in {rng.choice(rare)}."
    return text, list(dict.fromkeys([*themes, *(more if rng.random() < 0.15 else [])]))


def _places(rng: random.Random, wanted: int) -> list[tuple[str, str, str]]:
    """Name, sector and region of services."""
    names = [s + e for s in START for e in END]
    rng.shuffle(names)
    doubled = [f"{one} and {other}" for one, other in zip(names, reversed(names), strict=True)]
    sectors = ["youth", "adult"]
    pairs = [(name, sector) for name in (names + doubled) for sector in sectors]
    return [(name, sector, rng.choice(REGIONS)) for name, sector in pairs[:wanted]]


def _family(rng: random.Random, sector: str, year: int, families: dict[str, Family]) -> Family:
    wanted = ("yos", "yjs") if sector == "youth" else ("crc", "nps", "pdu", "region")
    fits = [
        f for f in families.values()
        if f.id.startswith(wanted) and f.published_from[:4] <= str(year) <= f.published_to[:4]
    ]  # fmt: skip
    pdus = [f for f in fits if f.id.startswith("pdu")]
    return rng.choice(pdus or fits)


Rows = list[dict[str, Any]]


def _findings(
    rng: random.Random, shared: dict[str, Any], family: Family, year: int, size: int, tools: dict[str, Any]
) -> tuple[Rows, Rows]:
    """The findings of a report and their themes."""
    findings, themes = [], []
    for k in range(size):
        polarity = "strength" if rng.random() < 0.45 else "area_for_improvement"
        text, found = _mixed(rng, tools["pools"][polarity], tools, year)
        standard = rng.choice([*family.standards, None])
        section = family.standards.get(standard or "", "Diversity and inclusion")
        row = {"finding": f"f{k + 1:03d}", "standard": standard, "section": section, "polarity": polarity}
        findings.append(shared | row | {"text": text, "themes": found, "page": 6 + k // 4})
        themes += [{"report": shared["report"], "finding": row["finding"]} | _theme(text, t, k) for k, t in enumerate(found)]
    return findings, themes


def _theme(text: str, theme: str, place: int) -> dict[str, Any]:
    """A theme with some words of the text as what carries it, others for each theme of the text."""
    start = text.find(" ", 20 * place) + 1
    span = [start, min(len(text), start + 24)]
    words = [text[slice(*span)]]
    return {"theme": theme, "score": 0.8, "calibrated": True, "because": words, "theme_words": words, "spans": [span]}


def _recommendations(rng: random.Random, shared: dict[str, Any], again: list[Any], year: int, tools: dict[str, Any]) -> Rows:
    """Eight recommendations, a quarter of them asked of the service before."""
    out = []
    for k in range(8):
        known = again and rng.random() < 0.25
        text, found = rng.choice(again) if known else _mixed(rng, tools["pools"]["area_for_improvement"], tools, year)
        again.append((text, found))
        item = {
            "report": shared["report"],
            "recommendation": f"r{k + 1:02d}",
            "number": k + 1,
            "addressee": shared["inspected_body"],
        }
        out.append(item | {"text": text, "themes": found[:2], "page": 5})
    return out


def _rows_of(
    rng: random.Random, number: int, place: tuple[str, str, str], year: int, size: int, tools: dict[str, Any]
) -> dict[str, Rows]:
    """The rows of one report, table by table."""
    name, sector, region = place
    family = _family(rng, sector, year, tools["families"])
    body, published, key = NAMES[family.id].format(name), f"{year}-{rng.randint(1, 12):02d}", f"{family.id}-{number:04d}.pdf"
    quality = tools["quality"].setdefault(name + sector, rng.gauss(1.2, 0.9)) + rng.gauss(0, 0.5)
    ratings = [(s, n, RATINGS[min(3, max(0, round(rng.gauss(quality, 0.7))))]) for s, n in family.standards.items()]
    score, maximum = sum(POINTS[r] for _, _, r in ratings), 3 * len(ratings)
    shared = {"report": key, "inspected_body": body, "family": family.id, "published": published}
    shared["region"] = region if sector == "adult" else None
    service = service_of(body, family.id)
    shared |= {"service_id": service.id, "sector": service.sector}
    ids = {s: standard_id(s, n, service.sector) for s, n in family.standards.items()}
    findings, themes = _findings(rng, shared, family, year, size, tools)
    recommendations = _recommendations(rng, shared, tools["asked"].setdefault(name + sector, []), year, tools)
    for row in findings:
        row["standard_id"] = ids.get(row["standard"])
    addressees = [
        {"report": key, "recommendation": r["recommendation"], "position": n, "body_id": b.id, "kind": b.kind, "name": b.name}
        for r in recommendations for n, b in enumerate(bodies_of(r["addressee"], service), 1)
    ]  # fmt: skip
    evidence = [
        {"report": key, "recommendation": r["recommendation"], "finding": f"f{rng.randint(1, size):03d}", "score": score, "band": "reason" if score >= 0.4 else "possible"}
        for r in recommendations for score in (round(rng.uniform(0.3, 0.95), 2), round(rng.uniform(0.3, 0.95), 2))
    ]  # fmt: skip
    asked_themes = [
        {"report": key, "recommendation": r["recommendation"]} | _theme(r["text"], t, k)
        for r in recommendations for k, t in enumerate(r["themes"])
    ]  # fmt: skip
    head = shared | {
        "service_kind": service.kind,
        "sha256": f"{number:064x}",
        "language": "en",
        "title": f"An inspection of {body}",
    }
    head |= {"overall_rating": overall_for(score, maximum), "score": score, "score_maximum": maximum}
    asked = [
        {"report": key, "standard": s, "question": f"Does {n.lower()} focus sufficiently on {what}?", "percent_yes": rng.randint(30, 95), "page": 20}
        for s, n in family.standards.items() if s.lstrip("PR ").startswith("2") for what in ("engagement", "desistance", "safety")
    ]  # fmt: skip
    return {
        "reports": [head],
        "ratings": [{"report": key, "standard": s, "name": n, "rating": r, "page": 4, "standard_id": ids[s], "position": k} for k, (s, n, r) in enumerate(ratings, 1)],
        "key_questions": asked, "findings": findings, "finding_themes": themes, "recommendations": recommendations,
        "recommendation_themes": asked_themes, "evidence": evidence, "addressees": addressees,
    }  # fmt: skip


def _filled(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row with every column of its table: an empty cell, or the like of one, where the row says nothing."""
    empty = {"text": "", "integer": 0, "number": 0.0, "flag": False}
    return {
        name: row.get(name, [] if column.kind in LISTS else None if column.missing else empty[column.kind])
        for name, column in table.columns.items()
    }


def make_tables(reports: int, findings: int, seed: int = 6) -> dict[str, pd.DataFrame]:
    """Synthetic tables as `findings_nlp.load_archive` gives them."""
    rng = random.Random(seed)  # noqa: S311  (not for secrets)
    texts = _texts()
    tools = {
        "families": {f.id: f for f in shipped_families() if f.id not in ("national_2025",)},
        "pools": {p: [t for t in texts if t[0] == p] for p in ("strength", "area_for_improvement")},
        # a vocabulary with a long tail: 30,000 made-up names
        "rare": [
            "".join(rng.choice(START).lower() + rng.choice(END) for _ in range(2)) + rng.choice("aeiou") for _ in range(30000)
        ],
        "asked": {},
        "weights": _weights(rng, texts),
        "quality": {},
    }
    places = _places(rng, max(1, reports * 2 // 5))
    out: dict[str, list[dict[str, Any]]] = {name: [] for name in tables()}
    for number in range(reports):
        place, turn = places[number % len(places)], number // len(places)
        low, high = LASTING[turn % len(LASTING)]
        size = findings // reports + (number < findings % reports)
        for name, rows in _rows_of(rng, number, place, rng.randint(int(low), int(high) - 1), size, tools).items():
            out[name] += [_filled(tables()[name], row) for row in rows]
    given = [(name, row) for name, rows in out.items() for row in rows]
    made: dict[str, list[dict[str, Any]]] = {name: [] for name in tables()}
    for name, row in rows_across(given):
        made[name].append(row)
    return {name: frame_of_rows(name, rows) for name, rows in made.items()}


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--findings", type=int, default=150_000)
    parser.add_argument("--seed", type=int, default=6)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for name, frame in make_tables(given.reports, given.findings, given.seed).items():
        frame.to_parquet(given.out / f"{name}.parquet")
        print(f"{name}: {len(frame)}")


if __name__ == "__main__":
    main()
