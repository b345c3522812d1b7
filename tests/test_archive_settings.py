import pytest
from hostile import trouble  # noqa: F401  (the hook of these tests)

from findings_nlp.archive.settings import Settings
from findings_nlp.errors import ReportError


def test_whatever_changes_a_record_changes_the_key(tmp_path):
    further = tmp_path / "terms.toml"
    further.write_text('[staffing]\nnames = ["rota gap"]\n')
    toml = tmp_path / "mine.toml"
    toml.write_text('[themes.parking]\nname = "Parking"\ndefinition = "Where people leave their cars."\n')
    variants = [
        Settings.of("none"), Settings.of("lite"), Settings.of("lite", {"staffing": 0.3}), Settings.of("lite", terms=[further]),
    ]  # fmt: skip
    assert len({s.key() for s in variants}) == len(variants)
    assert Settings.of("lite").key() == Settings.of("lite").key()


def test_own_themes_count_by_content_and_not_by_path(tmp_path):
    for name, text in (("a.toml", "x"), ("b.toml", "x"), ("c.toml", "y")):
        (tmp_path / name).write_text(text)
    keys = [Settings("none", taxonomies=(str(tmp_path / name),)).key() for name in ("a.toml", "b.toml", "c.toml")]
    assert keys[0] == keys[1] != keys[2]


def test_tests_hook_does_not_count():
    assert Settings.of("none", hook="hostile:trouble").key() == Settings.of("none").key()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [({"model": "huge"}, ValueError), ({"thresholds": {"staffing": 2}}, ReportError), ({"taxonomies": ["no.toml"]}, ReportError)],
)
def test_wrong_settings_are_told_before_any_worker_starts(wrong, error):
    with pytest.raises(error):
        Settings.of(**({"model": "none"} | wrong))
