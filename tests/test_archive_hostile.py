"""A folder of hostile files among good ones, through the whole run."""

import csv
import os
from pathlib import Path

import pytest
from hostile import BAD, ODD_NAMES, SURE, make_hostile

import findings_nlp as fn
from findings_nlp.archive.engine import Limits
from findings_nlp.archive.names import escape, unescape
from findings_nlp.archive.run import tag_archive
from findings_nlp.archive.settings import Settings

TIMEOUT = 20.0
ODD = [os.fsdecode(name) for name in ODD_NAMES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("hostile") / "in"
    make_hostile(out)
    return out


@pytest.fixture(scope="module")
def ran(folder):
    told = tag_archive(
        folder,
        folder.parent / "out",
        formats=["parquet", "csv"],
        settings=Settings("none", hook="hostile:trouble"),
        limits=Limits(workers=2, timeout=TIMEOUT, memory=1024),
    )
    return told, fn.load_archive(folder.parent / "out")


def test_there_are_enough_of_them():
    assert len(BAD) >= 40


def test_every_file_has_one_outcome_and_ids_map_back_to_names(ran, folder):
    outcomes = ran[1]["outcomes"]
    names = sorted(str(p) for p in folder.rglob("*") if not p.is_dir())
    assert sorted(unescape(path) for path in outcomes.path) == names
    assert outcomes.report.is_unique
    assert all(path.endswith(report) for path, report in zip(outcomes.path, outcomes.report, strict=True))


def test_every_good_file_has_its_rows_whatever_its_name(ran):
    tables = ran[1]
    wanted = {escape(name) for name in ODD if name != "plain.pdf"} | {"in/plain.pdf", "folder.pdf/plain.pdf"}
    rows = tables["findings"].groupby("report").size()
    assert {name: int(rows.get(name, 0)) for name in wanted} == dict.fromkeys(wanted, 6)


@pytest.mark.parametrize("name", SURE)
def test_bad_file_fails_for_its_reason(ran, name):
    row = ran[1]["outcomes"].set_index("report").loc[name]
    assert row.status == "failed"
    assert SURE[name] in row.reason
    assert "\n" not in row.reason


def test_no_file_is_ok_and_without_findings(ran):
    outcomes = ran[1]["outcomes"].set_index("report")
    read = set(ran[1]["findings"].report)
    assert set(outcomes.index[outcomes.status == "ok"]) <= read
    assert not set(outcomes.index[outcomes.status == "failed"]) & read


def test_no_other_file_fails_for_want_of_a_worker(ran):
    outcomes = ran[1]["outcomes"].set_index("report")
    assert set(outcomes.index[outcomes.stage == "worker"]) == {
        f"worker-{how}.pdf" for how in ("hangs", "killed", "crashes", "leaves", "starves")
    }  # fmt: skip


def test_links_and_pipes_are_told(ran):
    reasons = ran[1]["outcomes"].set_index("report").reason
    assert reasons["pipe.pdf"] == "is not a regular file"
    assert reasons["link-to-nothing.pdf"] == "is a link to nothing"
    assert "cannot be read" in reasons["link-to-itself.pdf"]


def test_formula_in_a_file_name_is_text_in_csv(ran, folder):
    with (folder.parent / "out" / "outcomes.csv").open(encoding="utf-8", newline="") as file:
        names = [row["report"] for row in csv.DictReader(file)]
    assert "'=cmd|' !A0.pdf" in names and "'-output.pdf" in names


def test_passport_counts_them_all(ran):
    told, tables = ran
    assert told["counts"]["files"] == len(tables["outcomes"]) == len(BAD) + len(ODD) + 4
    assert told["counts"]["failed"] == len(told["failures"]) == (tables["outcomes"].status == "failed").sum()
