import os
from pathlib import Path

import pytest

from findings_nlp.archive.inputs import expand


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("b.pdf", "a.PDF", "notes.docx", "deep/er/c.pdf", "deep/a.pdf", "other/a.pdf"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(*paths) -> list[tuple[str, str | None]]:
    return [(item.report, item.problem) for item in expand(list(paths)).items]


def test_folder_is_read_through_in_order_and_other_files_are_counted(folder):
    found = expand("in")
    assert [i.report for i in found.items] == ["a.PDF", "b.pdf", "deep/a.pdf", "c.pdf", "other/a.pdf"]
    assert [i.path for i in found.items][3] == "in/deep/er/c.pdf"
    assert (found.passed_over, found.repeated) == (1, 0)


def test_file_named_twice_is_one_input(folder):
    found = expand(["in/b.pdf", folder / "in", "./in/../in/b.pdf"])
    assert found.items[0].report == "b.pdf"
    assert (len(found.items), found.repeated) == (5, 2)


def test_any_file_may_be_named_whatever_its_ending(folder):
    assert told("in/notes.docx") == [("notes.docx", None)]


def test_glob_finds_files_and_folders(folder):
    assert told("in/*.pdf") == [("b.pdf", None)]
    assert told("in/**/a.*") == [("a.PDF", None), ("deep/a.pdf", None), ("other/a.pdf", None)]
    assert told("in/d*") == [("a.pdf", None), ("c.pdf", None)]


def test_what_is_missing_is_told_and_not_dropped(folder):
    (folder / "hollow").mkdir()
    assert told("no.pdf", "no*.pdf", "hollow", "none.txt", "") == [
        ("no.pdf", "no such file"), ("no*.pdf", "matches no file"), ("hollow", "is a folder without a PDF or HTML page"),
        ("none.txt", "no such file"), (folder.name, "no such file"),
    ]  # fmt: skip
    assert told("a\0b.pdf") == [("a\\x00b.pdf", "is not a usable file name")]


def test_what_is_no_regular_file_is_told_before_anybody_opens_it(folder):
    os.mkfifo(folder / "in" / "pipe.pdf")
    (folder / "in" / "gone.pdf").symlink_to("nowhere")
    found = dict(told("in"))
    assert found["pipe.pdf"] == "is not a regular file"
    assert found["gone.pdf"] == "is a link to nothing"


def test_folder_that_may_not_be_read_is_told(folder, monkeypatch):
    walk = os.walk

    def refusing(top, onerror=None):
        onerror(PermissionError(13, "Permission denied", f"{top}/locked"))
        yield from walk(top)

    monkeypatch.setattr("findings_nlp.archive.inputs.os.walk", refusing)
    assert ("locked", "cannot be read (Permission denied)") in told("in")


def test_list_of_paths_from_the_working_folder_or_beside_the_list(folder):
    (folder / "in" / "list.txt").write_bytes(b"\xef\xbb\xbf# reports\r\n\r\nin/b.pdf\r\ndeep/a.pdf\r\nno.pdf\r\n")
    assert told("in/list.txt") == [("b.pdf", None), ("a.pdf", None), ("no.pdf", "no such file")]


def test_list_parted_by_nul_may_hold_any_name(folder):
    (folder / "in" / "two\nlines.pdf").write_bytes(b"x")
    (folder / "list.txt").write_bytes(b"in/two\nlines.pdf\0in/b.pdf\0")
    assert told("list.txt") == [("two\\nlines.pdf", None), ("b.pdf", None)]


def test_empty_list_is_told(folder):
    (folder / "list.txt").write_text("# nothing\n")
    assert told("list.txt") == [("list.txt", "is a list without a path")]
    assert expand([]).items == []


def test_eight_bit_name_keeps_its_bytes(folder):
    name = b"in/\xff.pdf"
    Path(os.fsdecode(name)).write_bytes(b"x")
    item = next(i for i in expand("in").items if "udcff" in i.report)
    assert os.fsencode(item.path) == name
    assert item.shown == "in/\\udcff.pdf"
    assert told(name) == [("\\udcff.pdf", None)]
