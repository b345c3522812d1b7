import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st
from making import ROOT

from findings_nlp.archive.names import escape, unescape, unique_ids

NAMES = st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=12)
# every name that a file system may give: any bytes
BYTES = st.binary(min_size=1, max_size=12).map(os.fsdecode)


@given(NAMES | BYTES)
def test_escaped_name_is_printable_and_maps_back(name):
    shown = escape(name)
    assert shown.isprintable()
    shown.encode("utf-8")
    assert unescape(shown) == name


@given(NAMES | BYTES, NAMES | BYTES)
def test_two_names_never_look_alike(one, other):
    assert (escape(one) == escape(other)) == (one == other)


def test_names_are_the_same_in_every_locale():
    code = (
        "import os, sys; from findings_nlp.archive.names import escape, unescape\n"
        "name = os.fsdecode(b'caf\\xc3\\xa9-\\xff.pdf'); assert unescape(escape(name)) == name\n"
        "sys.stdout.buffer.write(escape(name).encode())"
    )
    env = {"PYTHONPATH": str(ROOT), "PYTHONCOERCECLOCALE": "0"}
    for more in ({"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "C.UTF-8"}):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=env | more)
        assert done.stdout.decode() == "café-\\udcff.pdf"


def test_ordinary_names_stay_as_they_are():
    assert escape("Café & Söhne (2).pdf") == "Café & Söhne (2).pdf"
    assert escape("a\nb.pdf") == "a\\nb.pdf"
    assert escape("a\\nb.pdf") == "a\\\\nb.pdf"


def ids(*paths: str, shown: int = 2) -> list[str]:
    return unique_ids([tuple(p.strip("/").split("/")) for p in paths], [shown] * len(paths))


def test_name_alone_where_it_is_the_only_one():
    assert ids("/x/a.pdf", "/x/b.pdf", "/y/c.pdf") == ["a.pdf", "b.pdf", "c.pdf"]


def test_folders_are_named_where_they_must_be():
    assert ids("/x/2021/a.pdf", "/x/2022/a.pdf", "/x/b.pdf", shown=3) == ["2021/a.pdf", "2022/a.pdf", "b.pdf"]
    assert ids("/m/in/d/a.pdf", "/n/in/d/a.pdf", shown=2) == ["m/in/d/a.pdf", "n/in/d/a.pdf"]


def test_path_that_ends_another_is_told_from_it():
    found = ids("/a.pdf", "/x/a.pdf", "/y/x/a.pdf", shown=3)
    assert len(set(found)) == 3
    assert all("a.pdf" in name for name in found)


PATHS = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(tuple), min_size=1, max_size=12, unique=True)


@given(PATHS, st.integers(1, 3))
def test_ids_are_unique_and_ends_of_their_paths(paths, shown):
    found = unique_ids(paths, [min(shown, len(p)) for p in paths])
    assert len(set(found)) == len(paths)
    assert all(("", *path)[-len(name.split("/")) :] == tuple(name.split("/")) for name, path in zip(found, paths, strict=True))
