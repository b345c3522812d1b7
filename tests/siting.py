"""Small archives for the tests of the site and the plots, as tables and as folders of pages."""

from __future__ import annotations

from typing import Any

import pandas as pd

from findings_nlp.record.keyed import keyed
from findings_nlp.record.schema import (
    Evidence,
    Finding,
    KeyQuestion,
    Location,
    Model,
    RatingRow,
    Recommendation,
    Report,
    Source,
    ThemeScore,
)
from findings_nlp.tables.frames import frames

WHERE = [Location(page=3, bbox=(0, 0, 1, 1))]
# text that would run, break a script file, or turn what follows
HOSTILE = "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'> \"quoted\" \u2028 \u202eback </script> =SUM(A1)"


def themes(*names: str) -> list[ThemeScore]:
    return [ThemeScore(theme=name, score=0.9) for name in names]


def finding(number: int, text: str, *found: str, strength: bool = False, standard: str | None = "1.1") -> Finding:
    polarity = "strength" if strength else "area_for_improvement"
    return Finding(
        id=f"f{number:03d}", polarity=polarity, text=text, standard=standard, section="1.1 Leadership", headings=["Leadership"],
        themes=themes(*found), quantities=[], locations=WHERE,
    )  # fmt: skip


def asked(number: int, text: str, *found: str) -> Recommendation:
    return Recommendation(
        id=f"r{number:02d}",
        number=number,
        addressee="The service",
        text=text,
        themes=themes(*found),
        evidence=[],
        locations=WHERE,
    )


def report(name: str, body: str, family: str, published: str | None, findings: list[Finding], **more: Any) -> Report:
    """A report's record with only what the pages show."""
    given: dict[str, Any] = {
        "title": f"An inspection of {body}", "inspected_body": body, "region": "Fenmoor", "published": published,
        "fieldwork_started": None, "isbn": None, "lead_inspector": None, "cases_inspected": None, "overall_rating": "Good",
        "score": None, "ratings": [], "key_questions": [], "recommendations": [], "quotes": [], "warnings": [],
    }  # fmt: skip
    made = Report(
        source=Source(name=name, sha256="0" * 64, pages=9), family=family, findings=findings,
        model=Model(name="findings_nlp_lite", version="1"), **(given | more),
    )  # fmt: skip
    return keyed(made)


def three() -> list[Report]:
    """One youth service in three reports under two names and frameworks, and a probation delivery unit of the same place."""
    ratings = [RatingRow(standard="1.1", name="Governance and leadership", rating="Inadequate", locations=WHERE)]
    asks = [KeyQuestion(standard="2.1", question="Does assessment focus on safety?", percent_yes=40, locations=WHERE)]
    plan = "Make sure that every plan keeps victims safe."
    return [
        report(
            "a.pdf", "Elmby & Otterton YOS", "yos_2018", "2019-05",
            [finding(1, "Plans did not keep victims safe.", "victims"), finding(2, "Staff are proud.", "staffing", strength=True)],
            overall_rating="Inadequate", ratings=ratings, key_questions=asks, recommendations=[asked(1, plan, "victims")],
        ),
        report(
            "b.pdf", "Otterton and Elmby youth justice service", "yjs_2021", "2022-03",
            [finding(1, "Victims were forgotten in plans.", "victims"), finding(2, "Partners share what they know.", "partnership_working", strength=True)],
            overall_rating="Requires improvement", ratings=ratings,
            recommendations=[asked(1, plan + " Now.", "victims"), asked(2, "Fill the posts.", "staffing")],
        ),
        report("c.pdf", "Elmby and Otterton YJS", "yjs_2021", "2024-07", [finding(1, "Housing was short.", "accommodation")], recommendations=[asked(1, "See to it that posts are filled at last.", "staffing")]),
        report("d.pdf", "Elmby and Otterton PDU", "pdu_2021", "2023-01", [finding(1, "Plans were late.", "victims")]),
    ]  # fmt: skip


def carried() -> Report:
    """A report whose themes tell their words, overlapping, or their heading, and whose links are of both bands."""
    text = "Plans did not keep victims safe & sound."
    themed = finding(1, text, "victims")
    both = [
        ThemeScore(theme="victims", score=0.9, spans=[(0, 26)], because=[text[:26]]),
        ThemeScore(theme="safeguarding", score=0.6, spans=[(14, 31)], because=[text[14:31]]),
        ThemeScore(theme="leadership", score=0.4, because=["heading: 1.1 Leadership"]),
    ]
    ask = asked(1, "Keep victims safe.", "victims")
    words = ThemeScore(theme="victims", score=0.9, spans=[(5, 12)], because=["victims"])
    links = [Evidence(finding="f001", score=0.8, because=[]), Evidence(finding="f002", score=0.1, because=[], band="possible")]
    return report(
        "carried.pdf", "Carried PDU", "pdu_2021", "2022-02",
        [themed.model_copy(update={"themes": both}), finding(2, "Posts were empty.", "staffing")],
        recommendations=[ask.model_copy(update={"themes": [words], "evidence": links})],
    )  # fmt: skip


def tables(reports: list[Report] | None = None) -> dict[str, pd.DataFrame]:
    return frames(three() if reports is None else reports)
