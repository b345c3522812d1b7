import json

import pytest
from showing import labelled
from siting import tables

import findings_nlp as fn
from findings_nlp import plots

alt = pytest.importorskip("altair", reason="needs altair: pip install altair")


def rows(chart) -> list[dict]:
    """All data rows of a chart."""
    found = chart.to_dict()
    layers = [found, *found.get("layer", [])]
    return [row for layer in layers for row in layer.get("data", {}).get("values", [])]


def test_heat_map_has_shares_with_their_counts_and_marks_new_families():
    chart = plots.theme_heatmap(tables(), sector="youth")
    assert isinstance(chart, alt.LayerChart)
    victims = [row for row in rows(chart) if row.get("theme") == "Victims"]
    assert [(row["year"], row["count"], row["of"]) for row in victims] == [
        ("2019|n = 1", 1, 1),
        ("2022|n = 1", 1, 1),
        ("2024|n = 1", 0, 1),
    ]
    assert [row["family"] for row in rows(chart) if "family" in row] == ["Youth justice service, 2021 to 2025"]


def test_rating_history_finds_a_service_under_any_of_its_names():
    for name in ("Elmby & Otterton YOS", "Elmby and Otterton YJS"):
        found = rows(plots.rating_history(tables(), name))
        assert [row["rating"] for row in found if "rating" in row] == ["Inadequate", "Requires improvement", "Good"]


def test_rating_history_names_the_nearest_service():
    with pytest.raises(ValueError, match="the nearest: Elmby and Otterton PDU"):
        plots.rating_history(tables(), "Elmby and Otterton PDUs")


def test_polarity_puts_strengths_to_the_left():
    found = {
        (row["theme"], row["kind"]): row["share"]
        for row in rows(plots.polarity_by_theme(tables(), sector="youth"))
        if "theme" in row
    }
    assert found["Staffing", "Strengths"] == pytest.approx(-1 / 3, abs=1e-3)
    assert found["Victims", "Areas for improvement"] == pytest.approx(2 / 3, abs=1e-3)


def test_evidence_matrix_has_every_reason_and_every_recommendation_and_no_possible_link(small):
    report = labelled(small)
    chart = plots.evidence_matrix(report)
    assert isinstance(chart, alt.Chart)
    links = {(row["recommendation"], row["finding"]): row["probability"] for row in rows(chart)}
    assert links == {("r01", "f003"): 0.81, ("r01", "f004"): 0.34}
    encoding = chart.to_dict()["encoding"]
    assert encoding["y"]["scale"]["domain"] == ["r01", "r02", "r03"]
    assert encoding["x"]["scale"]["domain"] == ["f003", "f004"]


def test_charts_are_the_same_json_each_time():
    one, other = (json.dumps(plots.theme_heatmap(tables()).to_dict(), sort_keys=True) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("given", [{"sector": "moon"}, {"polarity": "neutral"}, {"unit": "pages"}])
def test_a_wrong_choice_is_told_with_the_right_ones(given):
    with pytest.raises(ValueError, match="is one of"):
        plots.theme_heatmap(tables(), **given)


def test_a_missing_library_gives_one_line(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(plots, "import_module", missing)
    with pytest.raises(fn.ReportError) as error:
        plots.polarity_by_theme(tables())
    assert str(error.value) == "findings-nlp: plots need altair: pip install altair"
