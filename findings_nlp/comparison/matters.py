"""Inspections of one service, or any two reports, compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from findings_nlp.comparison.groups import Group, grouped
from findings_nlp.comparison.inspections import CompareError, Inspection, Item
from findings_nlp.comparison.sameness import Floats, Text, features, probabilities, reading, thresholds
from findings_nlp.keys.standards import question_name, standards

if TYPE_CHECKING:
    import pandas as pd

    from findings_nlp.pipes.themes.models import ThemeModel

Status = Literal["new", "gone", "back", "still"]
_POINTS = {"Inadequate": 0, "Requires improvement": 1, "Good": 2, "Outstanding": 3}


@dataclass(frozen=True, slots=True)
class Row:
    """A standard or key question in each inspection, oldest first; None where it was not rated or asked.

    `change` is that of the last inspection against the last before it that has a value: in points of the rating (0 to 3) or in
    percentage points; None where there is nothing to compare.
    """

    id: str
    name: str
    values: tuple[Any, ...]
    change: int | None


@dataclass(slots=True)
class Matter:
    """What one or more inspections say on one matter.

    Attributes:
        items: by inspection, counted from 0, oldest first; two or more where one says in parts what the other says in one.
        chances: by inspection and id of an item, the highest probability that it is on the same matter as an item of an earlier
            inspection; none of the items of the first.
        status: `new` in the last inspection, `gone` (not in the last), `back` (in the last and earlier, but not in the one
            before the last) or `still` (in the last two).
        turned: whether the items of the last two inspections of a matter that is `still` there or `back` have no side in common.
    """

    items: dict[int, tuple[Item, ...]]
    chances: dict[tuple[int, str], float] = field(default_factory=dict)
    status: Status = "new"
    turned: bool = False

    def each(self) -> Iterator[tuple[int, Item]]:
        """Each item with its inspection, oldest first."""
        for place in sorted(self.items):
            for item in self.items[place]:
                yield place, item


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moved between inspections, which stand oldest first."""

    inspections: tuple[Inspection, ...]
    ratings: tuple[Row, ...]
    questions: tuple[Row, ...]
    findings: tuple[Matter, ...]
    recommendations: tuple[Matter, ...]

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """Pandas tables: `ratings`, `key_questions`, `findings`, `recommendations`; one row for each item of a matter."""
        from findings_nlp.tables.optional import pandas

        pd = pandas()

        columns = ["id", "name", *[i.report for i in self.inspections], "change"]
        tables = {"ratings": self.ratings, "key_questions": self.questions}
        out = {
            name: pd.DataFrame([(r.id, r.name, *r.values, r.change) for r in rows], columns=columns)
            for name, rows in tables.items()
        }
        for name, matters in (("findings", self.findings), ("recommendations", self.recommendations)):
            out[name] = pd.DataFrame(list(self.rows(matters)), columns=list(ROW))
        return out

    def rows(self, matters: Sequence[Matter]) -> Iterator[tuple[Any, ...]]:
        """One row for each item of each matter; the columns are those of `ROW`."""
        for number, matter in enumerate(matters, 1):
            for place, item in matter.each():
                of = self.inspections[place]
                told = (number, matter.status, matter.turned, place + 1, of.report, of.published, item.id, item.side, item.under)
                yield (*told, item.text, matter.chances.get((place, item.id)), item.page, item.url)


ROW = (
    "matter",
    "status",
    "turned",
    "inspection",
    "report",
    "published",
    "id",
    "side",
    "under",
    "text",
    "probability",
    "page",
    "page_url",
)


def compare_inspections(inspections: Sequence[Inspection], model: ThemeModel) -> Comparison:
    """Compare inspections.

    Args:
        inspections: two or more, oldest first.
        model: the theme model, whose vectors, words and themes tell sameness.

    Raises:
        CompareError: for fewer than two.
    """
    if len(inspections) < 2:
        raise CompareError("compare", "needs two inspections or more")
    ratings = [[(key, standards()[key].name, value) for key, _, value in i.ratings] for i in inspections]
    questions = [[(key, question_name(key), value) for key, _, value in i.questions] for i in inspections]
    return Comparison(
        tuple(inspections),
        _rows(ratings),
        _rows(questions),
        _matters([i.findings for i in inspections], model),
        _matters([i.recommendations for i in inspections], model),
    )


def _rows(found: Sequence[Sequence[tuple[str, str, Any]]]) -> tuple[Row, ...]:
    names = {key: name for inspection in reversed(found) for key, name, _ in inspection}
    values = [{key: value for key, _, value in reversed(inspection)} for inspection in found]
    out = []
    for key, name in names.items():
        line = tuple(inspection.get(key) for inspection in values)
        before = next((value for value in reversed(line[:-1]) if value is not None), None)
        out.append(Row(key, name, line, _change(before, line[-1])))
    return tuple(out)


def _change(before: Any, now: Any) -> int | None:
    if before is None or now is None:
        return None
    return int(_POINTS.get(now, now)) - int(_POINTS.get(before, before))


def _matters(items: Sequence[Sequence[Item]], model: ThemeModel) -> tuple[Matter, ...]:
    """Each item joined to the matter of the nearest earlier inspection that has it; matters in the order of their last items."""
    readings = [reading(model, [Text(i.id, i.text, i.under) for i in found]) for found in items]
    found: list[Matter] = []
    of: list[list[Matter]] = []  # the matter of each item, by inspection
    for place, now in enumerate(items):
        own: list[Matter | None] = [None] * len(now)
        for earlier in range(place - 1, -1, -1):
            open_ = [k for k, matter in enumerate(of[earlier]) if max(matter.items) == earlier]
            left = [k for k, matter in enumerate(own) if matter is None]
            if not open_ or not left:
                continue
            chances = probabilities(model.tier, features(readings[earlier], readings[place]))[np.ix_(open_, left)]
            known = [_place_of(of[earlier][k], found) for k in open_]
            least, together = thresholds(model.tier)
            for group in grouped(chances, least, together, known):
                matter = _merged([of[earlier][open_[k]] for k in group.firsts], found, of)
                joined = [left[k] for k in group.seconds]
                matter.items[place] = tuple(now[k] for k in joined)
                matter.chances |= _chances(group, chances, [(place, now[k].id) for k in left])
                for k in joined:
                    own[k] = matter
        fresh = [matter or Matter({place: (item,)}) for matter, item in zip(own, now, strict=True)]
        found += [matter for matter, before in zip(fresh, own, strict=True) if before is None]
        of.append(fresh)
    for matter in found:
        matter.status, matter.turned = _status(matter, len(items) - 1)
    return tuple(sorted(found, key=lambda m: (-max(m.items), _place_of(m, of[max(m.items)]))))


def _place_of(matter: Matter, found: Sequence[Matter]) -> int:
    """Where a matter itself, and no equal one, first stands."""
    return next(k for k, other in enumerate(found) if other is matter)


def _merged(matters: Sequence[Matter], found: list[Matter], of: Sequence[list[Matter]]) -> Matter:
    """The first of some matters, which a later inspection draws together, with the items of all of them."""
    first = matters[0]
    for other in {id(m): m for m in matters}.values():
        if other is first:
            continue
        for place, more in other.items.items():
            first.items[place] = (*first.items.get(place, ()), *more)
        first.chances |= other.chances
        del found[_place_of(other, found)]
        for line in of:
            line[:] = [first if matter is other else matter for matter in line]
    return first


def _chances(group: Group, chances: Floats, names: Sequence[tuple[int, str]]) -> dict[tuple[int, str], float]:
    """For each later item of a group its likeliest link to an earlier one; `names` has inspection and id of each column."""
    return {names[k]: round(float(chances[list(group.firsts), k].max()), 4) for k in group.seconds}


def _status(matter: Matter, end: int) -> tuple[Status, bool]:
    places = sorted(matter.items)
    if places[-1] != end:
        return "gone", False
    if len(places) == 1:
        return "new", False
    now, before = ({item.side for item in matter.items[place]} for place in places[:-3:-1])
    return ("still" if places[-2] == end - 1 else "back"), not now & before
