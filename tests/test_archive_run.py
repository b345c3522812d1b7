import hashlib
import json
import shutil
from pathlib import Path

import pytest
from hostile import good

import findings_nlp as fn
from findings_nlp.archive.engine import Limits
from findings_nlp.archive.outcomes import RunError
from findings_nlp.archive.run import tag_archive
from findings_nlp.archive.settings import Settings

NONE = Settings("none")
FORMATS = ["parquet", "jsonl"]


def run(paths, output: Path, workers: int = 1, settings: Settings = NONE, **more):
    return tag_archive(paths, output, settings=settings, limits=Limits(workers=workers), formats=FORMATS, **more)


def tables(output: Path) -> dict[str, str]:
    """Digest of every table file: all that must not change when nothing has."""
    files = [p for p in output.rglob("*") if p.is_file() and ".records" not in p.parts and p.name != "run.json"]
    return {p.relative_to(output).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def outcomes(output: Path) -> dict[str, tuple[str, str | None]]:
    rows = fn.load_archive(output)["outcomes"]
    rows = rows.astype(object).where(rows.notna(), None)
    return {row.report: (row.status, row.duplicate_of) for row in rows.itertuples()}


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    """Three reports, one twice under two names, one damaged, one with the same words in other bytes."""
    folder = tmp_path_factory.mktemp("archive") / "in"
    (folder / "more").mkdir(parents=True)
    for number in range(3):
        (folder / f"r{number}.pdf").write_bytes(good(number))
    (folder / "more" / "copy.pdf").write_bytes((folder / "r0.pdf").read_bytes())
    (folder / "more" / "reworded.pdf").write_bytes((folder / "r1.pdf").read_bytes() + b"\n% saved again\n")
    (folder / "more" / "r2.pdf").write_bytes(b"%PDF-1.4 no more")
    (folder / "readme.md").write_text("not a report")
    return folder


@pytest.fixture(scope="module")
def done(archive, tmp_path_factory):
    output = tmp_path_factory.mktemp("done")
    return output, run(archive, output, workers=2)


@pytest.fixture
def again(done, archive, tmp_path):
    """A copy of the archive and of its output, to spoil."""
    shutil.copytree(done[0], tmp_path / "out")
    shutil.copytree(archive, tmp_path / "in")
    return tmp_path / "in", tmp_path / "out"


def test_every_file_has_its_outcome_and_duplicates_are_not_counted_twice(done):
    output, told = done
    assert outcomes(output) == {
        "r0.pdf": ("ok", None), "r1.pdf": ("ok", None), "in/r2.pdf": ("ok", None), "more/r2.pdf": ("failed", None),
        "copy.pdf": ("skipped", "r0.pdf"), "reworded.pdf": ("skipped", "r1.pdf"),
    }  # fmt: skip
    assert sorted(fn.load_archive(output)["reports"].report) == ["in/r2.pdf", "r0.pdf", "r1.pdf"]
    assert told["run"]["not_pdf"] == 1
    assert told["counts"]["findings"] == len(fn.load_archive(output)["findings"]) == 18


def test_passport_is_on_disk(done):
    output, told = done
    assert json.loads((output / "run.json").read_text(encoding="utf-8")) == told
    assert told["settings"]["model"] == "none"
    assert set(told["seconds"]) == {"r0.pdf", "r1.pdf", "in/r2.pdf", "more/r2.pdf"}


def test_one_worker_in_another_folder_gives_the_same_bytes(done, archive, tmp_path):
    run(archive, tmp_path / "one", workers=1)
    assert tables(tmp_path / "one") == tables(done[0])


def test_second_run_reads_nothing_and_changes_no_byte(again):
    source, output = again
    before = tables(output)
    told = run(source, output, settings=Settings("none", hook="no.such:hook"))
    assert (told["counts"]["read_now"], told["counts"]["kept_from_earlier_runs"]) == (0, 5)
    # the paths differ, the archive having moved; nothing else does
    assert {name for name, digest in tables(output).items() if digest != before[name]} <= {
        "outcomes.parquet",
        "outcomes.jsonl",
        "records.jsonl",
    }
    assert told["changes"] == {
        "against": told["changes"]["against"], "settings_changed": False, "added": [], "gone": [], "renamed": [], "changed": []
    }  # fmt: skip


def test_force_reads_all_again(again):
    source, output = again
    assert run(source, output, force=True)["counts"]["read_now"] == 5


def test_only_what_is_missing_or_changed_is_read_and_the_difference_is_told(again):
    source, output = again
    (source / "r0.pdf").unlink()
    (source / "r1.pdf").write_bytes(good(77))
    (source / "new.pdf").write_bytes(good(78))
    told = run(source, output)
    assert told["counts"]["read_now"] == 2
    changes = told["changes"]
    assert (changes["added"], changes["gone"]) == (["new.pdf"], ["r0.pdf"])
    assert {c["report"]: c["status"] for c in changes["changed"]} == {
        "r1.pdf": ["ok", "ok"], "copy.pdf": ["skipped", "ok"], "reworded.pdf": ["skipped", "ok"]
    }  # fmt: skip


def test_spoilt_record_is_read_again(again):
    source, output = again
    records = sorted((output / ".records").glob("*-*.json"))
    records[0].write_bytes(records[0].read_bytes()[:-100])
    assert run(source, output)["counts"]["read_now"] == 1


def test_mistyped_folder_leaves_earlier_tables_alone(again, tmp_path):
    output = again[1]
    before = tables(output)
    with pytest.raises(RunError, match="nowhere: no such file: nothing to read"):
        run([tmp_path / "nowhere"], output)
    with pytest.raises(RunError, match="no file was named"):
        run([], output)
    assert tables(output) == before


def test_missing_file_among_others_is_an_outcome(archive, tmp_path):
    told = run([archive / "r0.pdf", archive / "gone.pdf"], tmp_path / "out")
    assert told["failures"] == [
        {"report": "gone.pdf", "path": str(archive / "gone.pdf"), "stage": "input", "reason": "no such file"}
    ]  # fmt: skip
    assert outcomes(tmp_path / "out")["gone.pdf"] == ("failed", None)


def test_unknown_format_is_told_before_the_run(archive, tmp_path):
    with pytest.raises(RunError, match="no table format excel; there are parquet"):
        tag_archive(archive, tmp_path / "out", formats=["excel"], settings=NONE)
    assert not (tmp_path / "out").exists()


def test_disk_that_is_full_at_the_end_keeps_records_and_earlier_tables(again, monkeypatch):
    source, output = again
    before = tables(output)
    (source / "new.pdf").write_bytes(good(79))

    def full(*args, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("findings_nlp.archive.run.write_tables", full)
    with pytest.raises(RunError, match="No space left on device"):
        run(source, output)
    assert tables(output) == before
    monkeypatch.undo()
    told = run(source, output)
    assert (told["counts"]["read_now"], told["changes"]["added"]) == (0, ["new.pdf"])


def test_disk_that_is_full_in_a_worker_stops_the_run_and_the_next_goes_on(archive, tmp_path):
    with pytest.raises(RunError, match="No space left on device"):
        run(archive, tmp_path / "out", settings=Settings("none", hook="hostile:full_disk"))
    assert not (tmp_path / "out" / "run.json").exists()
    assert run(archive, tmp_path / "out")["counts"]["ok"] == 3


def test_lost_outcome_is_an_error(archive, tmp_path, monkeypatch):
    monkeypatch.setattr("findings_nlp.archive.engine.Engine.run", lambda self, items: (x for x in ()))
    with pytest.raises(RunError, match="outcomes do not match inputs"):
        run(archive, tmp_path / "out")
