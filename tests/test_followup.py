import csv
import io
import json

import pytest
from making import ROOT
from siting import asked, finding, report
from tabling import FORMATS, Told
from typer.testing import CliRunner

import findings_nlp as fn
from findings_nlp.cli import app
from findings_nlp.followup.states import thread_row
from findings_nlp.record.plan import plan_report
from findings_nlp.tables.across import rows_across
from findings_nlp.tables.rows import report_rows
from findings_nlp.tables.schema import tables
from findings_nlp.tables.write import write_tables

NAME = "Otterton youth justice service"
BOARD = "make sure that every statutory partner attends the board at a senior level"
SPEECH = "provide speech and language therapy to all children who need it"


def plan(
    rows, title=f"{NAME} action plan, May 2019", head="No,Recommendation,Agreed?,Action,Owner,Date,Progress", name="plan.csv"
):
    lines = [title] if title else []
    return plan_report("\n".join([*(f'"{line}"' for line in lines), head, *rows]).encode(), name)


def inspections():
    first = [finding(1, "Board members seldom came.", "leadership")]
    second = [
        finding(1, "All partners now attend the board regularly and at the right level.", "leadership", strength=True),
        finding(2, "There was no speech and language therapist for children.", "diversity"),
    ]
    return [
        report("a.pdf", NAME, "yos_2018", "2019-03", first, recommendations=[asked(1, BOARD), asked(2, SPEECH)]),
        report(
            "b.pdf",
            NAME,
            "yjs_2021",
            "2022-03",
            second,
            recommendations=[asked(1, "provide speech and language therapy to children")],
        ),
    ]


def rows_of(*reports):
    found = {name: [] for name in tables()}
    for table, row in rows_across(row for one in reports for row in report_rows(one)):
        found[table].append(row)
    return found


def joined(*plans):
    return [
        (a["recommendation_report"], a["recommendation"], a["joined_by"], a["reason"])
        for a in rows_of(*inspections(), *plans)["answers"]
    ]


def test_answers_are_joined_by_number_and_wording():
    assert joined(plan([f'1,"{BOARD}",Yes,Write,A,May 2019,', "2,speech therapy for children,Yes,Hire,B,,"])) == [
        ("a.pdf", "r01", "number_and_wording", None),
        ("a.pdf", "r02", "number_and_wording", None),
    ]


def test_answers_out_of_order_and_without_numbers_are_joined_by_wording():
    found = plan(
        ['"Provide speech and language therapy to all children who need it",Yes,Hire,B,', f'"{BOARD}",No,None,A,'],
        head="Recommendation,Agreed?,Action,Owner,Date",
    )
    assert [(a, b, c) for a, b, c, _ in joined(found)] == [("a.pdf", "r02", "wording"), ("a.pdf", "r01", "wording")]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"title": "Nowhere youth justice service action plan"}, "no_report"),
        ({"title": f"{NAME} action plan, January 2018"}, "no_report"),
        ({"title": ""}, "no_service"),
        ({"rows": ["1,paint the reception blue,Yes,Paint,A,,"]}, "other_wording"),
        ({"rows": ["9,paint the reception blue,Yes,Paint,A,,"]}, "no_recommendation"),
    ],
)
def test_what_cannot_be_joined_is_told_with_the_reason(given, reason):
    rows = given.pop("rows", [f'1,"{BOARD}",Yes,Write,A,May 2019,'])
    assert joined(plan(rows, **given)) == [(None, None, None, reason)]


def test_a_plan_that_names_no_service_is_joined_where_it_repeats_one_report_word_for_word():
    rows = [f'1,"{BOARD}",Yes,Write,A,May 2019,', f'2,"{SPEECH}",Yes,Hire,B,,']
    assert [row[:2] for row in joined(plan(rows, title=""))] == [("a.pdf", "r01"), ("a.pdf", "r02")]


def test_a_plan_is_no_inspection():
    found = rows_of(*inspections(), plan([f'1,"{BOARD}",Yes,Write,A,,']))
    assert [(r["report"], r["inspection_number"]) for r in found["inspections"]] == [("a.pdf", 1), ("b.pdf", 2)]
    assert [(s["inspections"], s["name"]) for s in found["services"]] == [(2, NAME)]


@pytest.fixture(scope="module")
def followed():
    rows = [f'1,"{BOARD}",Yes,Write to partners,A,May 2019,Complete', f'2,"{SPEECH}",Partly,Hire,B,June 2019,Not started']
    return fn.threads(rows_of(*inspections(), plan(rows)), on="2021-01-01")


def test_a_thread_leads_from_the_recommendation_over_its_answer_to_the_next_inspection(followed):
    steps = {(s["recommendation"], s["kind"], s["step_report"], s["item"]) for s in followed.steps if s["report"] == "a.pdf"}
    assert {("r01", "response", "plan.csv", "a001"), ("r01", "finding", "b.pdf", "f001")} <= steps
    assert {
        ("r02", "response", "plan.csv", "a002"),
        ("r02", "finding", "b.pdf", "f002"),
        ("r02", "recommendation", "b.pdf", "r01"),
    } <= steps
    assert ("r01", "finding", "b.pdf", "f002") not in steps


def test_a_thread_tells_what_is_settled_repeated_and_overdue(followed):
    board, speech, _ = followed.threads
    assert (board["status"], board["next_says"], board["repeated"], board["overdue"], board["open"]) == (
        "agreed",
        "strength",
        False,
        False,
        False,
    )
    assert (speech["status"], speech["next_says"], speech["repeated"], speech["overdue"], speech["open"]) == (
        "partly_agreed", "recommendation", True, True, True,
    )  # fmt: skip
    assert (speech["target_date"], speech["progress_status"], speech["as_of"]) == ("2019-06", "not_started", "2021-01-01")


def answer(**given):
    return {"kind": "response", "answer": {"target_date": "2021-06", "progress_status": None, "status": "agreed"} | given}


@pytest.mark.parametrize(
    ("given", "as_of", "late"),
    [
        ({}, "2021-07-01", True),
        ({}, "2021-06-30", False),
        ({"target_date": "2021-06-29"}, "2021-06-30", True),
        ({"target_date": "2021-06-30"}, "2021-06-30", False),
        ({"progress_status": "complete"}, "2022-01-01", False),
        ({"status": "not_agreed"}, "2022-01-01", False),
        ({"target_date": None}, "2022-01-01", False),
    ],
)
def test_overdue_is_a_date_that_has_passed_with_nothing_done(given, as_of, late):
    class Report:
        number = 1

    row = dict.fromkeys(("report", "recommendation", "service_id", "published", "addressee", "text", "page", "page_url"))
    assert thread_row(Report, row, [answer(**given)], 0, as_of)["overdue"] is late


@pytest.fixture
def archive(tmp_path):
    reports = [*inspections(), plan([f'1,"{BOARD}",Yes,=HYPERLINK(1),A,May 2019,Complete'])]
    write_tables(tmp_path / "out", FORMATS, [(Told(r.source.name), r) for r in reports])
    return tmp_path / "out"


def test_threads_are_written_in_every_format_and_the_other_tables_stay(archive):
    before = fn.load_archive(archive, form="sqlite")
    assert CliRunner().invoke(app, ["threads", str(archive), "--on", "2021-01-01", "--model", "lite"]).exit_code == 0
    for form in FORMATS:
        found = fn.load_archive(archive, form=form)
        assert len(found["threads"]) == 3 and len(found["thread_steps"]) > 0
        assert all(found[name].equals(before[name]) for name in before if not name.startswith("thread"))
    write_tables(archive, ["jsonl"], [(Told(r.source.name), r) for r in inspections()])
    assert len(fn.load_archive(archive)["threads"]) == 0


def test_commands_print_answers_with_what_they_are_joined_to_and_run_nothing(archive, tmp_path):
    file = tmp_path / "new.csv"
    file.write_text(
        f'{NAME} action plan\nNo,Recommendation,Agreed?,Action,Owner,Date\n1,"{BOARD}",Yes,=1+1,A,May 2019\n', encoding="utf-8"
    )
    text = CliRunner().invoke(app, ["responses", str(file), "--archive", str(archive)])
    assert text.exit_code == 0 and "answers a.pdf r01 (by number and wording)" in text.stdout
    table = CliRunner().invoke(app, ["responses", str(file), "--format", "csv"])
    assert [row["response_text"] for row in csv.DictReader(io.StringIO(table.stdout))] == ["'=1+1"]
    lines = CliRunner().invoke(app, ["responses", str(file), "--format", "jsonl"])
    assert json.loads(lines.stdout)["status"] == "agreed"


def test_wrong_input_is_one_line(archive, tmp_path):
    for arguments in (
        ["threads", str(archive), "--on", "soon"],
        ["threads", str(tmp_path / "none")],
        ["responses", str(tmp_path / "none.csv")],
    ):
        found = CliRunner().invoke(app, arguments)
        assert found.exit_code == 1 and found.stderr.startswith("findings-nlp: ") and found.stderr.count("\n") == 1


def test_a_plan_in_a_run_feeds_responses(tmp_path):
    pytest.importorskip("docx")
    from findings_nlp.archive.run import tag_archive
    from findings_nlp.archive.settings import Settings

    folder = ROOT / "corpus" / "plans" / "files"
    told = tag_archive(
        [str(folder / "skelbeck-1.docx"), str(folder / "eastwolds.none.csv")],
        tmp_path,
        formats=["csv"],
        settings=Settings.of("none"),
    )
    assert (told["counts"]["ok"], told["counts"]["failed"]) == (1, 1)
    assert len(fn.load_archive(tmp_path)["responses"]) == 3


def test_the_page_shows_both_quotes_and_escapes_them(archive, tmp_path):
    fn.threads(archive, on="2021-01-01", model="lite", write=True)
    page = (fn.build_site(archive, tmp_path / "site").parent / "followed.html").read_text(encoding="utf-8")
    assert BOARD in page and "=HYPERLINK(1)" in page and "All partners now attend the board" in page
    assert "reports/a-pdf.html#r01" in page and 'href="reports/b-pdf.html#f001"' in page
