from pathlib import Path

import pytest

from findings_nlp.tables.staging import MANIFEST, replacing, settle, where

MEMBERS = ["a.txt", "b.txt", "folder", "gone.txt", MANIFEST]


def fill(out, word, names=MEMBERS):
    with replacing(out, MEMBERS) as part:
        for name in names:
            if name == "folder":
                (part / name / "in").mkdir(parents=True)
                (part / name / "in" / "c.txt").write_text(word, encoding="utf-8")
            else:
                (part / name).write_text(word, encoding="utf-8")


def words(out):
    found = {}
    for name in MEMBERS:
        path = where(out, name)
        path = path / "in" / "c.txt" if name == "folder" else path
        found[name] = path.read_text(encoding="utf-8") if path.exists() else None
    return found


def test_set_replaces_the_earlier_one_and_leaves_nothing_beside(tmp_path):
    (tmp_path / "mine").mkdir()
    fill(tmp_path, "old")
    fill(tmp_path, "new", ["a.txt", "folder", MANIFEST])
    assert words(tmp_path) == {"a.txt": "new", "b.txt": None, "folder": "new", "gone.txt": None, MANIFEST: "new"}
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "a.txt", "folder", MANIFEST}


@pytest.mark.parametrize("moment", range(8))
def test_crash_at_any_rename_leaves_one_whole_set_that_the_next_run_finishes(tmp_path, monkeypatch, moment):
    fill(tmp_path, "old")
    count, replace = iter(range(100)), Path.replace

    def crashing(path, target):
        if next(count) == moment:
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", crashing)
    if moment < 7:
        with pytest.raises(KeyboardInterrupt):
            fill(tmp_path, "new")
    else:
        fill(tmp_path, "new")
        assert next(count) == moment, "more renames than the test knows: raise its range"
    monkeypatch.undo()
    assert set(words(tmp_path).values()) == {"old" if moment == 0 else "new"}
    settle(tmp_path)
    assert set(words(tmp_path).values()) == {"old" if moment == 0 else "new"}
    fill(tmp_path, "newest")
    assert set(words(tmp_path).values()) == {"newest"}
    assert {path.name for path in tmp_path.iterdir()} == set(MEMBERS)


def test_half_written_set_of_a_killed_run_is_thrown_away(tmp_path):
    fill(tmp_path, "old")
    (tmp_path / ".tables.part").mkdir()
    (tmp_path / ".tables.part" / "a.txt").write_text("half", encoding="utf-8")
    assert set(words(tmp_path).values()) == {"old"}
    fill(tmp_path, "new", ["b.txt"])
    assert words(tmp_path)["a.txt"] is None


def test_folder_takes_the_place_of_a_file_and_the_other_way(tmp_path):
    (tmp_path / "folder").write_text("a file", encoding="utf-8")
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "a.txt" / "part-0").write_text("old", encoding="utf-8")
    fill(tmp_path, "new")
    assert set(words(tmp_path).values()) == {"new"}
