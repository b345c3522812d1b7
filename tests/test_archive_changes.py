import pytest

from findings_nlp.archive.changes import compare, read_manifest, write_manifest
from findings_nlp.archive.outcomes import Outcome
from findings_nlp.archive.store import Store


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path, "key")


@pytest.fixture
def keep(store, small):
    """Stores the small report with other findings under a hash."""

    def kept(sha: str, *texts: str, report: str = "a.pdf", into: Store = store) -> Outcome:
        findings = [f.model_copy(update={"text": t}) for f, t in zip(small.findings, texts, strict=False)]
        outcome = Outcome(report, report, "ok", sha256=sha)
        into.save(outcome, small.model_copy(update={"findings": findings}).to_json(None))
        return outcome

    return kept


def test_first_run_has_nothing_to_compare_with(store):
    assert read_manifest(store.folder) is None
    assert compare(None, [], store) is None
    (store.folder / "manifest.json").write_text("{broken")
    assert read_manifest(store.folder) is None


def test_unchanged_archive_has_no_changes(store, keep):
    outcomes = [keep("1", "x"), Outcome("bad.pdf", "bad.pdf", "failed", "open", "is empty", sha256="2")]
    write_manifest(store, "2030-01-01", outcomes)
    found = compare(read_manifest(store.folder), outcomes, store)
    assert found == {
        "against": "2030-01-01", "settings_changed": False, "added": [], "gone": [], "renamed": [], "changed": []
    }  # fmt: skip


def test_findings_that_vanished_and_came_are_told_with_their_text(store, keep):
    write_manifest(store, "then", [keep("1", "x", "y", "y")])
    (change,) = compare(read_manifest(store.folder), [keep("2", "y", "z")], store)["changed"]
    assert change["file_changed"] and change["status"] == ["ok", "ok"]
    assert sorted(f["text"] for f in change["findings_vanished"]) == ["x", "y"]
    assert [f["text"] for f in change["findings_new"]] == ["z"]


def test_report_that_can_no_longer_be_read_loses_all_findings(store, keep):
    write_manifest(store, "then", [keep("1", "x", "y")])
    (change,) = compare(read_manifest(store.folder), [Outcome("a.pdf", "a.pdf", "failed", "open", "is empty")], store)["changed"]
    assert change["status"] == ["ok", "failed"]
    assert len(change["findings_vanished"]) == 2


def test_added_gone_and_renamed(store, keep):
    write_manifest(store, "then", [keep("1", "x", report="a"), keep("2", "x", report="b")])
    found = compare(read_manifest(store.folder), [keep("1", "x", report="c"), keep("3", "x", report="d")], store)
    assert (found["added"], found["gone"], found["renamed"]) == (["d"], ["b"], [{"from": "a", "to": "c"}])


def test_other_settings_that_change_no_finding_change_no_report(store, keep):
    write_manifest(store, "then", [keep("1", "x"), keep("2", "x", report="b")])
    other = Store(store.folder, "other")
    now = [keep("1", "x", into=other), keep("2", "q", report="b", into=other)]
    found = compare(read_manifest(store.folder), now, other)
    assert found["settings_changed"]
    assert [c["report"] for c in found["changed"]] == ["b"]


def test_records_that_were_deleted_meanwhile_are_no_error(store, keep):
    write_manifest(store, "then", [keep("1", "x")])
    store.path("1").unlink()
    (change,) = compare(read_manifest(store.folder), [keep("2", "y")], store)["changed"]
    assert change["file_changed"] and change["findings_new"] == []
