import pytest

from findings_nlp.families import shipped_families
from findings_nlp.keys.standards import bare_name, concerns, question_id, question_name, standard_id, standards


@pytest.mark.parametrize("family", shipped_families(), ids=lambda family: family.id)
def test_every_standard_of_the_shipped_families_has_an_id(family):
    sector = "youth" if family.id.startswith(("yos", "yjs")) else "adult"
    found = {number: standard_id(number, name, sector) for number, name in family.standards.items()}
    assert None not in found.values(), found
    # within one framework no two standards share an id
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ({("1.2", "Staff", "adult"), ("P 1.2", "Staffing", "adult"), ("R 1.2", "Staffing", "adult"), ("N 1.2", "Staffing", "adult")}, "staffing"),
        ({("2.3", "Planning", "adult"), ("P 2.2", "Planning", "adult"), ("2.2", "planning", "youth")}, "planning"),
        ({("2.4", "Implementation & delivery", "adult"), ("2.3", "Delivering", "youth"), ("P 2.3", "P 2.3 Implementation and delivery", "adult")}, "delivery"),
        ({("3.1", "Assessment", "youth")}, "out_of_court_assessment"),
        ({("3.1", "Court reports and case allocation", "adult"), ("2.1", "Court work", "adult")}, "court_work"),
        ({("4.1", "Resettlement policy and provision", "youth"), ("R 2.4", "Resettlement", "adult")}, "resettlement"),
        ({("R 2.6", "Statutory victim work", "adult"), ("V1.1", "Work with victims", "youth")}, "victim_work"),
    ],
)  # fmt: skip
def test_a_standard_keeps_its_id_over_frameworks(printed, wanted):
    assert {standard_id(*one) for one in printed} == {wanted}


@pytest.mark.parametrize("name", ["Weather", "", None, "Leadership of the orchestra", "7.9"])
def test_an_unknown_name_has_no_id(name):
    assert standard_id("2.1", name) is None


def test_number_is_no_part_of_a_name():
    assert bare_name("V1.2. Organisational arrangements") == "Organisational arrangements"
    assert bare_name("P 2.3 – Delivery") == "Delivery"


@pytest.mark.parametrize(
    ("standard", "question", "wanted"),
    [
        ("assessment", "Does assessment focus sufficiently on keeping other people safe?", "assessment.safety_of_others"),
        ("assessment", "Does assessing sufficiently analyse how to keep communities safe?", "assessment.safety_of_others"),
        ("assessment", "Is there enough analysis, in assessment, of how to keep the child safe?", "assessment.safety_of_child"),
        ("reviewing", "Does reviewing focus on keeping the child or young person safe?", "reviewing.safety_of_child"),
        ("planning", "Does planning focus on how to achieve positive change for the child?", "planning.desistance"),
        ("planning", "Does planning focus sufficiently on reducing reoffending and supporting desistance?", "planning.desistance"),
        ("delivery", "Is the sentence implemented effectively, with a focus on engaging the service user?", "delivery.engagement"),
        # a regional report asks the same question of all its cases under a standard of its own
        ("public_protection", "Does planning focus sufficiently on keeping other people safe?", "planning.safety_of_others"),
        ("desistance", "Does reviewing focus sufficiently on supporting desistance?", "reviewing.desistance"),
        ("outcomes", "Do early outcomes demonstrate that reasonable progress has been made, in line with the personalised needs?", "outcomes.progress"),
        ("victim_work", "Is there effective information and communication exchange to support the safety of victims?", "victim_work.safety_of_victims"),
        ("victim_work", "Does work with victims effectively support their safety?", "victim_work.safety_of_victims"),
        (None, "Does planning focus sufficiently on keeping other people safe?", None),
        ("planning", "Is the tea warm?", None),
    ],
)  # fmt: skip
def test_question_keeps_its_id_however_it_is_worded(standard, question, wanted):
    assert question_id(standard, question) == wanted


def test_names_of_standards_and_concerns_can_be_told():
    assert question_name("planning.safety_of_others") == "Planning: Safety of other people"
    assert all(s.name for s in standards().values()) and all(c.name for c in concerns().values())
    # an id is a name's no other standard has
    assert len({s.name for s in standards().values()}) == len(standards())
