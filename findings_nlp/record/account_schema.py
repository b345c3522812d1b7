"""Types of the record that tell where its facts are printed and what became of the report's text."""

from __future__ import annotations

from findings_nlp.record.base import Location, _Model, _Sparse


class Fact(_Model):
    """A value of the record with its places and its source: the part of the report, or how the value was come by.

    Sources: `cover`, `front`, `ratings` and the other parts; `running_header`; `implied_by_title` of a body; `page_head` of a web page;
    `ratings_page`, `sentence`, `score_band` of an overall rating; `heading`, `lead_in`, `table`, `own_words` of an addressee;
    `not_located` where the place could not be told again.
    """

    value: str | int
    source: str
    locations: list[Location]


class Facts(_Sparse):
    """The facts that were read, by field, and the addressees by the recommendation's id."""

    title: Fact | None = None
    inspected_body: Fact | None = None
    region: Fact | None = None
    published: Fact | None = None
    fieldwork_started: Fact | None = None
    isbn: Fact | None = None
    lead_inspector: Fact | None = None
    cases_inspected: Fact | None = None
    overall_rating: Fact | None = None
    score: Fact | None = None
    addressees: dict[str, Fact] = {}


class Unread(_Model):
    """Something that was not read, and why; `text` is empty where a page holds none that can be read."""

    reason: str
    text: str
    locations: list[Location]


class Account(_Model):
    """What became of a report's text: each block has one role (`record.roles.Role`) and a reason for it.

    `words` counts those of the body, `shares` the parts of them by role (they add up to 1), `outside` the words by role of what
    is no body: cover and imprint, contents, notes, running heads, annexes. `reasons` counts the blocks by role and reason.
    """

    words: int = 0
    shares: dict[str, float] = {}
    outside: dict[str, int] = {}
    reasons: dict[str, dict[str, int]] = {}
    unread: list[Unread] = []

    @property
    def unread_words(self) -> int:
        """The words of the passages that were not read."""
        return sum(len(item.text.split()) for item in self.unread)
