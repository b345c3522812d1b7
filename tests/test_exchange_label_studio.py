import json
import shutil
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reviewing import make_archive
from siting import HOSTILE, asked, finding, report
from test_exchange_qdpx import rows
from typer.testing import CliRunner

import findings_nlp as fn
from findings_nlp.cli import app
from findings_nlp.errors import DataFileError
from findings_nlp.exchange.label_studio import configuration, tasks
from findings_nlp.exchange.texts import texts
from findings_nlp.record.schema import Evidence
from findings_nlp.review.log import NAME, read_log
from findings_nlp.review.returned import read_returned
from findings_nlp.review.sample import whole_review
from findings_nlp.review.stored import path_of

SIDES = {"strength": "Strength", "area_for_improvement": "Area for improvement"}
THEMES = {"victims": "Victims", "staffing": "Staffing"}


def call(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def made_rows():
    items = [
        finding(1, "😀 Plans were\nlate. 😀", "victims"),
        finding(2, HOSTILE, "of_my_own", strength=True),
        finding(3, "Posts were open."),
    ]
    links = [Evidence(finding="f001", score=0.8, because=[]), Evidence(finding="f002", score=0.2, because=[], band="possible")]
    rec = asked(1, "Do it.", "victims").model_copy(update={"evidence": links})
    empty = report("b.pdf", "Elmby YJS", "yjs_2021", "2023-02", [])
    return rows(report("a.pdf", "Elmby PDU", "pdu_2021", "2023-01", items, recommendations=[rec]), empty)


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """An archive's folder with its stored review, the review and the task that was sent."""
    out, found = tmp_path_factory.mktemp("out"), made_rows()
    review = whole_review(found, THEMES, SIDES)
    path_of(out, review.id).parent.mkdir()
    path_of(out, review.id).write_text(json.dumps(review.as_dict()), encoding="utf-8")
    [task] = json.loads(tasks(review, texts(found), found))
    return out, review, task


def annotated(task, edit=lambda results: None):
    """A task as Label Studio exports it after somebody submitted the prediction, edited."""
    copy = json.loads(json.dumps(task))
    results = json.loads(json.dumps(task["predictions"][0]["result"]))
    edit(results)
    return copy | {"id": 1, "annotations": [{"id": 9, "completed_by": 3, "was_cancelled": False, "result": results}]}


def back(sent, tmp_path, found):
    path = tmp_path / "back.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    return read_returned(path, sent[0])


def of(results, name, kind="labels"):
    return next(r for r in results if r.get("id") == name and r["type"] == kind)


def test_every_passage_stands_on_its_words_with_its_side_themes_scores_and_reasons(sent):
    _, review, task = sent
    assert set(task["data"]) == {"title", "text", "report", "review"} and task["data"]["review"] == review.id
    [prediction] = task["predictions"]
    results = prediction["result"]
    for result in results:
        if value := result.get("value"):
            assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
    told = {r["id"]: r["value"] for r in results if r["type"] == "labels"}
    assert told["f001"]["text"] == "😀 Plans were late. 😀" and told["f001"]["labels"] == ["Area for improvement"]
    assert told["f002"]["labels"] == ["Strength"] and told["r01"]["labels"] == ["Recommendation"]
    assert of(results, "f001", "choices")["value"]["choices"] == ["Victims"] and of(results, "f001", "choices")["score"] == 0.9
    assert not any(r.get("id") in ("f003", "r01") and r["type"] == "choices" for r in results)
    assert [(r["from_id"], r["to_id"]) for r in results if r["type"] == "relation"] == [("r01", "f001")]
    assert prediction["score"] == 0.9 and "\u202e" not in json.dumps(task, ensure_ascii=False)


def test_configuration_has_what_the_results_name(sent):
    _, review, task = sent
    root = fromstring(configuration(review))
    names = {part.get("name"): part for part in root.iter() if part.get("name")}
    for result in task["predictions"][0]["result"]:
        if result["type"] != "relation":
            control = names[result["from_name"]]
            assert control.tag.lower() == result["type"] and control.get("toName") == result["to_name"] == "text"
            assert set(result["value"][result["type"]]) <= {part.get("value") for part in control}
    assert names["text"].get("value") == "$text" and [r.get("value") for r in root.iter("Relation")] == ["Reason"]


def test_label_studio_s_own_checks_pass(sent):
    sdk = pytest.importorskip("label_studio_sdk.label_interface")
    _, review, task = sent
    interface = sdk.LabelInterface(configuration(review))
    interface.validate()
    assert interface.validate_prediction(task["predictions"][0], return_errors=True) == []
    assert interface.validate_annotation(annotated(task)["annotations"][0])


def test_annotation_that_changes_nothing_confirms_every_finding_and_reason(sent, tmp_path):
    found = back(sent, tmp_path, [annotated(sent[2])])
    assert found.mistakes == [] and found.who == "Label Studio user 3"
    assert [(e["what"], e["finding"]) for e in found.entries] == [
        ("finding", "f001"),
        ("finding", "f002"),
        ("finding", "f003"),
        ("link", "f001"),
    ]
    for entry in found.entries:
        assert entry["sample"] == "chosen"
        assert entry["before"] == entry["after"]


def test_every_kind_of_change_becomes_a_correction(sent, tmp_path):
    def edit(results):
        of(results, "f001")["value"]["labels"] = ["Strength"]
        results.remove(of(results, "f002", "choices"))
        place = {k: of(results, "f003")["value"][k] for k in ("start", "end")}
        results.append(
            {"id": "f003", "type": "choices", "from_name": "themes", "value": place | {"choices": ["Staffing", "victims"]}}
        )
        results.append({"id": "f003", "type": "textarea", "from_name": "comment", "value": place | {"text": ["sure?"]}})
        relation = next(r for r in results if r["type"] == "relation")
        relation["from_id"], relation["to_id"] = "f003", "r01"

    found = back(sent, tmp_path, [annotated(sent[2], edit)])
    assert found.mistakes == []
    first, second, third, *links = found.entries
    assert first["after"] == {"polarity": "strength", "themes": ["victims"]}
    assert second["before"]["themes"] == ["of_my_own"] and second["after"]["themes"] == []
    assert third["after"]["themes"] == ["staffing", "victims"] and third["comment"] == "sure?"
    told = [(e["recommendation"], e["finding"], e["before"]["link"], e["after"]["link"]) for e in links]
    assert told == [("r01", "f001", "reason", "none"), ("r01", "f003", "unlisted", "reason")]
    assert links[1]["finding_text"] == "Posts were open." and links[1]["recommendation_text"] == "Do it."


def drop(name):
    def edit(results):
        results[:] = [r for r in results if r.get("id") != name]

    return edit


def put(name, kind, field, value):
    return lambda results: of(results, name, kind)["value"].update({field: value})


def add(**result):
    return lambda results: results.append(result)


NEW = {"id": "Xy1", "type": "labels", "value": {"start": 0, "end": 9, "labels": ["Strength"]}}


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (drop("f001"), "f001 is no longer marked"),
        (drop("r01"), "r01 is no longer marked"),
        (add(**NEW), "no passage 'Xy1'"),
        (put("f001", "labels", "start", 0), "f001: its words or its place were changed"),
        (put("f001", "labels", "labels", ["Good"]), "f001: unknown polarity 'Good'"),
        (put("f001", "labels", "labels", ["Recommendation"]), "f001: unknown polarity 'Recommendation'"),
        (put("f001", "labels", "labels", ["Strength", "Area for improvement"]), "f001: unknown polarity"),
        (put("f001", "choices", "choices", ["Victims", "Weather"]), "f001: unknown theme 'Weather'"),
        (put("r01", "labels", "labels", ["Strength"]), "r01 is a recommendation"),
        (add(type="relation", from_id="f001", to_id="f002"), "is none of a recommendation and a finding"),
        (add(type="rating", id="f001", value={"rating": 3}), "is none that the labelling configuration allows"),
        (add(type="choices", id="f001", value={"start": 0, "end": 9, "choices": ["Victims"]}), "is none that the labelling"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_correction_is_a_line_with_its_task(sent, tmp_path, edit, told):
    found = back(sent, tmp_path, [annotated(sent[2], edit)])
    assert any(told in line and "task 1 (a.pdf)" in line for line in found.mistakes), found.mistakes


def test_tasks_without_annotation_say_nothing_and_two_annotations_are_a_mistake(sent, tmp_path):
    task = sent[2]
    done = annotated(task)
    skipped = done | {"annotations": [done["annotations"][0] | {"was_cancelled": True}]}
    for left in (task, task | {"annotations": []}, skipped):
        found = back(sent, tmp_path, [left])
        assert found.entries == found.mistakes == []
    twice = done | {"annotations": done["annotations"] * 2}
    assert "2 annotations" in back(sent, tmp_path, [twice]).mistakes[0]
    assert "another task" in back(sent, tmp_path, [done, done]).mistakes[0]
    other = done | {"data": done["data"] | {"report": "z.pdf"}}
    assert "no report 'z.pdf'" in back(sent, tmp_path, [done, other]).mistakes[0]


def test_places_counted_in_16_bit_units_are_understood(sent, tmp_path):
    def edit(results):
        text = sent[2]["data"]["text"]
        for result in results:
            if value := result.get("value"):
                for side in ("start", "end"):
                    value[side] = len(text[: value[side]].encode("utf-16-le")) // 2

    assert back(sent, tmp_path, [annotated(sent[2], edit)]).mistakes == []


@pytest.mark.parametrize("found", [[], [1], [{"text": "a", "side": []}], {"data": {"text": "a"}}, {"data": 3}])
def test_other_json_is_refused_in_one_line(sent, tmp_path, found):
    with pytest.raises(DataFileError) as error:
        back(sent, tmp_path, found)
    assert "\n" not in str(error.value)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 300) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_damage_is_mistakes_or_one_line(sent, tmp_path, data):
    found = [annotated(sent[2])]
    at = found
    while True:
        key = data.draw(st.sampled_from(list(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.integers(0, 3)) == 0:
            break
        at = at[key]
    at[key] = data.draw(JUNK)
    try:
        told = back(sent, tmp_path, found)
    except DataFileError as error:
        assert "\n" not in str(error)
    else:
        assert all(isinstance(line, str) for line in told.mistakes)


def test_round_trip_through_the_commands(tmp_path):
    archive = make_archive(tmp_path / "archive")
    out, path = archive / "out", archive / "tasks.json"
    code, said = call("exchange", out, "-o", path)
    assert code == 0 and "findings in" in said and path.with_suffix(".xml").is_file()
    before = fn.load_archive(out, arrow=True)["findings"].to_pylist()
    sent = json.loads(path.read_text(encoding="utf-8"))
    assert {task["data"]["report"] for task in sent} == {row["report"] for row in before}
    results = sent[0]["predictions"][0]["result"]
    of(results, "f001")["value"]["labels"] = [
        "Strength" if "Area" in of(results, "f001")["value"]["labels"][0] else "Area for improvement"
    ]
    sent[0]["annotations"] = [{"completed_by": {"id": 1, "email": "ada@example.org"}, "result": results}]
    path.write_text(json.dumps(sent), encoding="utf-8")
    code, said = call("corrections", path, "--archive", out)
    assert code == 0 and "1 of them corrected" in said
    after = fn.load_archive(out, arrow=True)["findings"].to_pylist()
    differing = [(old["report"], old["finding"]) for old, new in zip(before, after, strict=True) if old != new]
    assert differing == [(sent[0]["data"]["report"], "f001")]
    assert {entry["who"] for entry in read_log(out / NAME)} == {"ada@example.org"}
    # a mistake in one task stops the whole file
    held = (out / NAME).read_bytes()
    sent[1]["annotations"] = [{"completed_by": 1, "result": []}]
    path.write_text(json.dumps(sent), encoding="utf-8")
    code, said = call("corrections", path, "--archive", out)
    assert code == 1 and "no longer marked" in said and "nothing was stored" in said and (out / NAME).read_bytes() == held
    shutil.rmtree(out / "reviews")
    code, said = call("corrections", path, "--archive", out)
    assert code == 1 and said.count("\n") == 1 and "belongs to the review" in said
