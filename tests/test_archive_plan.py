import pytest

from findings_nlp.archive.inputs import expand
from findings_nlp.archive.outcomes import Outcome
from findings_nlp.archive.plan import make_plan
from findings_nlp.archive.store import Store


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "in"
    inside.mkdir()
    for name, data in (("a.pdf", b"one"), ("b.pdf", b"two"), ("c.pdf", b"one"), ("d.pdf", b"one")):
        (inside / name).write_bytes(data)
    return inside


def test_same_bytes_are_read_once_and_told(folder):
    plan = make_plan(expand(folder).items)
    assert [item.report for item in plan.todo] == ["a.pdf", "b.pdf"]
    assert {name: (o.status, o.duplicate_of) for name, o in plan.settled.items()} == {
        "c.pdf": ("skipped", "a.pdf"), "d.pdf": ("skipped", "a.pdf")
    }  # fmt: skip


def test_missing_and_unreadable_files_are_settled_as_failed(folder, monkeypatch):
    items = expand([folder, folder / "no.pdf"]).items
    (folder / "b.pdf").unlink()  # between the two looks
    plan = make_plan(items)
    assert (plan.settled["no.pdf"].stage, plan.settled["no.pdf"].reason) == ("input", "no such file")
    assert plan.settled["b.pdf"].stage == "open"
    assert "No such file" in plan.settled["b.pdf"].reason


def test_what_an_earlier_run_has_read_is_kept_unless_forced(folder, tmp_path):
    items, store = expand(folder).items, Store(tmp_path, "key")
    sha = make_plan(items).hashes["b.pdf"]
    store.save(Outcome("", "", "failed", "open", "is empty", sha256=sha), None)
    plan = make_plan(items, store)
    assert ([i.report for i in plan.todo], plan.kept) == (["a.pdf"], 1)
    assert (plan.settled["b.pdf"].reason, plan.settled["b.pdf"].path) == ("is empty", str(folder / "b.pdf"))
    assert [i.report for i in make_plan(items, store, force=True).todo] == ["a.pdf", "b.pdf"]


def test_file_whose_worker_died_gets_its_hash(folder):
    plan = make_plan(expand(folder).items)
    assert plan.with_hash(Outcome("a.pdf", "", "failed")).sha256 == plan.hashes["a.pdf"]
    assert plan.with_hash(Outcome("a.pdf", "", "ok", sha256="own")).sha256 == "own"
