"""Gives a record its keys: service, standards, key questions, bodies. They follow from the record alone.

What has no key is listed in `Report.unresolved`; nothing is guessed.
"""

from __future__ import annotations

from functools import lru_cache

from findings_nlp.families import shipped_families
from findings_nlp.keys.bodies import bodies_of
from findings_nlp.keys.services import Service, service_of
from findings_nlp.keys.standards import question_id, standard_id
from findings_nlp.record.key_fields import BodyKey, ServiceKey, Unresolved
from findings_nlp.record.schema import Report


@lru_cache(maxsize=1)
def _families() -> dict[str, dict[str, str]]:
    return {family.id: family.standards for family in shipped_families()}


class _Standards:
    """Ids of a report's standards by number: as its ratings name them, else as its family does, else as a heading does."""

    def __init__(self, report: Report, sector: str | None) -> None:
        self._sector = sector
        self._names = dict(_families().get(report.family, {})) | {r.standard: r.name for r in report.ratings if r.standard}
        for finding in report.findings if sector else ():
            for heading in finding.headings:
                if finding.standard and heading.startswith(finding.standard):
                    self._names.setdefault(finding.standard, heading)

    def of(self, number: str | None, name: str | None = None) -> str | None:
        """The id of a standard by its number and, where that is not known, the name printed there."""
        found = standard_id(number, self._names.get(number or ""), self._sector)
        return found or (standard_id(number, name, self._sector) if self._sector else None)


def keyed(report: Report) -> Report:
    """The report with its keys, whatever keys it had before.

    Use it again after a change of title, body, region, standards, questions or addressees.
    """
    service = service_of(report.inspected_body, report.family, report.title)
    sector = service.sector if service else None
    standards = _Standards(report, sector)
    ratings = [
        r.model_copy(update={"standard_id": standard_id(r.standard, r.name, sector) or standards.of(r.standard)})
        for r in report.ratings
    ]
    questions = []
    for q in report.key_questions:
        of = standards.of(q.standard)
        asked = question_id(of, q.question)
        questions.append(q.model_copy(update={"standard_id": of or (asked and asked.split(".")[0]), "question_id": asked}))
    findings = [f.model_copy(update={"standard_id": standards.of(f.standard, f.section)}) for f in report.findings]
    recommendations = [
        r.model_copy(update={"bodies": [BodyKey(id=b.id, kind=b.kind, name=b.name) for b in bodies_of(r.addressee, service)]})
        for r in report.recommendations
    ]
    found = report.model_copy(
        update={
            "service": _service_key(service, report.region),
            "ratings": ratings,
            "key_questions": questions,
            "findings": findings,
            "recommendations": recommendations,
        }
    )
    return found.model_copy(update={"unresolved": _unresolved(found, service)})


def _service_key(service: Service | None, printed: str | None) -> ServiceKey | None:
    if service is None:
        return None
    authorities = service.area.authorities if service.area else ()
    region = printed or (service.area.region if service.area and service.kind == "youth" else None)
    return ServiceKey(
        id=service.id,
        kind=service.kind,
        sector=service.sector,
        region=region,
        region_source=None if region is None else "printed" if printed else "authorities",
        authorities=[authority.name for authority in authorities],
        codes=[authority.code for authority in authorities],
    )


def _unresolved(report: Report, service: Service | None) -> list[Unresolved]:
    """What is printed in the report and has no key, each text once."""
    found: dict[tuple[str, str], Unresolved] = {}

    def add(key: str, text: str | None) -> None:
        if text:
            found.setdefault((key, text), Unresolved.model_validate({"key": key, "text": text}))

    if service is None:
        add("service", report.inspected_body)
    elif service.kind == "youth" and service.area is None:
        add("authorities", report.inspected_body)
    if report.service is not None and report.service.region is None and report.service.kind != "national":
        add("region", report.inspected_body)
    for rating in report.ratings:
        if rating.standard_id is None:
            add("standard", f"{rating.standard or ''} {rating.name}".strip())
    for finding in report.findings:
        if finding.standard and finding.standard_id is None:
            add("standard", finding.standard)
    for question in report.key_questions:
        if question.question_id is None:
            add("question", question.question)
    for recommendation in report.recommendations:
        for body in recommendation.bodies:
            if body.id is None:
                add("addressee", body.name)
    return list(found.values())
