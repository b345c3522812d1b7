import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.errors import DataFileError
from findings_nlp.families import bare, headings, identify, load_families, parse_family, shipped_families
from findings_nlp.families.family import kind_of

GOOD = """
id = "my_family"
name = "My reports"
published_from = "2020-01"
published_to = "2021-12"
title = ['my service']
cues = []
not_with = []
maxima = [12]
unrated = []
unscored = []

[standards]
"1.1" = "Leadership"
"""


def test_shipped_families_have_distinct_ids_and_maxima_of_their_standards():
    families = shipped_families()
    assert len({f.id for f in families}) == len(families) >= 11
    assert all(m % 3 == 0 for f in families for m in f.maxima)
    pdu = next(f for f in families if f.id == "pdu_2021")
    assert (pdu.maxima, pdu.standards["1.4"]) == ((27, 24), "Information and facilities")


@pytest.mark.parametrize(
    ("title", "published", "text", "family"),
    [
        (
            "An inspection of probation services in: Knowsley and St Helens PDU",
            "2023-06",
            "1.4 Information and facilities",
            "pdu_2021",
        ),
        ("An inspection of probation services in Harrowdene PDU", "2024-03", "P 1.1 Leadership", "pdu_2023"),
        ("An inspection of Marchland Community Rehabilitation Company", "2019-05", "4.2 Through the Gate", "crc_2018"),
        ("An inspection of Northmarch division National Probation Service", "2019-06", "3.2 Statutory victim work", "nps_2018"),
        ("An inspection of youth offending services in Surrey", "2019-08", "3.4 Joint working", "yos_2018"),
        (
            "An inspection of youth justice services in Lowmoor",
            "2024-02",
            "3.4 Out-of-court disposal policy and provision",
            "yjs_2021",
        ),
        ("An inspection of youth justice work with children and victims in Tarnfell", "2025-11", "", "yjs_2025_icv"),
        ("An inspection of Probation Services - East Wolds region", "2024-11", "R 1.1 Leadership", "region_2023"),
        ("National Inspection - April 2025", "2025-04", "", "national_2025"),
        ("An inspection of central functions supporting the National Probation Service", "2020-01", "", "nps_central"),
        ("Dynamic Inspection of Public Protection in the Wychmere region", "2026-03", "R 1.1", "dynamic_2025"),
        ("An inspection of Fernbank Approved Premises", "2026-02", "", "ap_2025"),
        ("Joint targeted area inspection of the multi-agency response to exploitation in Saltholme", "2024-09", "", "jtai"),
        ("A thematic inspection of remand", "2021-05", "", "thematic"),
        ("A joint thematic inspection of approved premises and PDU work", "2025-11", "1.2 Staffing", "thematic"),
        ("A thematic review of youth justice services and bail", "2022-03", "", "thematic"),
        ("Independent serious further offence review of Dale Harcott", "2025-05", "", "sfo_review"),
        ("Annual report 2019", "2020-03", "Serious further offences", "annual"),
        ("Annual report: inspection of youth offending services (2019-2020)", "2020-11", "3.4 Joint working", "annual"),
        ("Annual Report 2024: Serious Further Offences", "2024-09", "", "sfo_annual"),
    ],
)
def test_family_is_told_by_title_date_and_standards(title, published, text, family):
    assert identify(title, text, published, shipped_families()).id == family


@pytest.mark.parametrize("title", ["", "Minutes of the parish council", "A joint inspection of prisons"])
def test_other_titles_belong_to_no_family(title):
    assert identify(title, "", "2021-05", shipped_families()) is None


@pytest.mark.parametrize(
    ("title", "lines", "kind"),
    [
        ("An inspection of probation services in Harrowdene PDU", [], "inspection_report"),
        ("An inspection of youth justice services in Lowmoor", ["Our guidance for inspectors"], "inspection_report"),
        ("A thematic inspection of guidance on annual reports", [], "inspection_report"),
        (None, [], "inspection_report"),
        ("Annual Report of Probation Services 2023", [], "annual_report"),
        ("Case assessment rules and guidance (CARaG): adult", [], "guidance"),
        ("Effective practice guide: working with children", [], "guidance"),
        ("Inspection standards for approved premises", [], "guidance"),
        ("Research & Analysis Bulletin 2018/02", [], "bulletin"),
        ("Academic Insights 2021/05: Trauma", [], "bulletin"),
        ("HMPPS action plan: Harrowdene PDU", [], "action_plan"),
        ("Harrowdene PDU", ["Agreed / Partly Agreed / Not Agreed"], "action_plan"),
        ("Probation in Harrowdene found wanting", ["Notes to editors"], "press_release"),
        ("Press release: Harrowdene PDU", [], "press_release"),
        ("Consultation on the standards of 2025", [], "consultation"),
        ("Harrowdene PDU data annexe", [], "data_annexe"),
    ],
)
def test_kind_of_publication_is_told_by_title_or_line(title, lines, kind):
    assert kind_of(title, lines) == kind


def test_family_of_the_users_own_is_added_and_replaces(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8")
    chosen = load_families([path])
    assert len(chosen) == len(shipped_families()) + 1
    assert identify("An inspection of My Service", "", "2020-05", chosen).id == "my_family"
    path.write_text(GOOD.replace("my_family", "pdu_2021"), encoding="utf-8")
    replaced = load_families([path])
    assert len(replaced) == len(shipped_families())
    assert next(f for f in replaced if f.id == "pdu_2021").name == "My reports"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id = ", "not valid TOML"),
        (GOOD.replace('name = "My reports"\n', ""), "lacks the field 'name'"),
        (GOOD.replace("maxima = [12]", 'maxima = "12"'), "field 'maxima' is not a list"),
        (GOOD.replace("cues = []", "cues = ['(']"), "bad pattern in 'cues'"),
        ("colour = 'red'\n" + GOOD, "unknown field 'colour'"),
    ],
)
def test_faulty_family_file_is_named_with_its_fault(text, words, tmp_path):
    with pytest.raises(DataFileError, match=r"mine\.toml") as caught:
        parse_family(text, "mine.toml")
    assert words in caught.value.reason


def test_family_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(DataFileError, match="cannot be read"):
        load_families([tmp_path / "missing.toml"])


@pytest.mark.parametrize(
    ("printed", "compared"),
    [
        ("1.1. Leadership", "leadership"),
        ("P 2.3 Implementation and delivery", "implementation and delivery"),
        ("Strengths:", "strengths"),
        ("What needs to improve? (Back to top)", "what needs to improve"),
        ("  Areas for improvement – ", "areas for improvement"),
        ("2023 in review", "2023 in review"),
    ],
)
def test_bare_heading_has_no_numbering_colon_or_link(printed, compared):
    assert bare(printed) == compared


@given(st.text())
def test_bare_heading_has_no_outer_space_or_capitals(text):
    found = bare(text)
    assert found == found.strip() and found == found.casefold()
    assert not found.endswith((":", ".", "?"))


STRENGTHS = [
    "Strengths:", "Strengths", "STRENGTHS", "Key strengths", "Strengths and good practice", "What works well", "What worked well",
    "What the service does well", "Positive findings", "Good practice", "Inspectors were pleased to find that:", "What was good",
    "S t r e n g t h s", "Cryfderau", "The following was working well:", "Enablers",
    "Staffing: strengths", "Strengths – staff", "Strengths (6)", "Strengths (casework)", "Summary of strengths", "Areas in which the PDU performed well",
    "Things that are going well", "Strong aspects", "What the team does best", "In this standard, strengths were:",
]  # fmt: skip
AREAS = [
    "Areas for improvement:", "Area for improvement", "AREAS FOR IMPROVEMENT", "Areas requiring improvement", "Areas for development",
    "Key areas for improvement", "Weaknesses", "Key concerns", "Where the service needs to improve", "What needs to improve?",
    "Areas for priority action", "Meysydd i'w gwella", "The following needed attention:", "Barriers",
    "Meysydd i wella", "Areas to improve", "Casework: areas for improvement", "Areas for improvement (staff)", "AFIs",
    "Areas in which the PDU performed less well", "Areas where improvement is required", "What fell short", "Not yet good enough",
    "Could be better", "Matters of concern", "Opportunities to improve", "What is holding the service back", "Weaker aspects",
]  # fmt: skip
NEITHER = [
    "Leadership", "Foreword", "1.2 Staff", "Requires improvement", "Good", "Recommendations", "Strengthening families", "Outcomes",
    "Improving services for women", "Staff " * 40, "Strengths-based practice", "Desistance: strengths-based work", "What works",
    "Strengths: what they are and areas for improvement", "Recommendations: areas for improvement", "The child’s strengths and needs",
    "Issues for the board", "Poor attendance", "Effective case supervision", "Needs",
]  # fmt: skip


@pytest.mark.parametrize("text", STRENGTHS)
def test_wordings_that_introduce_strengths(text):
    assert headings().polarity_of(text) == "strength"


@pytest.mark.parametrize("text", AREAS)
def test_wordings_that_introduce_areas_for_improvement(text):
    assert headings().polarity_of(text) == "area_for_improvement"


@pytest.mark.parametrize("text", NEITHER)
def test_other_headings_have_no_polarity(text):
    assert headings().polarity_of(text) is None


def test_lists_of_key_findings_are_neutral():
    assert headings().polarity_of("Key findings about organisational delivery were as follows:") == "neutral"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Contents", "contents"), ("Foreword", "foreword"), ("Chief Inspector’s judgement", "foreword"), ("Ratings", "ratings"),
        ("Summary of ratings", "ratings"), ("Recommendations", "recommendations"), ("Background", "background"),
        ("Recommendations from the previous inspection", "previous"), ("Annexe one - Web links", "annex"),
        ("Annex 4: Glossary", "annex"), ("Executive summary", "summary"), ("Leadership", None),
    ],
)  # fmt: skip
def test_part_that_a_heading_opens(text, part):
    assert headings().part_of(text) == part


@pytest.mark.parametrize(
    "text", ["Good practice example", "Case illustration 2", "Effective practice: the hub", "Poor practice example"]
)
def test_titles_of_examples(text):
    assert headings().is_box(text)
    assert not headings().is_box("Leadership")


@pytest.mark.parametrize(
    "text",
    [
        "None identified.",
        "None",
        "N/A",
        "Not applicable to this standard.",
        "Nil return",
        "There were none.",
        "None were identified at this time.",
        "No areas for improvement were identified.",
        "There were no areas for improvement under this standard.",
        "There were no significant areas for improvement identified in this section of the report",
        "We identified no areas for improvement for standard 1.3.",
        "Inspectors did not find any areas for improvement.",
        "We have not identified any areas of concern.",
        "No weaknesses noted",
        "None identified. Leaders should be proud of their work.",
    ],
)
def test_line_that_says_that_there_is_none(text):
    assert headings().none_stated(text, "area_for_improvement") == "area_for_improvement"


@pytest.mark.parametrize(
    "text",
    [
        "None of the managers had read the plan.",
        "Nothing was recorded in the case notes.",
        "Nothing was found in half of the cases.",
        "No areas for improvement had been followed up since the last inspection.",
        "There were no strengths under this standard.",
        "No strengths-based work was seen in most of the cases.",
        "There were no shortcomings in the plan, but it was not known.",
        "None identified. However, plans were late in a third of the cases.",
        "Not identified in time: risks to children.",
        "",
    ],
)
def test_line_that_does_not_say_that_there_is_none(text):
    assert headings().none_stated(text, "area_for_improvement") is None


def test_line_says_by_itself_of_what_there_is_none():
    found = headings()
    assert found.none_stated("There were no strengths.") == "strength"
    assert found.none_stated("We make no recommendations.") == "recommendation"
    assert found.none_stated("None identified.") is None
    assert found.side_without("Areas for improvement: none identified") == "area_for_improvement"
    assert found.side_without("Strengths: the plan is known") is None
