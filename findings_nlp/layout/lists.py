"""Lists: items without glyphs, and the open list while blocks are built: which bullet a new bullet is nested in, which paragraph belongs to a bullet."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from findings_nlp.layout.clean import tidy
from findings_nlp.layout.measures import Measures
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line

ADDRESSEE = re.compile(r"(?:We recommend that .{2,120}|[A-Z].{2,150} (?:should|must|needs? to)(?: \w+)?):")
_OPENING_QUOTE = "“\"‘'"


def _follows(before: str, label: str) -> bool:
    """Whether two number labels are neighbours of one list: "9." and "10." stand at unlike indents."""
    a, b = before.strip("(). "), label.strip("(). ")
    return a.isdigit() and b.isdigit() and int(b) == int(a) + 1


class OpenList:
    """First lines of the open bullets, outermost first."""

    def __init__(self, measures: Measures) -> None:
        self.m = measures
        self.bullets: list[Line] = []

    def nest(self, first: Line) -> int:
        """Open a bullet; returns its depth, 0 for the outermost."""
        offset = first.label_x - self.m.margins.get(first.side, 0.0)
        lists = first.roles.count("L")
        while self.bullets:
            parent = self.bullets[-1]
            parent_offset = parent.label_x - self.m.margins.get(parent.side, 0.0)
            # some producers tag nested lists flat: the indent decides, the tags add to it
            if _follows(parent.label, first.label):
                self.bullets.pop()
                continue
            if offset > parent_offset + SETTINGS.nested_indent_points or (
                offset > parent_offset - 2 and lists > parent.roles.count("L") > 0
            ):
                break
            self.bullets.pop()
        depth = len(self.bullets)
        self.bullets.append(first)
        return depth

    def owns(self, first: Line, text: str, last_place: tuple[int, int]) -> bool:
        """Whether an unlabelled paragraph is a second paragraph of the open bullet."""
        if not self.bullets or text[:1] in _OPENING_QUOTE[:2] or ADDRESSEE.fullmatch(text):
            return False
        margin = self.m.margins.get(first.side, 0.0)
        for k in range(len(self.bullets) - 1, -1, -1):
            bullet = self.bullets[k]
            if first.box != bullet.box:
                return False
            body = bullet.body_x - self.m.margins.get(bullet.side, 0.0)
            fits = abs((first.x0 - margin) - body) < SETTINGS.item_indent_points
            listed = "LI" in first.roles and "LI" in bullet.roles
            # where bullets hang in the margin an indent tells nothing; the top of a page or column then does
            turned = fits and body <= SETTINGS.item_hang_points and (first.page, first.side) != last_place
            if (fits and first.x0 - margin > SETTINGS.item_hang_points) or (listed and k == 0) or turned:
                # the paragraph goes on with this bullet: lists inside it are closed
                del self.bullets[k + 1 :]
                return True
        return False

    def leave(self, first: Line, text: str) -> None:
        """A paragraph outside ends the nesting; a quotation or box between two bullets of one list does not."""
        if text[:1] not in _OPENING_QUOTE and first.box < 0 and not first.italic:
            self.bullets = self.bullets[:1]


def label_hanging(flow: list[Line], size: float, starts_section: Callable[[str], bool]) -> None:
    """Label the items of headed lists whose bullets are missing but whose hanging indent shows where each begins."""
    k = 0
    while k < len(flow):
        head = flow[k]
        k += 1
        if head.label or len(head.text) > 90 or head.text.rstrip()[-1:] in ".,;" or not starts_section(tidy(head.text)):
            continue
        start = k
        while k < len(flow) and _runs_on(flow[k], flow[k - 1], head, size) and not starts_section(tidy(flow[k].text)):
            k += 1
        run = [line for line in flow[start:k] if line.kind == ""]
        plain = [line for line in run if not line.label]
        if len(plain) < 4 or len({line.side for line in run}) > 1 or any(line.roles for line in run):
            continue
        left = min(line.x0 for line in plain)
        right = min((line.x0 for line in plain if line.x0 > left + 5), default=left)
        # lists inside the items keep their labels
        inside = all(line.label_x > left + 3 for line in run if line.label)
        out = [line for line in plain if line.x0 < left + SETTINGS.item_edge_points]
        hung = [line for line in plain if abs(line.x0 - right) < SETTINGS.item_edge_points]
        # an item of one line is a sentence: what goes on in the line below stands further right
        inside = inside and all(a.text.rstrip()[-1:] in ".!?”" for a, b in pairwise(plain) if a in out and b in out)
        if (
            inside
            and right - left < SETTINGS.item_hang_most_points
            and min(len(out), len(hung)) > 1
            and run[0] in out
            and 2 * len(hung) >= len(plain) - len(out)
        ):
            for line in out:
                line.label, line.label_x, line.body_x = "•", line.x0, right


def _runs_on(line: Line, before: Line, head: Line, size: float) -> bool:
    """Whether the list under `head` may still go on in the line: plain print, not far below the line before."""
    plain = abs(line.size - size) < SETTINGS.same_size_share * size and not (line.bold and not before.bold and before is not head)
    return line.kind == "footnote" or (
        plain and (line.page != before.page or line.y0 - before.y0 < SETTINGS.list_gap_sizes * size)
    )
