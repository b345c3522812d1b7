"""What a returned review says: its items as lines of the log, and its mistakes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from findings_nlp.review.log import Entry
from findings_nlp.review.sample import Review

_LONGEST_COMMENT = 5000


@dataclass(slots=True)
class Returned:
    """What a file says.

    Attributes:
        review: the review that it belongs to.
        who: the reviewer, empty where the file does not say.
        entries: one for each item that was checked or changed, without batch, name and time.
        mistakes: one line each; where there is any, nothing of the file may count.
    """

    review: Review
    who: str
    entries: list[Entry] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    def finding(self, item: dict[str, Any], polarity: str, themes: Iterable[str], comment: str) -> None:
        """Take a checked finding.

        Args:
            item: of the review.
            polarity: that it is to have.
            themes: likewise; those that it had keep their order, the others follow.
            comment: of the reviewer, or nothing.
        """
        chosen = list(dict.fromkeys(themes))
        ordered = [name for name in item["themes"] if name in chosen] + [n for n in chosen if n not in item["themes"]]
        before = {"polarity": item["polarity"], "themes": item["themes"]}
        self._take("finding", item, ("finding", "text", "section"), before, {"polarity": polarity, "themes": ordered}, comment)

    def link(self, item: dict[str, Any], verdict: str, comment: str) -> None:
        """Take a checked link.

        Args:
            item: of the review.
            verdict: `reason` or `none`.
            comment: of the reviewer, or nothing.
        """
        names = ("recommendation", "recommendation_text", "finding", "finding_text")
        self._take("link", item, names, {"link": item["band"]}, {"link": verdict}, comment)

    def _take(
        self, what: str, item: dict[str, Any], names: Iterable[str], before: dict[str, Any], after: dict[str, Any], comment: str
    ) -> None:
        entry = {"what": what, "report": item["report"], "sha256": item["sha256"]} | {name: item[name] for name in names}
        entry |= {"before": before, "after": after, "sample": item["sample"]}
        if what == "link":
            entry["stratum"] = item["stratum"]
        self.entries.append(entry | ({"comment": comment[:_LONGEST_COMMENT]} if comment else {}))
