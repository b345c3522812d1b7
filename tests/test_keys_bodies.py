import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.keys.bodies import bodies_of, body_kinds
from findings_nlp.keys.services import service_of

YOUTH = service_of("Ashmere", "yjs_2021")


def ids(addressee, service=YOUTH):
    return [body.id for body in bodies_of(addressee, service)]


def kinds(addressee, service=YOUTH):
    return [body.kind for body in bodies_of(addressee, service)]


@pytest.mark.parametrize(
    "same",
    [
        ("HM Prison and Probation Service", "His Majesty's Prison and Probation Service", "Her Majesty’s Prison & Probation Service", "HMPPS"),
        ("Knowsley and St Helens PDU", "The Knowsley & St. Helens Probation Delivery Unit", "The head of Knowsley and St Helens PDU"),
        ("North West region", "The Probation Service – North West region", "the Probation Service, North West region", "The Regional Probation Director for the North West"),
        ("The Ashmere Youth Justice Service manager", "Ashmere YOS", "The head of Ashmere youth justice service", "The YJS"),
        ("The Ashmere YJS management board", "The chair of the Management Board", "Ashmere Youth Justice Partnership Board"),
        ("HM Courts and Tribunals Service", "HMCTS", "HM Courts & Tribunals Service"),
        ("The Chief Constable of Ravenshire", "Ravenshire Police", "Ravenshire Constabulary"),
        ("The Youth Justice Board", "Youth Justice Board for England and Wales", "the YJB"),
    ],
)  # fmt: skip
def test_one_body_has_one_id_however_it_is_written(same):
    found = {tuple(ids(name)) for name in same}
    assert len(found) == 1 and None not in found.pop()


def test_bodies_of_one_place_are_kept_apart():
    names = (
        "Ravenshire Police",
        "Ravenshire Police and Crime Commissioner",
        "Ravenshire Council",
        "Ravenshire Council's children's services",
    )
    assert len({ids(name)[0] for name in names}) == 4
    assert kinds("Ravenshire Police and Crime Commissioner") == ["pcc"]


def test_two_bodies_are_told_and_a_name_with_and_is_one():
    assert ids("HM Prison and Probation Service and the Ministry of Justice together") == ["hmpps", "moj"]
    assert ids("The Home Office and the National Police Chiefs' Council") == ["home-office", "npcc"]
    assert ids("The Department for Work and Pensions") == ["dwp"]
    assert ids("Fenmoor and Dales Police") == ["police-fenmoor-and-dales"]
    assert ids("NHS Fells and Moors Integrated Care Board") == ["health-fells-and-moors"]


@pytest.mark.parametrize(
    ("addressee", "kind"),
    [("Police forces", "police"), ("Directors of children’s services", "children_services"), ("Probation Service regions", "region"),
     ("Local authorities", "local_authority"), ("Heads of the delivery units in East Wolds", "pdu"), ("All inspected bodies", "other")],
)  # fmt: skip
def test_many_bodies_have_a_kind_and_no_id(addressee, kind):
    assert [(b.id, b.kind) for b in bodies_of(addressee, YOUTH)] == [(None, kind)]


def test_a_body_without_a_place_is_the_inspected_service_only_where_the_kinds_fit():
    assert ids("The management board", service_of("Ashmere PDU", "pdu_2021")) == [None]
    assert ids("The PDU", service_of("Ashmere PDU", "pdu_2021")) == ["pdu-ashmere"]
    assert ids("The management board", None) == [None]
    assert ids(None) == [] and ids("  ") == []


def test_a_sentence_taken_for_an_addressee_gets_no_id():
    assert ids("We make the following recommendations, each arising from the findings that stand in chapters two to seven") == [
        None
    ]
    assert ids("Brackenhall Justice") == ["other-brackenhall-justice"]


@given(st.text(max_size=80))
def test_any_addressee_gives_bodies_of_known_kinds(text):
    for body in bodies_of(text, YOUTH):
        assert body.kind in body_kinds()
        assert body.id is None or (body.id.isascii() and not set(body.id) & set("/\\ \n\0"))
