import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.errors import DataFileError
from findings_nlp.pipes.themes.glossary import Glossary, shipped_glossary
from findings_nlp.pipes.themes.taxonomy import shipped_themes
from findings_nlp.pipes.themes.terms import Abbreviation, Terms, merged, parse_terms, read_terms


def found(text: str, glossary: Glossary | None = None) -> list[tuple[str, str]]:
    return [(hit.theme, text[hit.start : hit.end]) for hit in (glossary or shipped_glossary()).find(text)]


def small(**kinds) -> Glossary:
    kinds = {name: tuple(values) for name, values in kinds.items()}
    return Glossary((Terms("staffing", **kinds),))


def test_every_theme_has_names_and_no_theme_is_unknown():
    terms = shipped_glossary().terms
    assert [t.theme for t in terms] == [theme.id for theme in shipped_themes()]
    assert all(len(t.names) >= 5 for t in terms)


def test_names_are_found_in_any_case_and_in_the_plural():
    assert found("Contingency plans were weak") == [("risk_of_harm", "Contingency plans")]
    assert found("DELIVERY PLAN") == [("leadership", "DELIVERY PLAN")]
    assert found("There were vacancies") == [("staffing", "vacancies")]


@pytest.mark.parametrize("text", ["Wi-Fi", "wifi", "Wi Fi", "WIFI"])
def test_hyphen_space_and_nothing_are_alike(text):
    assert ("facilities_ict", text) in found(f"{text} was poor")


@pytest.mark.parametrize("text", ["rota-gap", "rotagap"])
def test_a_term_without_hyphen_is_found_with_one(text):
    assert found(text, small(names=["rotagap"])) == [("staffing", text)]


def test_possessives_count_as_the_word():
    assert found("the women’s centre") == [("women", "women’s centre")]


@pytest.mark.parametrize("text", ["EPoP", "EPOP", "EpoP", "PSRs", "OoCD", "nDelius"])
def test_abbreviations_in_the_cases_they_are_printed(text):
    assert [words for _, words in found(f"The {text} was late")] == [text]


@pytest.mark.parametrize("text", ["Sara was late", "they went com", "it was", "a tag"])
def test_words_that_only_look_like_abbreviations(text):
    assert not [hit for hit in shipped_glossary().find(text) if hit.kind == "abbreviation"]


@pytest.mark.parametrize(("text", "theme"), [("A GPS tag was fitted.", "mental_health"), ("Diversion came late.", "diversity")])
def test_longer_words_are_not_taken_for_a_shorter_term(text, theme):
    assert theme not in {hit.theme for hit in shipped_glossary().find(text)}
    assert "mental_health" in {hit.theme for hit in shipped_glossary().find("Few GPs took part.")}


def test_star_stands_for_any_ending():
    assert found("cases were countersigned", small(phrases=["countersign*"])) == [("staffing", "countersigned")]
    assert found("sign off", small(phrases=["countersign*"])) == []


def test_the_longest_term_alone_counts_within_a_theme():
    assert found("risk of serious harm")[:1] == [("risk_of_harm", "risk of serious harm")]
    assert [t for t, _ in found("risk of serious harm")].count("risk_of_harm") == 1


def test_a_term_may_stand_for_two_themes():
    assert {t for t, _ in found("BBR was not available")} == {"domestic_abuse", "interventions"}


def test_a_term_within_a_trap_does_not_count():
    glossary = small(names=["retention"], traps=["data retention"])
    assert found("data retention was poor", glossary) == []
    assert found("retention was poor, and data retention", glossary) == [("staffing", "retention")]


def test_parts_of_words_are_no_terms():
    assert found("Staffordshire and the courtyard") == []


@given(st.text(max_size=300))
def test_any_text_gives_places_within_it(text):
    for hit in shipped_glossary().find(text):
        assert 0 <= hit.start < hit.end <= len(text)


def test_a_word_of_great_length_costs_little():
    assert found("a" * 200_000 + " vacancies") == [("staffing", "vacancies")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = ", "is not valid TOML"),
        ("[stafing]", "names the unknown theme 'stafing'"),
        ("staffing = 1", "'staffing' is not a table"),
        ('[staffing]\nname = ["a"]', "'staffing' has the unknown field 'name'"),
        ("[staffing]\nnames = [1]", "'names' is not a list of words"),
        ('[staffing]\nnames = ["--"]', "'names' is not a list of words"),
        ('[staffing]\nabbreviations = ["NQO"]', "'abbreviations' is not a list of"),
        ("version = " + "9" * 5000, "is not valid TOML"),
    ],
)
def test_wrong_file_is_told(text, reason):
    with pytest.raises(DataFileError) as caught:
        parse_terms(text, "mine.toml")
    assert str(caught.value).startswith("mine.toml: ")
    assert reason in str(caught.value)


def test_terms_of_a_users_file_are_added(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[staffing]\nabbreviations = [{ short = "RGX", long = "rota gap" }]\n', encoding="utf-8")
    glossary = Glossary(merged(shipped_glossary().terms, read_terms([path])))
    assert found("RGX was noted", glossary) == [("staffing", "RGX")]
    assert ("staffing", "vacancies") in found("vacancies", glossary)
    assert found("RGX was noted") == []
    with pytest.raises(DataFileError, match="cannot be read"):
        read_terms([tmp_path / "no.toml"])


def test_merged_keeps_both_and_repeats_nothing():
    a, b = Terms("staffing", names=("a", "b")), Terms("staffing", names=("b", "c"), abbreviations=(Abbreviation("X", "y"),))
    (both,) = merged([a], [b])
    assert both.names == ("a", "b", "c")
    assert both.abbreviations == (Abbreviation("X", "y"),)
