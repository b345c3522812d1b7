from markupsafe import Markup

from findings_nlp.site import charts, svg
from findings_nlp.site.figures import Share, Start
from findings_nlp.site.items import AREA, STRENGTH


def test_text_in_a_picture_is_escaped():
    out = svg.picture(10, [svg.text(5, 5, "<b>\u202e")], label='"<i>')
    assert isinstance(out, Markup)
    assert "<b>" not in out
    assert "<i>" not in out
    assert "\u202e" not in out


def test_bars_are_in_proportion_and_start_at_zero():
    half, whole = charts.column(2, 4), charts.column(4, 4)
    assert f'height="{svg.number(charts.COLUMN / 2)}"' in half
    assert f'height="{svg.number(charts.COLUMN)}"' in whole
    assert 'width="25%"' in charts.side_bar(Share(1, 4), AREA, False)
    assert 'x="75%"' in charts.side_bar(Share(1, 4), STRENGTH, True)


def test_ratings_fill_the_bar_best_first():
    out = charts.rating_bar({"Outstanding": 0, "Good": 1, "Requires improvement": 3, "Inadequate": 0})
    assert out.index("rating-good") < out.index("rating-requires-improvement")
    assert 'x="25%"' in out
    assert "rating-inadequate" not in out


def trend(series):
    starts = [Start("A", "2019", ("yos_2018",)), Start("B", "2021", ("yjs_2021",))]
    return charts.trend(series, ["2019", "2020", "2021", "2022"], starts, "label")


def test_a_trend_joins_years_of_one_family_only_and_marks_the_next():
    one = {AREA: {"2019": Share(1, 9), "2020": Share(2, 9)}}
    other = {AREA: {"2021": Share(3, 9), "2022": Share(4, 9)}}
    split = trend({"yos_2018": one, "yjs_2021": other})
    joined = trend({"yos_2018": {AREA: one[AREA] | other[AREA]}})
    assert split.count("area-for-improvement stroke") == 2
    assert joined.count("area-for-improvement stroke") == 3
    assert split.count('class="change"') == 1
    assert ">A<" in split
    assert ">B<" in split


def test_ratings_of_two_families_are_joined_by_a_broken_line():
    out = charts.rating_history([("2019", "Good", "a"), ("2021", "Good", "a"), ("2024", "Inadequate", "b")], "label")
    assert out.count("plain stroke") == 2
    assert out.count("dashed") == 1
