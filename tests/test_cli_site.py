import pytest
from siting import tables
from typer.testing import CliRunner

from findings_nlp.cli import app
from findings_nlp.tables.frames import frame_of_rows


def call(*arguments: object):
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def out(tmp_path):
    """A folder of an archive run."""
    folder = tmp_path / "out"
    folder.mkdir()
    for name, frame in (tables() | {"outcomes": frame_of_rows("outcomes", [])}).items():
        frame.to_parquet(folder / f"{name}.parquet")
    return folder


def test_site_writes_pages_and_names_the_one_to_open(out, tmp_path):
    result = call("site", out, "-o", tmp_path / "site")
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{tmp_path / 'site' / 'index.html'}\n"
    assert "4 reports, 2 services" in result.stderr
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.parametrize("given", ["nowhere", "file", "empty"])
def test_what_is_no_archive_gets_one_line_and_writes_nothing(given, tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    result = call("site", tmp_path / given, "-o", tmp_path / "site")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert str(tmp_path / given) in result.stderr
    assert not (tmp_path / "site").exists()


def test_a_folder_of_other_files_is_left_alone(out, tmp_path):
    result = call("site", out, "-o", out)
    assert result.exit_code == 1
    assert "choose an empty folder" in result.stderr
    assert (out / "findings.parquet").is_file()


def test_the_model_that_compares_inspections_is_chosen_and_told(out, tmp_path):
    result = call("site", out, "-o", tmp_path / "site", "--compare", "lite")
    assert result.exit_code == 0, result.output
    # five findings and four recommendations of the three reports on the youth service
    assert "comparing 9 texts by the model 'lite'; services with two or more inspections: 1" in result.stderr
    assert "What changed" in (tmp_path / "site" / "services" / "youth-elmby-otterton.html").read_text(encoding="utf-8")
    result = call("site", out, "-o", tmp_path / "site", "--compare", "none")
    assert result.exit_code == 0 and "comparing" not in result.stderr
