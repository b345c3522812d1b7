from findings_nlp.keys.services import service_of
from findings_nlp.record.keyed import keyed
from findings_nlp.record.schema import Report


def test_corpus_reports_have_their_keys(corpus):
    for report in corpus.values():
        assert Report.from_json(report.to_json()) == report
        assert all(r.standard_id for r in report.ratings), report.source.name
        assert all(q.question_id and q.standard_id for q in report.key_questions), report.source.name
        if report.service:
            assert report.service.id == service_of(report.inspected_body, report.family, report.title).id
            assert all(f.standard_id for f in report.findings if f.standard), report.source.name


def test_what_has_no_key_is_listed_and_nothing_is_guessed(corpus):
    for report in corpus.values():
        none = {b.name for r in report.recommendations for b in r.bodies if b.id is None}
        assert {u.text for u in report.unresolved if u.key == "addressee"} == none
        if report.service and report.service.kind == "youth":
            # places that do not exist
            assert not report.service.authorities and report.service.region is None
            assert {u.key for u in report.unresolved} >= {"authorities", "region"}


def test_youth_service_without_a_printed_region_has_that_of_its_authorities(corpus):
    youth = next(r for r in corpus.values() if r.family == "yjs_2021")
    real = keyed(youth.model_copy(update={"inspected_body": "Conwy & Denbighshire", "region": None}))
    assert (real.service.region, real.service.region_source) == ("Wales", "authorities")
    assert real.service.authorities == ["Conwy", "Denbighshire"] and real.service.codes == ["W06000003", "W06000004"]
    assert real.region is None  # as printed


def test_a_delivery_unit_has_no_region_that_is_not_printed(ashmere):
    found = keyed(ashmere.model_copy(update={"inspected_body": "Knowsley and St Helens PDU", "region": None}))
    assert found.service.region is None and found.service.authorities == ["Knowsley", "St. Helens"]
    assert ("region", "Knowsley and St Helens PDU") in {(u.key, u.text) for u in found.unresolved}


def test_keys_follow_the_record_when_it_is_changed(ashmere):
    changed = ashmere.model_copy(update={"inspected_body": "Winterbrook PDU"})
    assert keyed(changed).service.id == "pdu-winterbrook" and keyed(keyed(changed)) == keyed(changed)


def test_a_standard_goes_by_the_name_that_the_report_prints_for_its_number(ashmere):
    rows = [r.model_copy(update={"name": "Court work"}) if r.standard == "1.1" else r for r in ashmere.ratings]
    found = keyed(ashmere.model_copy(update={"ratings": rows}))
    assert {f.standard_id for f in found.findings if f.standard == "1.1"} == {"court_work"}
