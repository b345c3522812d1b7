import pytest

from findings_nlp.site.services import service_of

SAME = [
    (("Elmby YOS", "yos_2018"), ("Elmby youth justice service", "yjs_2021")),
    (("Elmby youth offending services", "yos_2018"), ("Elmby", "yjs_2025_full")),
    (("Elmby YOT", "unknown"), ("Elmby YJS", "yjs_2025_icv")),
    (("Elmby PDU", "pdu_2021"), ("Elmby Probation Delivery Unit", "pdu_2023")),
    (("St. Helens & Knowl PDU", "pdu_2021"), ("Knowl and St Helens PDU", "pdu_2023")),
    (("Ash, Birch and Crane", "yos_2018"), ("Crane, Ash and Birch YJS", "yjs_2021")),
    (("London Borough of Elmby", "yos_2018"), ("Elmby", "yjs_2021")),
    (("East Wolds region", "region_2023"), ("East Wolds", "region_2023")),
]
OTHER = [
    (("Elmby PDU", "pdu_2021"), ("Elmby YJS", "yjs_2021")),
    (("Elmby division", "nps_2018"), ("Elmby region", "region_2023")),
    (("East Elmby PDU", "pdu_2021"), ("West Elmby PDU", "pdu_2021")),
    (("North Elmby and East Otter PDU", "pdu_2021"), ("East Elmby and North Otter PDU", "pdu_2021")),
    (("Elmby", "yjs_2021"), ("Elmby and Otter", "yjs_2021")),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_service_under_another_name_is_known(one, other):
    assert service_of(*one) == service_of(*other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_services_are_kept_apart(one, other):
    assert service_of(*one) != service_of(*other)


def test_a_name_of_kind_words_alone_stays_a_name():
    assert service_of("Youth justice service", "yjs_2021").place == "youth justice service"
    assert service_of("", "unknown").place == "unnamed"
