import re

from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.site.slugs import slug, slugs


@given(st.text())
def test_a_slug_is_a_safe_file_name_on_every_system(text):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text))
    assert len(slug(text)) <= 60


@given(
    st.lists(
        st.one_of(
            st.text(max_size=4), st.sampled_from(["A b", "a-b", "a/b", "con", "NUL", "index", "a-b-a760b0e1e518", "é", "e"])
        )
    )
)
def test_slugs_never_collide_nor_depend_on_the_order(names):
    found = slugs(names)
    assert set(found) == set(names)
    assert len(set(found.values())) == len(found)
    assert found == slugs(reversed(names))


def test_device_names_and_the_index_are_avoided():
    found = slugs(["con", "LPT1", "index", "plain"])
    assert found["plain"] == "plain"
    assert not {"con", "lpt1", "index"} & set(found.values())


def test_a_name_that_looks_like_a_marked_slug_cannot_take_its_place():
    marked = slugs(["A b", "a-b"])["A b"]
    assert len(set(slugs(["A b", "a-b", marked]).values())) == 3
