import pytest

from findings_nlp.errors import DataFileError
from findings_nlp.pipes.themes.taxonomy import Theme, parse_themes, read_themes, shipped_themes

GOOD = '[[theme]]\nid = "river_work"\nname = "River work"\ndefinition = "Work on rivers and their banks."\n'

BAD = [
    pytest.param("[[theme]\nid = 3", "is not valid TOML", id="bad TOML"),
    pytest.param('[[theme]]\nid = "a_b"\nid = "a_c"', "is not valid TOML", id="key twice"),
    pytest.param("", "has no [[theme]] table", id="empty file"),
    pytest.param('[theme]\nid = "river_work"', "has no [[theme]] table", id="one plain table"),
    pytest.param("theme = []", "has no [[theme]] table", id="empty list"),
    pytest.param('theme = ["rivers"]', "theme 1 is not a table", id="text for a table"),
    pytest.param(GOOD + GOOD, "has the id 'river_work' twice", id="duplicate id"),
    pytest.param(GOOD.replace("river_work", "staffing"), "has the id 'staffing', which is taken", id="id of a shipped theme"),
    pytest.param(GOOD + 'colour = "blue"', "theme 'river_work' has the unknown field 'colour'", id="unknown field"),
    pytest.param(GOOD + '"col\\nour" = "blue"', "has the unknown field", id="newline in a field"),
    pytest.param(GOOD.replace("Work on rivers and their banks.", ""), "theme 'river_work' has no definition", id="empty definition"),
    pytest.param(GOOD.replace("Work on rivers and their banks.", "  "), "has no definition", id="blank definition"),
    pytest.param(GOOD.replace('name = "River work"\n', ""), "theme 'river_work' has no name", id="no name"),
    pytest.param(GOOD.replace('id = "river_work"\n', ""), "theme 1 has no id", id="no id"),
    pytest.param(GOOD.replace("river_work", "River Work"), "an id is lower-case letters", id="id with capitals"),
    pytest.param(GOOD.replace('"river_work"', "7"), "'id' is not text", id="number for an id"),
    pytest.param(GOOD + "include = 4", "theme 'river_work': 'include' is not text", id="number for a text"),
    pytest.param(GOOD + 'phrases = "rivers"', "'phrases' is not a list of texts", id="text for a list"),
    pytest.param(GOOD + "examples = [1, 2]", "'examples' is not a list of texts", id="list of numbers"),
]  # fmt: skip


def complaint(path) -> str:
    with pytest.raises(DataFileError) as caught:
        read_themes([path])
    assert (caught.value.path, caught.value.stage) == (str(path), "pipeline")
    return str(caught.value)


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_bad_file_gives_one_line_that_names_it(tmp_path, text, reason):
    path = tmp_path / "rivers.toml"
    path.write_text(text, encoding="utf-8")
    said = complaint(path)
    assert said.startswith(f"{path}: ")
    assert reason in said
    assert len(said.splitlines()) == 1


def test_file_that_is_not_there(tmp_path):
    assert "cannot be read" in complaint(tmp_path / "none.toml")


def test_folder_for_a_file(tmp_path):
    assert "cannot be read" in complaint(tmp_path)


def test_file_that_is_not_text(tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes(GOOD.replace("rivers", "rivières").encode("latin-1"))
    assert "cannot be read" in complaint(path)


def test_id_of_another_file(tmp_path):
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"b\.toml: has the id 'river_work', which is taken"):
        read_themes([tmp_path / "a.toml", tmp_path / "b.toml"])


def test_fields_of_a_theme():
    text = GOOD + 'group = "Water"\ninclude = "dams"\nexclude = "lakes"\nphrases = ["weirs"]\nexamples = ["A weir was mended."]'
    assert parse_themes(text, "x.toml") == (
        Theme(
            "river_work", "River work", "Work on rivers and their banks.", "Water", "dams", "lakes", ("weirs",), ("A weir was mended.",)
        ),
    )  # fmt: skip


def test_order_of_files_and_themes_is_kept(tmp_path):
    (tmp_path / "z.toml").write_text(GOOD + GOOD.replace("river_work", "lake_work"), encoding="utf-8")
    (tmp_path / "a.toml").write_text(GOOD.replace("river_work", "sea_work"), encoding="utf-8")
    assert [t.id for t in read_themes([tmp_path / "z.toml", str(tmp_path / "a.toml")])] == ["river_work", "lake_work", "sea_work"]


def test_shipped_taxonomy():
    themes = shipped_themes()
    assert len(themes) == len({t.id for t in themes}) == len({t.name for t in themes}) == 30
    assert all(t.group and t.definition.strip() == t.definition for t in themes)
    assert len({t.group for t in themes}) < 10
