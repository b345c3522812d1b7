import pytest

from findings_nlp.errors import DataFileError
from findings_nlp.plans.due import due
from findings_nlp.plans.wording import agreement_of, headings, opening_agreement, progress_of, shipped_headings


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("1. Rec No", "number"),
        ("2. Recommendation", "recommendation"),
        ("3. Agreed/ Partly Agreed/ Not Agreed", "status"),
        ("Response (accepted, partially accepted, not accepted)", "status"),
        ("4. Response Action Taken/Planned", "response"),
        ("5. Responsible Owner (including named individual and their functional role)", "owner"),
        ("Planned\nCompletion Date", "date"),
        ("Progress against agreed action and impact monitoring", "progress"),
        ("AREA REQUIRING IMPROVEMENT (Recommendations)", "recommendation"),
        ("2. Recommendatio n", "recommendation"),
        ("Intended outcome of action", "other"),
        ("Date completed", "other"),
        ("Status", "status_or_progress"),
        ("Definition", None),
        ("The service should take action on what inspectors recommended and report on progress to its board", None),
    ],
)
def test_headings_name_their_field(heading, field):
    assert shipped_headings().field_of(heading) == field


def test_a_wording_of_ones_own_counts_before_the_shipped_ones(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('[response]\nheadings = ["Outcome", "Beth nesaf"]\n', encoding="utf-8")
    known = headings([file])
    assert (known.field_of("Outcome"), known.field_of("Beth nesaf?")) == ("response", "response")
    assert shipped_headings().field_of("Outcome") == "other"


@pytest.mark.parametrize(
    "text", ['[answer]\nheadings = ["x"]', "[response]\nheadings = 3", "[response", '[response]\nheadings = ["?"]']
)
def test_a_wrong_file_of_wordings_is_named(tmp_path, text):
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"mine\.toml"):
        headings([file])


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Agreed", "agreed"),
        ("Not Agreed", "not_agreed"),
        ("PARTIALLY ACCEPTED", "partly_agreed"),
        ("Yes", "agreed"),
        ("☐ Agreed ☒ Partly agreed ☐ Not agreed", "partly_agreed"),
        ("[ ] Agreed [ ] Partly agreed [x] Not agreed", "not_agreed"),
        ("Agreed / Partly Agreed / Not Agreed", None),
        ("Agreed in principle", None),
        ("Not yet agreed", None),
        ("N/A", None),
        ("", None),
    ],
)
def test_agreement_is_what_the_words_say_and_nothing_where_they_leave_it_open(text, state):
    assert agreement_of(text) == state


def test_an_answer_may_open_with_its_agreement():
    assert opening_agreement("Partly agreed. We can do half.") == ("partly_agreed", "Partly agreed")
    assert opening_agreement("Agreed actions will be put in place by the board") is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Completed in June", "complete"),
        ("Blue. Complete.", "complete"),
        ("Not yet complete", "in_progress"),
        ("Not achieved: no appointment", "in_progress"),
        ("Will be completed in May", "in_progress"),
        ("Behind schedule", "delayed"),
        ("Not started", "not_started"),
        ("Amber", None),
        ("The complete list of cases is kept", None),
    ],
)
def test_progress_is_told_by_words_and_not_by_colours(text, state):
    assert progress_of(text) == state


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("31 March 2024", "2024-03-31"),
        ("1st April, 2019", "2019-04-01"),
        ("31/03/24", "2024-03-31"),
        ("15.11.2024", "2024-11-15"),
        ("02/2022", "2022-02"),
        ("2025-03", "2025-03"),
        ("Sept 2022", "2022-09"),
        ("Dec-24", "2024-12"),
        ("Review June 2023, complete by 1 December 2023", "2023-12-01"),
        ("31/02/2024", None),
        ("13/13/2024", None),
        ("Mar 24", None),
        ("Spring 2024", None),
        ("within six weeks", None),
        ("Quarter 4", None),
    ],
)
def test_dates_are_read_as_in_the_united_kingdom_and_never_guessed(text, date):
    assert due(text) == date
