import pytest
from making import placed

from findings_nlp.pipes.facts.kind import family_of
from findings_nlp.pipes.facts.metadata import read_metadata

COVER = """
# An inspection of probation services in: Otterby PDU
The Probation Service – East Fells region
HM Inspectorate of Probation, March 2023
=
This inspection was led by HM Inspector Ada Quill, supported by a team of inspectors.
ISBN: 978-1-915468-99-4
"""


def metadata(markup: str) -> dict:
    return read_metadata(*placed(markup))


def test_cover_and_imprint_are_read():
    found = metadata(COVER)
    assert found == {
        "title": "An inspection of probation services in: Otterby PDU",
        "inspected_body": "Otterby PDU",
        "region": "East Fells",
        "published": "2023-03",
        "fieldwork_started": None,
        "isbn": "978-1-915468-99-4",
        "lead_inspector": "Ada Quill",
        "cases_inspected": None,
    }


def test_what_is_not_printed_is_none():
    assert set(metadata("# Notes\nSome words.").values()) <= {None, "Notes"}
    assert set(read_metadata([], []).values()) == {None}


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("An inspection of probation services in: Knowsley and St Helens PDU", "Knowsley and St Helens PDU"),
        ("An inspection of probation services in Harrowdene PDU", "Harrowdene PDU"),
        ("An inspection of youth offending services in Surrey", "Surrey"),
        ("A joint inspection of youth justice services in Dorset", "Dorset"),
        ("An inspection of youth justice work with children and victims in Tarnfell", "Tarnfell"),
        ("An inspection of Fernbank Approved Premises", "Fernbank Approved Premises"),
        ("An inspection of Probation Services - East Wolds region", "East Wolds region"),
        ("National Inspection - April 2025", "The Probation Service"),
        ("Inspection of the Southfen probation region", "Southfen probation region"),
        ("Report of an inspection of probation services in Otterby PDU", "Otterby PDU"),
        ("Youth justice services inspection: Otterby", "Otterby"),
        ("Probation services in Otterby: an inspection by HM Inspectorate of Probation", "Otterby"),
        ("An inspection of youth offending services in Otterby HM Inspectorate of Probation, August 2020", "Otterby"),
        ("Quality & Impact inspection The effectiveness of probation work in Fellshire", "Fellshire"),
        ("An inspection of the work of Otterby youth justice team", "Otterby youth justice team"),
        ("An inspection of the East Fells division of the National Probation Service", "East Fells division"),
        ("A dynamic inspection of public protection in the East Fells probation region", "East Fells probation region"),
        ("An inspection of probation services: Otterby PDU 2023", "Otterby PDU"),
    ],
)
def test_inspected_body_is_the_title_without_its_boilerplate(title, body):
    assert metadata(f"# {title}")["inspected_body"] == body


@pytest.mark.parametrize(
    ("cover", "body"),
    [
        ("# Youth justice inspection\n# Durnford\nText.\n# Foreword", "Durnford"),
        (
            "# Marlstone Community Rehabilitation Company\n# Inspection report\nText.",
            "Marlstone Community Rehabilitation Company",
        ),
        ("Criminal Justice Joint Inspection\n# Living with fear\nText.", "Living with fear"),
        ("# Oxendale PDU\n# Inspection of probation services, Thames Vale region\nText.", "Oxendale PDU"),
    ],
)
def test_name_of_a_series_is_no_inspected_body(cover, body):
    assert metadata(cover)["inspected_body"] == body


@pytest.mark.parametrize(
    "title", ["Inspection of the Southfen probation region", "An inspection of Probation Services in the Southfen region"]
)
def test_region_in_the_title_of_its_own_inspection(title):
    assert metadata(f"# {title}\nText.")["region"] == "Southfen"


def test_title_falls_back_on_the_running_footer():
    footers = "\n=\n".join(f"~ Inspection of youth offending services: Surrey {k}" for k in range(2, 6))
    assert metadata(f"Text.\n=\n{footers}")["title"] == "Inspection of youth offending services: Surrey"


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("Fieldwork started April 2023", "2023-04"),
        ("The fieldwork for this inspection started on 06 January 2020.", "2020-01-06"),
        ("We conducted fieldwork in Otterby PDU over a week, beginning 17 April 2023.", "2023-04-17"),
        ("We conducted fieldwork between March and July 2023.", "2023-03"),
        ("Fieldwork took place between 8 and 19 May 2023.", "2023-05-08"),
        ("Fieldwork ran from 8th to 19th May 2023.", "2023-05-08"),
        ("Services were unified in June 2021.", None),
        ("The sample was drawn from orders made in May 2022 before fieldwork.", None),
    ],
)
def test_start_of_fieldwork(sentence, date):
    assert metadata(f"# Background\n{sentence}")["fieldwork_started"] == date


def test_exact_day_of_fieldwork_is_preferred_to_the_month():
    markup = "# Ratings\nFieldwork started April 2023\n# Background\nOur fieldwork began on 17 April 2023."
    assert metadata(markup)["fieldwork_started"] == "2023-04-17"


@pytest.mark.parametrize(
    ("sentence", "cases"),
    [
        ("We inspected 46 cases where sentences had commenced.", 46),
        ("In total, we inspected 58 community and custody cases.", 58),
        ("We examined forty-one cases.", 41),
        ("Inspectors reviewed 1,204 case files.", 1204),
        ("The PDU manages 679 people.", None),
        ("We interviewed 45 practitioners.", None),
        ("Forty-one cases were inspected.", 41),
        ("A total of 98 case files were inspected.", 98),
    ],
)
def test_number_of_cases_inspected(sentence, cases):
    assert metadata(f"# Background\n{sentence}")["cases_inspected"] == cases


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("This inspection was led by HM Inspector Ada Quill, supported by others.", "Ada Quill"),
        ("This inspection was led by HM Inspector Ngozi Pemberley-Ward, supported by others.", "Ngozi Pemberley-Ward"),
        ("Lead inspector: Siân Oduya", "Siân Oduya"),
        ("The work was led by a partnership.", None),
    ],
)
def test_lead_inspector(sentence, name):
    assert metadata(f"# Acknowledgements\n{sentence}")["lead_inspector"] == name


def test_isbn_glued_to_the_year_is_found():
    assert metadata("# Notes\n© Crown copyright 2011ISBN: 978-1-84099-871-3")["isbn"] == "978-1-84099-871-3"


def test_family_needs_a_title_that_fits():
    blocks, places = placed(COVER)
    assert family_of(blocks, places, read_metadata(blocks, places)).id == "pdu_2021"
    blocks, places = placed("# Minutes of the parish council\nThe hall was cold.")
    assert family_of(blocks, places, read_metadata(blocks, places)) is None


def test_cases_of_thousands_of_digits_are_no_number():
    assert metadata(f"# Background\nWe inspected a total of {'9' * 5000} cases.")["cases_inspected"] is None


def test_sample_of_one_domain_is_not_the_number_of_cases():
    assert metadata("# Background\nWe inspected 88 cases under domain two.")["cases_inspected"] is None
    assert metadata("# Background\nWe inspected 20 community cases and 12 resettlement cases.")["cases_inspected"] is None
    said = "# Background\nWe inspected 88 cases under domain two.\n# 2. Casework\nIn total, we inspected 120 cases."
    assert metadata(said)["cases_inspected"] == 120


def test_title_tells_the_family_before_the_words_around_it_on_the_cover():
    markup = "# An inspection of youth offending services in Otterby\nFor the PDU of the East Fells region\n=\n# Ratings\n"
    rows = "| 1.1 Governance and leadership | Good |\n| 3.4 Joint working | Good |\n| Score | 20/36 |"
    blocks, places = placed(markup + rows)
    for title in ("An inspection of youth offending services in Otterby", None):
        found = family_of(blocks, places, {"title": title, "published": "2019-05"})
        assert found is not None and found.id == "yos_2018"
