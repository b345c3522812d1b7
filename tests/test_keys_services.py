import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import ROOT

from findings_nlp.keys.areas import area_of, authorities
from findings_nlp.keys.lineage import changes, kind_changes, predecessors, successors
from findings_nlp.keys.services import kinds, service_of
from findings_nlp.keys.texts import slug

SHARED = ROOT.parent / "shared" / "data"
AS_TITLES_DO = (
    "{}",
    "{} YOT",
    "{} YOS",
    "{} YJS",
    "{} Youth Offending Service",
    "{} youth justice service",
    "the {} Youth Offending Team",
    "An inspection of youth offending services in {}",
    "An inspection of youth justice services in: {}",
    "A joint inspection of youth justice services in {}",
    "An inspection of youth justice work with children and victims in {}",
    "An inspection of {}",
)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the list of inspections is not here")
def test_services_of_the_inspectorates_list_are_resolved_to_authorities_and_region():
    regions = {}
    for row in csv.DictReader((SHARED / "authorities.csv").read_text(encoding="utf-8").splitlines()):
        regions[row["ons_code"]] = row["region"]
    names = [r["service"] for r in csv.DictReader((SHARED / "youth-inspections.csv").read_text(encoding="utf-8").splitlines())]
    found = {name: service_of(name, "yjs_2021") for name in names}
    resolved = [name for name, service in found.items() if service.area]
    assert len(names) == 83 and len(resolved) >= 0.98 * len(names)
    for name in resolved:
        area = found[name].area
        assert area.region is not None, name
        for authority in area.authorities:
            assert regions.get(authority.code, "Wales") == area.region, name
    # as many services as names: nothing was joined that is apart
    assert len({service.id for service in found.values()}) == 83


@pytest.mark.skipif(not SHARED.is_dir(), reason="the list of inspections is not here")
@pytest.mark.parametrize("form", AS_TITLES_DO)
def test_services_of_the_list_are_known_however_titles_spell_them(form):
    for row in csv.DictReader((SHARED / "youth-inspections.csv").read_text(encoding="utf-8").splitlines()):
        name = row["service"].removesuffix(" - JI").removeprefix("An inspection of ")
        for spelled in (name, name.replace(" & ", " and "), name.replace(" and ", " & "), name.replace("-", " ")):
            assert service_of(form.format(spelled), "yos_2018").id == service_of(row["service"], "yjs_2021").id, spelled


def test_order_and_signs_between_areas_do_not_matter():
    one = service_of("Blaenau Gwent and Caerphilly", "yjs_2021")
    for name in (
        "Caerphilly & Blaenau Gwent YOS",
        "Caerphilly, Blaenau Gwent",
        "CAERPHILLY and BLAENAU GWENT Youth Offending Service",
    ):
        assert service_of(name, "yos_2018") == one
    assert service_of("Fulham & Hammersmith", "yjs_2021") == service_of("Hammersmith and Fulham", "yjs_2021")


def test_a_name_with_and_of_its_own_is_one_authority():
    assert [a.name for a in area_of("Bath & North East Somerset", "youth").authorities] == ["Bath and North East Somerset"]
    both = area_of("Bournemouth, Christchurch and Poole and Somerset", "pdu").authorities
    assert [a.name for a in both] == ["Bournemouth, Christchurch and Poole", "Somerset"]


def test_what_two_parts_share_may_be_said_once():
    found = area_of("North and North East Lincolnshire", "pdu").authorities
    assert [a.name for a in found] == ["North East Lincolnshire", "North Lincolnshire"]


def test_an_area_that_authorities_serve_together_is_one_service_whichever_way_it_is_named():
    whole = service_of("West Mercia", "yjs_2021")
    parts = service_of("Worcestershire, Herefordshire, Telford and Wrekin and Shropshire", "yos_2018")
    assert whole.id == parts.id == "youth-west-mercia"
    assert whole.area.region == "West Midlands"
    # but a delivery unit of that name is something else, and nothing says which authorities it covers
    assert service_of("West Mercia PDU", "pdu_2021").area is None


@pytest.mark.parametrize("name", ["Ashmere", "Knowsley and Ashmere", "North", "Kingston", "Middle of Nowhere", "Lincoln"])
def test_what_is_not_wholly_known_is_not_resolved(name):
    assert service_of(name, "yjs_2021").area is None


def test_a_short_name_holds_for_youth_services_only():
    assert service_of("Newcastle", "yjs_2025_full").area.authorities[0].name == "Newcastle upon Tyne"
    assert service_of("Newcastle PDU", "pdu_2021").area is None
    assert "Kingston" not in {n for a in authorities().values() for n in (a.name, *a.also)}


def test_kinds_of_one_place_are_different_services():
    names = ("Ashmere YOS", "Ashmere PDU", "Ashmere CRC", "Ashmere division", "Ashmere region", "Ashmere Approved Premises")
    found = [service_of(name) for name in names]
    assert [s.kind for s in found] == ["youth", "pdu", "crc", "division", "region", "premises"]
    assert len({s.id for s in found}) == 6 and {s.place for s in found} == {"ashmere"}
    assert [s.sector for s in found] == ["youth"] + ["adult"] * 5


def test_the_family_decides_where_the_name_does_not_tell():
    assert service_of("Ashmere", "pdu_2023").kind == "pdu"
    assert service_of("Severnvale division", "crc_nps_2019").kind == "division"
    assert service_of("Ashmere", "unknown", "An inspection of youth justice services in Ashmere").kind == "youth"
    assert service_of("Ashmere").sector == "other"


def test_a_report_on_a_topic_is_about_no_service():
    assert (
        service_of("work with people on remand", "unknown", "A joint thematic inspection of work with people on remand") is None
    )
    assert service_of(None, "unknown") is None


@given(st.text(max_size=60), st.sampled_from(["yjs_2021", "pdu_2021", "unknown", ""]))
def test_any_name_gives_one_id_that_is_safe_in_a_file_name(name, family):
    found = service_of(name, family)
    if found is not None:
        assert found.id.isascii() and not set(found.id) & set("/\\ .:\n\0") and found.kind in kinds()
        assert found == service_of(f" {name} ", family)


def test_names_that_ascii_cannot_tell_apart_have_ids_of_their_own():
    assert slug("北部") != slug("南部") and slug("Ynys Môn") == "ynys-mon"


def test_changes_name_their_source_and_kinds_that_exist():
    for change in changes():
        assert change.source.rpartition("https://")[1] and len(change.date) == 10
        assert set(change.kinds_before + change.kinds_after) <= set(kinds())
    assert successors("youth-cumbria") == ("youth-cumberland", "youth-westmorland-and-furness")
    for after in successors("youth-cumbria"):
        assert predecessors(after) == ("youth-cumbria",)
    assert [c.date for c in kind_changes("crc")] == ["2021-06-26"] and kind_changes("youth") == ()


def test_ids_in_the_changes_are_those_that_names_give():
    for name in ("Cumbria", "Cumberland", "Westmorland and Furness"):
        assert service_of(name, "yjs_2021").id in {x for c in changes() for x in (*c.before, *c.after)}
