import json
from dataclasses import replace

import pytest

from findings_nlp.archive.outcomes import Outcome, RunError
from findings_nlp.archive.store import Store, opened, write_whole

DONE = Outcome("a.pdf", "in/a.pdf", "ok", seconds=0.5, pages=3, sha256="ab12", words_sha256="ff")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path, "key")


def test_outcome_and_record_come_back_under_the_present_name(store, small):
    store.save(DONE, small.to_json(None))
    assert store.load("ab12", "b.pdf", "x/b.pdf") == replace(DONE, report="b.pdf", path="x/b.pdf")
    again = store.record("ab12", "b.pdf")
    assert again.source.name == "b.pdf"
    assert again.findings == small.findings
    assert json.loads(store.path("ab12").read_text())["record"]["family"] == small.family


def test_failed_file_is_kept_without_a_record(store):
    failed = replace(DONE, status="failed", stage="open", reason="is empty", pages=None)
    store.save(failed, None)
    assert store.load("ab12", "a.pdf", "in/a.pdf") == failed


def test_other_settings_find_nothing(store, small):
    store.save(DONE, small.to_json(None))
    assert Store(store.folder, "other").load("ab12", "a", "a") is None


@pytest.mark.parametrize(
    "spoil", [lambda d: d[:-1], lambda d: d[:40], lambda d: b"", lambda d: b"null\n" + d, lambda d: d + b" "]
)
def test_file_that_is_not_whole_counts_as_not_there(store, small, spoil):
    store.save(DONE, small.to_json(None))
    path = store.path("ab12")
    path.write_bytes(spoil(path.read_bytes()))
    assert store.load("ab12", "a", "a") is None


def test_record_that_a_disk_spoilt_is_named(store, small):
    store.save(DONE, small.to_json(None))
    path = store.path("ab12")
    path.write_bytes(path.read_bytes().replace(b"strength", b"\0\0\0\0\0\0\0\0"))
    with pytest.raises(RunError, match=r"ab12.*damaged"):
        store.record("ab12", "a.pdf")


def test_write_that_fails_leaves_the_earlier_file_and_no_litter(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_whole(path, "earlier")
    monkeypatch.setattr("findings_nlp.archive.store.os.fsync", lambda fd: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        write_whole(path, "later")
    assert path.read_text() == "earlier"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_only_one_run_at_a_time_and_its_litter_is_removed(tmp_path):
    (tmp_path / ".records").mkdir()
    (tmp_path / ".records" / "x.1.part").write_text("half")
    with opened(tmp_path, "key"):
        assert not list((tmp_path / ".records").glob("*.part"))
        with pytest.raises(RunError, match="another run"), opened(tmp_path, "key"):
            pass
    with opened(tmp_path, "key"):
        pass


def test_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="file: cannot be written"), opened(tmp_path / "file", "key"):
        pass


def test_pruning_keeps_what_the_run_uses_and_what_is_no_record(tmp_path, small):
    used, unused = "a" * 64, "b" * 64
    store, other = Store(tmp_path, "1" * 16), Store(tmp_path, "2" * 16)
    for where, sha256 in ((store, used), (store, unused), (other, used)):
        where.save(replace(DONE, sha256=sha256), small.to_json(None))
    (store.folder / "note.json").write_text("{}")
    assert store.prune([used]) == 2
    assert sorted(p.name for p in store.folder.iterdir()) == [store.path(used).name, "note.json"]
