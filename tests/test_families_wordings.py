"""Wordings of a language or of a family's own: how the stages read them, and what is refused."""

from __future__ import annotations

import pytest
from making import Paper, running

import findings_nlp as fn
from findings_nlp.document.cover import body_of
from findings_nlp.errors import DataFileError
from findings_nlp.families.own import family_files, own_families
from findings_nlp.families.wordings import check_wordings, for_layout, wordings_of
from findings_nlp.pipes.facts.metadata import _labelled
from findings_nlp.pipes.facts.overall import _rated

CY = wordings_of("cy")
OWN = """
id = "care_visits"
name = "Care visits"
title = ['care visit']
[standards]
"SA" = "Safety"
"1.2" = "Food"
[ratings]
words = ["Poor", "Fair", "Very good"]
overall = ['how we judged it']
[headings]
strength = ['bright spots']
area_for_improvement = ['dim spots']
[headings.parts]
recommendations = ['we ask']
[facts]
published = ['issued on']
fieldwork = ['we came on']
lead = ['visitor:\\s*(?P<lead>{name})']
"""


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("Graddiwyd yr Uned Gyflawni fel “angen ei gwella”.", "Requires improvement"),
        ("O ganlyniad, cafodd yr Uned sgôr ‘Angen gwella’ yn gyffredinol.", "Requires improvement"),
        ("Raddiwyd y gwasanaeth yn ‘Annigonol’.", "Inadequate"),
        ("Derbyniodd y gwasanaeth sgôr o ‘Da’.", "Good"),
    ],
)
def test_welsh_sentence_gives_the_overall_rating(text, rating):
    found = _rated(text, CY)
    assert CY.scale.spelt(found["q"]) == rating


@pytest.mark.parametrize(
    "text", ["Roedd y gwaith yn annigonol.", "Roedd y staff yn dda ac yn ofalgar.", "Cafodd y staff hyfforddiant da."]
)
def test_welsh_prose_without_a_quoted_rating_gives_none(text):
    assert _rated(text, CY) is None


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Arolygiad o wasanaethau prawf yn Gogledd Cymru", "Gogledd Cymru"),
        ("Arolygiad o’r gwasanaethau prawf yn Nyfed Powys", "Nyfed Powys"),
        ("Arolygiad o wasanaethau troseddwyr ifanc: Caerdydd", "Caerdydd"),
        ("Arolygiad o wasanaethau cyfiawnder ieuenctid yng Ngwynedd", "Ngwynedd"),
    ],
)
def test_body_in_a_welsh_title(title, body):
    assert CY.first("body", [title]) == body


def test_welsh_lead_inspector_and_dates():
    text = "Cafodd yr arolygiad hwn ei gyflawni yn Ionawr 2020 a’i arwain gan Arolygydd EM Mair Lewis, gyda chefnogaeth tîm."
    assert CY.first("lead", [text]) == "Mair Lewis"
    assert _labelled(CY, "fieldwork", [text]) == "2020-01"
    assert _labelled(CY, "fieldwork", ["Dechreuodd y gwaith maes ar 13 Fawrth 2025."]) == "2025-03-13"
    assert CY.in_english("24 y cant ym mis Gorffennaf 2020") == "24 per cent ym mis July 2020"


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Cryfderau:", "strength"), ("Prif gryfderau", "strength"), ("Meysydd i’w gwella:", "area_for_improvement"),
        ("Meysydd lle mae angen gwella", "area_for_improvement"), ("Maes i’w wella", "area_for_improvement"),
        ("Strengths", "strength"), ("Arweinyddiaeth", None), ("Asesu", None),
    ],
)  # fmt: skip
def test_welsh_headings(text, side):
    assert CY.headings.polarity_of(text) == side


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Rhagair", "foreword"),
        ("Sgoriau", "ratings"),
        ("Argymhellion", "recommendations"),
        ("Cefndir", "background"),
        ("Staffio", None),
    ],
)
def test_welsh_chapters(text, part):
    assert CY.headings.part_of(text) == part


def care_visit() -> bytes:
    p = Paper().heading("Care visit: Elm House", 24).paragraph("Issued on 3 March 2026", "We came on 5 and 6 February 2026")
    p.paragraph("Visitor: Una Marsh.").turn().paragraph("How we judged it: Fair").turn()
    p.heading("Safety").paragraph("Very good").label("Bright spots").bullet("Every bell was answered within a minute.")
    p.bullet("Medicines were given at the right time.").label("Dim spots").bullet("Two doors did not lock.")
    p.heading("1.2 Food").paragraph("Poor").label("Bright spots").bullet("Meals were hot.").label("Dim spots")
    p.bullet("Nobody asked what people like to eat.").bullet("Water was out of reach in four rooms.")
    p.turn().heading("We ask").label("The manager should:").bullet("mend the doors").bullet("ask people what they like to eat.")
    return p.data()


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "care.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def visit(own):
    return fn.read_report(care_visit(), name="elm.pdf", nlp=fn.load("none", families=[own]))


def test_family_of_ones_own_is_read_by_its_wordings(visit):
    assert (visit.family, visit.language) == ("care_visits", "en")
    assert [f.polarity[0] for f in visit.findings] == ["s", "s", "a", "s", "a", "a"]
    assert [f.standard for f in visit.findings] == ["SA"] * 3 + ["1.2"] * 3
    assert [(r.addressee, r.text) for r in visit.recommendations] == [
        ("The manager", "mend the doors"), ("The manager", "ask people what they like to eat.")
    ]  # fmt: skip
    assert (visit.published, visit.fieldwork_started, visit.lead_inspector) == ("2026-03-03", "2026-02-05", "Una Marsh")


def test_rating_words_of_ones_own_are_kept_and_told_in_order(visit):
    assert {r.standard: r.rating for r in visit.ratings} == {"SA": "Very good", "1.2": "Poor"}
    assert (visit.overall_rating, visit.rating_words) == ("Fair", ["Poor", "Fair", "Very good"])
    assert fn.Report.from_json(visit.to_json()) == visit
    assert not {w.code for w in visit.warnings} & {"score_mismatch", "overall_mismatch", "unknown_layout", "no_ratings"}


def test_same_report_without_the_family_is_not_vouched_for():
    report = fn.read_report(care_visit(), nlp=fn.load("none"))
    assert (report.family, report.ratings, report.rating_words) == ("unknown", [], None)
    assert "unknown_layout" in {w.code for w in report.warnings}


def test_other_reports_are_read_as_before(own, small_pdf, small):
    assert fn.read_report(small_pdf, name="otterby.pdf", nlp=fn.load("none", families=[own])) == small


def test_page_of_such_a_report_can_be_drawn(visit):
    from findings_nlp.show.page import report_page

    page = report_page(visit)
    assert "Very good" in page
    # the inspectorate's points would be wrong for other words
    assert "○" not in page


def test_families_travel_to_another_process(own):
    from findings_nlp import Reader

    with Reader("none", families=[own]) as reader:
        assert reader.read_report(care_visit(), name="elm.pdf").family == "care_visits"


def test_folder_of_families_and_a_later_file_of_the_same_id(tmp_path, own):
    (tmp_path / "a.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "b.toml").write_text(OWN.replace('"Care visits"', '"Visits"'), encoding="utf-8")
    assert [f.name for f in own_families(family_files([tmp_path]))] == ["Visits"]


def test_family_of_a_shipped_id_takes_its_place(tmp_path, small_pdf):
    path = tmp_path / "pdu.toml"
    path.write_text('id = "pdu_2021"\nname = "Mine"\ntitle = [\'probation services\']\nrated = false\n', encoding="utf-8")
    report = fn.read_report(small_pdf, nlp=fn.load("none", families=[path]))
    assert report.family == "pdu_2021"
    assert "score_maximum" not in {w.code for w in report.warnings}


def test_families_of_an_installed_package(monkeypatch, own):
    class Point:
        name = "care"

        def load(self):
            return lambda: own

    monkeypatch.setattr("findings_nlp.families.own.entry_points", lambda group: [Point()])
    assert family_files() == (str(own),)
    assert fn.read_report(care_visit(), nlp=fn.load("none")).family == "care_visits"


def test_package_that_gives_no_path_is_named(monkeypatch):
    class Point:
        name = "broken"

        def load(self):
            raise ImportError("no module")

    monkeypatch.setattr("findings_nlp.families.own.entry_points", lambda group: [Point()])
    with pytest.raises(DataFileError, match="findings_nlp_families: broken"):
        family_files()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("strength = ['bright", "strenght = ['bright"), "unknown field 'headings.strenght'"),
        (("['bright spots']", "['(']"), "wrong wording"),
        (('words = ["Poor", "Fair", "Very good"]', 'words = ["Poor"]'), "at least two words"),
        (("published = ['issued on']", "published = 'issued on'"), "'facts.published' is not a list of texts"),
        (("recommendations = ['we ask']", "recommendation = ['we ask']"), "knows no chapter 'recommendation'"),
        (("(?P<lead>{name})", "(?P<lead>"), "wrong wording"),
        (("title = ['care visit']", "title = ['care visit']\nrated = 'maybe'"), "'rated' is true, false or 'sometimes'"),
        (('"Very good"]', "3]"), "at least two words"),
    ],
)
def test_wrong_family_file_is_one_line_that_names_the_fault(tmp_path, change, words):
    path = tmp_path / "wrong.toml"
    path.write_text(OWN.replace(*change), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        fn.load("none", families=[path])
    assert words in caught.value.reason
    assert "wrong.toml" in caught.value.path and "\n" not in str(caught.value)


def test_missing_file_empty_folder_and_one_path_for_a_list(tmp_path, own):
    for given in ([tmp_path / "none.toml"], [tmp_path], str(own)):
        with pytest.raises(DataFileError):
            fn.load("none", families=given)


def test_layout_knows_the_headings_of_all_families():
    check_wordings(OWN, "care.toml")
    found = for_layout([OWN, OWN.replace("bright spots", "silver linings")])
    assert [found.polarity_of(t) for t in ("Bright spots", "Silver linings", "Strengths")] == ["strength"] * 3


def test_headings_alone_put_the_shipped_ones_aside():
    alone = wordings_of(OWN.replace("[headings]", "[headings]\nonly = true"))
    assert alone.headings.polarity_of("Strengths with subject") is None
    assert alone.headings.polarity_of("Good practice") is None
    assert alone.headings.polarity_of("Bright spots") == "strength"


def test_english_title_has_no_welsh_body():
    assert CY.first("body", ["An inspection of probation services in Glanrhyd PDU"]) is None
    assert body_of("An inspection of probation services in Glanrhyd PDU") == "Glanrhyd PDU"


def test_report_with_one_side_only_is_not_vouched_for_by_its_family():
    p = (
        Paper()
        .heading("An inspection of probation services in: Otterby PDU")
        .turn()
        .heading("1.1. Leadership", 14)
        .label("Strengths:")
    )
    for n in range(11):
        p.bullet(f"Office number {n} was open and its staff knew what was asked of them.")
    p.turn().heading("Background").paragraph(*running())
    report = fn.read_report(p.data(), nlp=fn.load("none"))
    assert report.family == "pdu_2021" or report.family == "pdu_2023"
    assert "all 11 findings are strengths: read this one by hand" in {w.message for w in report.warnings}
