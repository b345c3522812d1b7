import json
import shutil

import pandas as pd
import pyarrow as pa
import pytest
from tabling import FORMATS, archive

import findings_nlp as fn
from findings_nlp.errors import TablesError
from findings_nlp.site.archive import archive_of
from findings_nlp.tables import write_tables
from findings_nlp.tables.load import load_rows
from findings_nlp.tables.schema import tables


@pytest.fixture
def out(small, tmp_path):
    write_tables(tmp_path, FORMATS, archive(small, ["a", "b"]))
    return tmp_path


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_alone_is_loaded(small, tmp_path, form):
    write_tables(tmp_path, [form], archive(small, ["a", "b"]))
    found = fn.load_archive(tmp_path)
    assert list(found) == list(tables()) and len(found["findings"]) == 2 * len(small.findings)
    first = found["findings"].iloc[0]
    assert (first["headings"], first["themes"]) == (["a", ""], ["staffing", "mine"])
    themes = found["finding_themes"]
    assert themes["calibrated"].tolist()[:2] == [True, False]
    assert themes["spans"].tolist()[:2] == [[[0, 1], [0, 1], [0, 1]], []]
    assert themes["theme_words"].tolist()[:2] == [["a", "a", "a"], []]
    assert found["evidence"]["band"].tolist()[:2] == ["reason", "possible"]


def test_frames_are_those_of_the_reports(small, tmp_path):
    from findings_nlp.tables.frames import frames

    write_tables(tmp_path, ["parquet"], archive(small, ["a"]))
    _, report = next(archive(small, ["a"]))
    want = frames([report])
    for name, frame in fn.load_archive(tmp_path).items():
        if name != "outcomes":
            pd.testing.assert_frame_equal(
                frame.drop(columns="report", errors="ignore"), want[name].drop(columns="report", errors="ignore")
            )


@pytest.mark.parametrize("form", FORMATS)
def test_rows_are_the_same_whatever_the_format_and_make_the_same_pages_as_frames(out, form):
    rows = load_rows(out, form=form)
    assert rows == load_rows(out, form="sqlite")
    assert {name: len(found) for name, found in rows.items()} == {n: len(f) for n, f in fn.load_archive(out).items()}
    assert archive_of(rows) == archive_of(fn.load_archive(out, form=form))


def test_rows_of_an_unknown_table_are_refused(out):
    with pytest.raises(ValueError, match="no table nothing"):
        load_rows(out, ["nothing"])
    with pytest.raises(TypeError):
        load_rows(out, "findings")


def test_tables_asked_for_and_no_other(out):
    assert list(fn.load_archive(out, ["quotes", "findings"])) == ["quotes", "findings"]
    with pytest.raises(ValueError, match="no table nothing; there are outcomes"):
        fn.load_archive(out, ["nothing"])


@pytest.mark.parametrize("form", FORMATS)
def test_arrow_tables_have_one_schema_whatever_the_format(out, form):
    for name, table in fn.load_archive(out, arrow=True, form=form).items():
        told = tables()[name]
        assert table.schema.names == list(told.columns)
        for key in told.key:
            assert not table.schema.field(key).nullable and table.schema.field(key).type in (pa.string(), pa.int64())
        assert table.schema.metadata[b"findings_nlp.schema_version"] == b"4"
        for column in told.columns.values():
            assert table.schema.field(column.name).metadata == {b"description": column.about.encode()}


def test_folder_of_parts_is_loaded_like_a_file(out):
    import pyarrow.parquet as pq

    whole = pq.read_table(out / "findings.parquet")
    (out / "findings.parquet").unlink()
    (out / "findings.parquet").mkdir()
    pq.write_table(whole.slice(0, 3), out / "findings.parquet" / "part-0.parquet")
    pq.write_table(whole.slice(3), out / "findings.parquet" / "part-1.parquet")
    (out / "findings.parquet" / "_SUCCESS").write_text("", encoding="utf-8")
    assert fn.load_archive(out, form="parquet")["findings"].equals(fn.load_archive(out, form="sqlite")["findings"])


def test_files_without_their_list_are_found(out):
    (out / "tables.json").unlink()
    assert len(fn.load_archive(out, form="csv")["reports"]) == 2
    (out / "findings.parquet").unlink()
    assert len(fn.load_archive(out)["reports"]) == 2


def test_tables_with_rows_cut_off_at_the_end_of_a_line_are_told(out):
    for name in ("findings.csv", "outcomes.jsonl"):
        path = out / name
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
        with pytest.raises(TablesError, match=r"has \d+ rows where tables\.json tells \d+"):
            fn.load_archive(out, form=path.suffix[1:])


def test_pandas_and_duckdb_open_the_files_as_they_are(out):
    assert pd.read_parquet(out / "findings.parquet")["themes"].map(list).tolist()[0] == ["staffing", "mine"]
    assert pd.read_csv(out / "findings.csv")["finding"].iloc[0] == "f001"
    duckdb = pytest.importorskip("duckdb")
    path = (out / "findings.parquet").as_posix()
    assert duckdb.sql(f"SELECT count(*) FROM '{path}' WHERE list_contains(themes, 'mine')").fetchall() == [(2,)]
    words = f"SELECT substring(f.text, t.spans[1][1] + 1, t.spans[1][2] - t.spans[1][1]) FROM '{(out / 'finding_themes.parquet').as_posix()}' t JOIN '{path}' f USING (report, finding) WHERE len(t.spans) > 0"
    assert set(duckdb.sql(words).fetchall()) == {("a",), ("b",)}
    assert duckdb.sql(f"SELECT count(*) FROM read_csv('{(out / 'findings.csv').as_posix()}')").fetchall() == [(12,)]


def test_no_folder_no_tables_and_no_such_format_are_told(tmp_path, small):
    with pytest.raises(TablesError, match="nowhere: is not a folder of tables"):
        fn.load_archive(tmp_path / "nowhere")
    with pytest.raises(TablesError, match=r"holds no tables$"):
        fn.load_archive(tmp_path)
    write_tables(tmp_path, ["csv"], archive(small, ["a"]))
    with pytest.raises(TablesError, match="holds no tables as sqlite"):
        fn.load_archive(tmp_path, form="sqlite")


def test_tables_of_another_version_are_refused(out):
    told = json.loads((out / "tables.json").read_text(encoding="utf-8"))
    (out / "tables.json").write_text(json.dumps(told | {"schema_version": 99}), encoding="utf-8")
    with pytest.raises(TablesError, match="schema version 99, this findings_nlp reads 4"):
        fn.load_archive(out)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"formats": 3, "schema_version": 1}'])
def test_damaged_list_of_tables_is_told(out, text):
    (out / "tables.json").write_text(text, encoding="utf-8")
    with pytest.raises(TablesError, match=r"tables\.json: is not a list of tables"):
        fn.load_archive(out)


NAMES = {"parquet": "findings.parquet", "sqlite": "archive.sqlite", "csv": "findings.csv", "jsonl": "records.jsonl",
         "dataset": "dataset/findings/data-00000-of-00001.arrow"}  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("harm", ["cut", "noise", "empty", "gone"])
def test_damaged_tables_give_one_line_and_no_rows(out, form, harm):
    path = out / NAMES[form]
    data = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes({"cut": data[: len(data) * 2 // 3], "noise": b"\xff\x00noise" * 99, "empty": b""}[harm])
    with pytest.raises(TablesError) as caught:
        fn.load_archive(out, form=form)
    assert "\n" not in str(caught.value) and f"the {form} tables cannot be read" in str(caught.value)


def test_set_moved_half_way_is_read_as_the_new_one(out, small):
    other = out / "other"
    write_tables(other, FORMATS, archive(small, ["new"]))
    ready = out / ".tables.ready"
    ready.mkdir()
    for path in other.iterdir():
        shutil.move(path, (out if path.name == "findings.parquet" else ready) / path.name)
    assert {fn.load_archive(out, form=form)["quotes"]["text"].tolist()[0] for form in FORMATS} == {"new"}
    assert len(fn.load_archive(out)["findings"]) == len(small.findings)
