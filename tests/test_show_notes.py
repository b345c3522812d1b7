import unicodedata

from showing import hostile, labelled

from findings_nlp.show.notes import finding_note, recommendation_note
from findings_nlp.show.words import linked_to


def test_note_of_a_finding_tells_all_that_is_known(small):
    report = labelled(small)
    finding = report.findings[2]
    assert finding_note(report, finding, linked_to(report, "reason")[finding.id]).splitlines() == [
        "f003: area for improvement",
        "Standard: 1.1. Leadership",
        "Themes: Leadership and governance 93%",
        "Quantities: six of 21 cases (6 cases of 21)",
        "A reason for: r01 81% (p. 2)",
        "Leadership and governance: “In”",
    ]
    last = report.findings[5]
    assert finding_note(report, last, [], linked_to(report, "possible")[last.id]).splitlines()[-3:] == [
        "No recommendation answers it",
        "Possibly for (below the threshold): r01 12% (p. 2)",
        "Leadership and governance: “Vacancies”",
    ]
    assert "Possibly" not in finding_note(report, last, [])


def test_note_quotes_the_words_of_each_theme_or_names_the_heading(small):
    report = labelled(small)
    assert finding_note(report, report.findings[0], []).splitlines()[-3:] == [
        "Leadership and governance: “Leaders meet all staff”, “act”",
        "Staffing: “all staff each month”, “24 per cent of staff”",
        "Partnership working: no words, but the heading “1.1. Leadership”",
    ]
    assert recommendation_note(report, report.recommendations[1], {}).splitlines()[-1] == "Staffing: “named practitioner”"
    long = report.findings[0].themes[0].model_copy(update={"because": ["word " * 40 + "end\nof line"]})
    note = finding_note(report, report.findings[0].model_copy(update={"themes": [long]}), [])
    assert note.splitlines()[-1].endswith("word ...”") and len(note.splitlines()[-1]) < 120


def test_note_of_a_recommendation_gives_evidence_with_scores_and_reasons(small):
    report = labelled(small)
    assert recommendation_note(report, report.recommendations[0], {"f003": 3, "f004": None}).splitlines() == [
        "r01: recommendation 1",
        "For: Otterby PDU",
        "Themes: of my own 50% (likeness)",
        "Evidence: f003 81% (p. 3), f004 34%",
        "Possible (below the threshold): f006 12%",
        "f003 because of Risk of harm, police",
    ]
    assert recommendation_note(report, report.recommendations[1], {"f004": 3}).splitlines()[3:5] == [
        "Evidence: none found",
        "Possible (below the threshold): f004 11% (p. 3)",
    ]
    assert "Possible" not in recommendation_note(report, report.recommendations[2], {})


def test_what_was_not_looked_for_is_not_said_to_be_missing(small):
    assert "Themes: not looked for" in finding_note(small, small.findings[0], [])
    note = recommendation_note(small, small.recommendations[0], {})
    assert "Evidence: not looked for" in note and "none" not in note


def test_hostile_text_keeps_its_direction(small):
    report = hostile(small)
    for note in (finding_note(report, report.findings[0], []), recommendation_note(report, report.recommendations[0], {})):
        assert not {unicodedata.bidirectional(c) for c in note} & {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}
