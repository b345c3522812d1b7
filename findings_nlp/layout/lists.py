"""The open list while blocks are built: which bullet a new bullet is nested in, which paragraph belongs to a bullet."""

from __future__ import annotations

import re

from findings_nlp.layout.measures import Measures
from findings_nlp.pdf import Line

ADDRESSEE = re.compile(r"[A-Z].{2,150} (?:should|must|needs? to)(?: \w+)?:")
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
            if offset > parent_offset + 7 or (offset > parent_offset - 2 and lists > parent.roles.count("L") > 0):
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
            fits = abs((first.x0 - margin) - body) < 5
            listed = "LI" in first.roles and "LI" in bullet.roles
            # where bullets hang in the margin an indent tells nothing; the top of a page or column then does
            turned = fits and body <= 6 and (first.page, first.side) != last_place
            if (fits and first.x0 - margin > 6) or (listed and k == 0) or turned:
                # the paragraph goes on with this bullet: lists inside it are closed
                del self.bullets[k + 1 :]
                return True
        return False

    def leave(self, first: Line, text: str) -> None:
        """A paragraph outside ends the nesting; a quotation or box between two bullets of one list does not."""
        if text[:1] not in _OPENING_QUOTE and first.box < 0 and not first.italic:
            self.bullets = self.bullets[:1]
