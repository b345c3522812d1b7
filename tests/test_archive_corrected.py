import hashlib
import json
import shutil

import pytest
from reviewing import FORMATS, Filled, make_archive, tag
from typer.testing import CliRunner

import findings_nlp as fn
from findings_nlp.archive.corrected import MistakesError, take, undo
from findings_nlp.archive.outcomes import RunError
from findings_nlp.cli import app
from findings_nlp.errors import DataFileError
from findings_nlp.review.log import NAME, read_log
from findings_nlp.tables.schema import tables


def call(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_archive(tmp_path_factory.mktemp("corrected"))


@pytest.fixture
def archive(made, tmp_path):
    shutil.copytree(made, tmp_path / "archive")
    return tmp_path / "archive"


def review(archive, *more):
    path = archive / "review.xlsx"
    code, said = call("review", archive / "out", "-o", path, "--most", 40, *more)
    assert code == 0, said
    return Filled(path)


def rows(archive, name):
    frame = fn.load_archive(archive / "out", arrow=True)[name]
    return frame.to_pylist()


def digests(archive):
    found = [*(archive / "out").glob("*.parquet"), *(archive / "out").glob("*.csv"), *(archive / "out").glob("*.jsonl")]
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in found if p.name != NAME}


def edited(filled):
    """Turn the first finding, give the second one theme, make a link of no reason a reason; all three told."""
    first, second, *_ = filled.rows("Findings")
    first["Polarity"].value = "Strength" if first["Polarity"].value != "Strength" else "Area for improvement"
    for head, cell in second.items():
        if head.startswith("Theme "):
            cell.value = None
    second["Theme 1"].value = "Unpaid work"
    link = next(row for row in filled.rows("Links") if row["Is it a reason?"].value == "No reason")
    link["Is it a reason?"].value = "Reason"
    return first, second, link


def test_review_sent_back_as_it_was_changes_nothing(archive):
    before = digests(archive)
    told = take(review(archive).save(), archive / "out")
    assert (told["stored"], told["changed"]) == (0, 0) and digests(archive) == before
    assert not (archive / "out" / NAME).exists()


def test_exactly_the_edited_cells_change_and_come_back_with_undo(archive):
    before, digest = {name: rows(archive, name) for name in tables()}, digests(archive)
    filled = review(archive)
    first, second, link = edited(filled)
    keys = [(row["Report"].value, row["Finding"].value) for row in (first, second)]
    told = take(filled.save(), archive / "out")
    assert (told["stored"], told["changed"], told["tables"]) == (3, 3, True)
    assert told["corrections"] == {"in_force": 3, "applied": 3, "not_applied": []}
    after = {name: rows(archive, name) for name in tables()}
    cells = {
        (old["report"], old["finding"], column)
        for old, new in zip(before["findings"], after["findings"], strict=True)
        for column in old
        if old[column] != new[column]
    }
    assert cells == {(*keys[0], "polarity"), (*keys[0], "corrected"), (*keys[1], "themes"), (*keys[1], "corrected")}
    themed = {(r["report"], r["finding"]) for r in before["finding_themes"] if r not in after["finding_themes"]}
    assert themed <= {keys[1]}
    evidence = [row for row in after["evidence"] if row not in before["evidence"]]
    pair = (link["Report"].value, link["Recommendation"].value, link["Finding"].value)
    assert [(r["report"], r["recommendation"], r["finding"], r["band"], r["corrected"]) for r in evidence] == [
        (*pair, "reason", True)
    ]
    for name in ("outcomes", "ratings", "key_questions", "quotes", "warnings", "finding_quantities", "recommendation_themes"):
        assert before[name] == after[name]
    changed = digests(archive)
    assert tag(archive)["corrections"]["applied"] == 3 and digests(archive) == changed
    undo(archive / "out")
    assert digests(archive) == digest
    tag(archive)
    assert digests(archive) == digest


def test_record_says_that_it_was_corrected(archive):
    filled = review(archive)
    first, second, _ = edited(filled)
    take(filled.save(), archive / "out")
    records = [fn.Report.from_json(line) for line in (archive / "out" / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    marked = {(r.source.name, f.id): f for r in records for f in r.findings if f.corrected}
    assert set(marked) == {(row["Report"].value, row["Finding"].value) for row in (first, second)}
    [theme] = marked[second["Report"].value, second["Finding"].value].themes
    assert (theme.theme == "unpaid_work" and (theme.score, theme.calibrated) == (1.0, False)) or theme.calibrated


def test_the_log_says_who_when_what_before_and_after(archive):
    filled = review(archive)
    first, *_ = edited(filled)
    first["Comment"].value = "=HYPERLINK is only text"
    first["Comment"].data_type = "s"
    take(filled.save(), archive / "out", who="Grace")
    [entry, *_] = read_log(archive / "out" / NAME)
    assert entry["who"] == "Grace" and entry["batch"] == "b001" and entry["what"] == "finding" and entry["when"].startswith("20")
    assert entry["before"]["polarity"] != entry["after"]["polarity"] and entry["before"]["themes"] == entry["after"]["themes"]
    assert entry["comment"] == "=HYPERLINK is only text"


def test_same_file_again_stores_nothing_new(archive):
    filled = review(archive)
    edited(filled)
    path = filled.save()
    take(path, archive / "out")
    before = (archive / "out" / NAME).read_bytes()
    told = take(path, archive / "out")
    assert (told["stored"], told["again"]) == (0, 3) and (archive / "out" / NAME).read_bytes() == before


def test_what_a_later_review_confirms_stays_corrected(archive):
    filled = review(archive)
    first, *_ = edited(filled)
    key, side = (first["Report"].value, first["Finding"].value), first["Polarity"].value
    take(filled.save(), archive / "out")
    later = review(archive, "--by", "random", "--most", 500)
    row = next(r for r in later.rows("Findings") if (r["Report"].value, r["Finding"].value) == key)
    assert row["Polarity"].value == side
    row["Checked"].value = "Yes"
    told = take(later.save(), archive / "out")
    assert told["stored"] == 1 and told["changed"] == 0 and told["corrections"]["applied"] == 3
    [found] = [r for r in rows(archive, "findings") if (r["report"], r["finding"]) == key]
    assert found["corrected"] and found["polarity"] == side.lower().replace(" ", "_")


def test_every_mistake_is_told_and_nothing_is_stored(archive):
    before, filled = digests(archive), review(archive)
    found, links = filled.rows("Findings"), filled.rows("Links")
    edited(filled)
    found[3]["Theme 1"].value = "Weather"
    found[4]["Text"].value += " Indeed."
    found[5]["Finding"].value = "f999"
    found[6]["Polarity"].value = "Bad"
    found[7]["Checked"].value = "maybe"
    found[8]["Comment"].value = "=1+1"
    found[9]["Report"].value, found[9]["Finding"].value = found[10]["Report"].value, found[10]["Finding"].value
    found[9]["Text"].value = found[10]["Text"].value
    links[0]["Is it a reason?"].value = None
    with pytest.raises(MistakesError) as error:
        take(filled.save(), archive / "out")
    words = (
        "Weather",
        "Text was changed",
        "no yjs",
        "unknown polarity 'Bad'",
        "Checked is 'maybe'",
        "formula",
        "another row",
        "neither",
    )
    assert len(error.value.lines) == len(words)
    for row, (line, word) in enumerate(zip(error.value.lines, words, strict=True)):
        assert word.replace("no yjs", "the review has no") in line and ("row" in line), (row, line)
    assert digests(archive) == before and not (archive / "out" / NAME).exists()
    code, said = call("corrections", archive / "back.xlsx", "--archive", archive / "out")
    assert code == 1 and said.count("\n") == len(words) + 1 and "8 mistakes: nothing was stored" in said


def test_sorted_rows_and_rows_left_out_are_no_mistake(archive):
    filled = review(archive)
    edited(filled)
    sheet = filled.book["Findings"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    sheet.delete_rows(5, len(values))
    for row in reversed(values[:10]):
        sheet.append(row)
    assert take(filled.save(), archive / "out")["changed"] == 3


def test_report_that_changed_keeps_corrections_of_the_same_text_and_lists_the_rest(archive):
    filled = review(archive)
    edited(filled)
    take(filled.save(), archive / "out")
    log = archive / "out" / NAME
    entries = read_log(log)
    # the first finding reads otherwise now, and the second has another id and other bytes
    entries[0]["text"] += " And more."
    entries[1]["finding"], entries[1]["sha256"] = "f998", "0" * 64
    log.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    told = tag(archive)["corrections"]
    assert told["applied"] == 2 and [m["reason"] for m in told["not_applied"]] == ["no finding of the report has this text"]


def test_report_that_is_gone_is_told(archive):
    filled = review(archive)
    edited(filled)
    take(filled.save(), archive / "out")
    first, *_ = read_log(archive / "out" / NAME)
    (archive / "in" / first["report"]).unlink()
    told = tag(archive)["corrections"]
    assert {m["reason"] for m in told["not_applied"]} == {"the report is not in this run"}


def test_quality_is_told_in_run_json_and_by_the_command(archive):
    filled = review(archive, "--by", "random")
    for row in filled.rows("Findings") + filled.rows("Links"):
        row["Checked"].value = "Yes"
    edited(filled)
    code, said = call("corrections", filled.save(), "--archive", archive / "out")
    assert code == 0 and "40 findings taken at random" in said
    told = json.loads((archive / "out" / "run.json").read_text(encoding="utf-8"))["quality"]
    assert told["findings"] == 40 and told["polarity"]["all"]["precision"]["value"] == 39 / 40
    assert 0 < told["themes"]["all"]["recall"]["value"] < 1 and told["reasons"]["recall"]["of"] == told["links"]


def test_log_that_is_damaged_stops_the_run_with_its_line(archive):
    (archive / "out" / NAME).write_text('{"what": "finding"}\n', encoding="utf-8")
    with pytest.raises(DataFileError, match="line 1"):
        tag(archive)


def test_wrong_archive_or_review_is_one_line(archive, tmp_path):
    path = review(archive).save()
    with pytest.raises(RunError, match="not the folder of an archive run"):
        take(path, tmp_path)
    shutil.rmtree(archive / "out" / "reviews")
    with pytest.raises(DataFileError, match="belongs to the review"):
        take(path, archive / "out")
    for data in (b"not a workbook", b"{}", b'{"review": "../../x"}'):
        (tmp_path / "x.xlsx").write_bytes(data)
        code, said = call("corrections", tmp_path / "x.xlsx", "--archive", archive / "out")
        assert code == 1 and said.count("\n") == 1 and "Traceback" not in said
    assert call("corrections", "--archive", archive / "out", "--undo")[0] == 1
    assert call("corrections", "--archive", archive / "out")[0] == 1


def test_name_must_be_told(archive):
    filled = review(archive)
    edited(filled)
    for row in filled.book["Read me"].iter_rows(max_row=10):
        if row[0].value == "Your name":
            row[1].value = None
    with pytest.raises(DataFileError, match="does not say who"):
        take(filled.save(), archive / "out")


def test_records_that_are_gone_leave_the_corrections_for_the_next_run(archive):
    filled = review(archive)
    edited(filled)
    for path in (archive / "out" / ".records").glob("*-*.json"):
        path.unlink()
    told = take(filled.save(), archive / "out")
    assert told["tables"] is False and len(read_log(archive / "out" / NAME)) == 3
    assert tag(archive)["corrections"]["applied"] == 3
    assert set(json.loads((archive / "out" / "tables.json").read_text())["formats"]) == set(FORMATS)
