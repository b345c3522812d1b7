from findings_nlp.keys.standards import standards
from findings_nlp.record.keyed import keyed
from findings_nlp.tables.across import inspections
from findings_nlp.tables.frames import frames


def again(report, name, body, published, family="yjs_2021"):
    source = report.source.model_copy(update={"name": name})
    changes = {"source": source, "inspected_body": body, "published": published, "family": family, "region": None, "title": None}
    return keyed(report.model_copy(update=changes))


def test_names_of_one_service_come_together_with_its_inspections(small):
    reports = [
        again(small, "b", "Knowsley Youth Justice Service", "2023-05"),
        again(small, "a", "Knowsley YOS", "2019-03", "yos_2018"),
        again(small, "c", "Knowsley PDU", "2022-01", "pdu_2021"),
        again(small, "d", "Knowsley", "2023-05"),
        again(small, "e", "Knowsley", None),
    ]
    found = frames(reports)
    services = found["services"].set_index("service_id")
    assert sorted(services.index) == ["pdu-knowsley", "youth-knowsley"]
    one = services.loc["youth-knowsley"]
    assert one["names"] == ["Knowsley", "Knowsley YOS", "Knowsley Youth Justice Service"]
    assert (one["inspections"], one["region"], one["codes"]) == (2, "North West", ["E08000011"])
    assert (one["first_published"], one["last_published"]) == ("2019-03", "2023-05")
    told = found["inspections"].set_index("report")
    # editions of one month are one inspection; an undated report is none that could be numbered
    assert told["inspection_number"].to_dict() == {"a": 1, "b": 2, "c": 1, "d": 2}
    assert told.loc["b", "previous"] == told.loc["d", "previous"] == "a"


def test_successors_and_predecessors_are_told(small):
    found = frames([again(small, "a", "Cumbria", "2019-01"), again(small, "b", "Cumberland", "2024-10")])["services"]
    rows = found.set_index("service_id")
    assert rows.loc["youth-cumberland", "predecessors"] == ["youth-cumbria"]
    assert "youth-cumberland" in rows.loc["youth-cumbria", "successors"]


def test_bodies_have_every_way_in_which_they_are_written(corpus):
    found = frames(corpus.values())
    hmpps = found["bodies"].set_index("body_id").loc["hmpps"]
    assert hmpps["name"] == "HM Prison and Probation Service"
    by_hand = sum(any(b.id == "hmpps" for b in r.bodies) for report in corpus.values() for r in report.recommendations)
    assert hmpps["recommendations"] == by_hand > 10
    assert len(found["standards"]) == len(standards())
    asked = found["questions"].set_index("question_id")
    assert len(asked.loc["assessment.safety_of_others", "wordings"]) > 1


def test_every_reference_is_kept(corpus, tmp_path):
    import sqlite3

    from tabling import Told

    from findings_nlp.tables import write_tables

    write_tables(tmp_path, ["sqlite"], [(Told(name), report) for name, report in corpus.items()])
    base = sqlite3.connect(tmp_path / "archive.sqlite")
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    [(found,)] = base.execute("SELECT COUNT(*) FROM ratings_over_inspections")
    assert found == sum(len(r.ratings) for r in corpus.values() if r.service and r.published)
    base.close()


def test_no_report_no_inspection():
    assert inspections([]) == []
