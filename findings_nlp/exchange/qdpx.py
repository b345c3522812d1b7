"""REFI-QDA projects (`.qdpx`, QDA-XML 1.0), which NVivo, MAXQDA, ATLAS.ti and QualCoder exchange: codes, texts and codings.

Each report is a text, each finding and recommendation a passage coded with its side and its themes. The same archive gives the
same bytes: ids are derived from names, times are fixed.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from findings_nlp.exchange.texts import Text

_SPACE = uuid.UUID("6f0d3a52-0a51-5d0b-9f0e-6b2f3a6f7c11")
_XML = "urn:QDA-XML:project:1.0"
_WHEN = "2000-01-01T00:00:00Z"
_STAMP = (2000, 1, 1, 0, 0, 0)


def _id(*parts: str) -> str:
    return str(uuid.uuid5(_SPACE, "\0".join(parts)))


def project(found: Iterable[Text], groups: Mapping[str, Mapping[str, str]]) -> bytes:
    """A project as the bytes of its `.qdpx`.

    Args:
        found: the texts.
        groups: codes to offer: name by id under each group's name; ids that passages carry besides get a group `Other`.
    """
    documents = list(found)
    user = {"creatingUser": _id("user"), "creationDateTime": _WHEN}
    root = Element(
        "Project",
        {
            "xmlns": _XML,
            "name": "Inspection findings",
            "origin": "findings_nlp",
            "creatingUserGUID": _id("user"),
            "creationDateTime": _WHEN,
        },
    )
    SubElement(SubElement(root, "Users"), "User", {"guid": _id("user"), "name": "findings_nlp"})
    codes = SubElement(SubElement(root, "CodeBook"), "Codes")
    known = {name for group in groups.values() for name in group}
    used = dict.fromkeys(
        label for text in documents for p in text.passages for label in (p.side, *p.themes) if label not in known
    )
    for group, names in {**groups, **({"Other": {name: name for name in used}} if used else {})}.items():
        parent = SubElement(codes, "Code", {"guid": _id("group", group), "name": group, "isCodable": "false"})
        for name, shown in names.items():
            SubElement(parent, "Code", {"guid": _id("code", name), "name": shown, "isCodable": "true"})
    sources = SubElement(root, "Sources")
    for text in documents:
        place = {
            "guid": _id("text", text.report),
            "name": text.report,
            "plainTextPath": f"internal://{_id('file', text.report)}.txt",
        }
        source = SubElement(sources, "TextSource", place | user)
        for passage in text.passages:
            where = {"startPosition": str(passage.start), "endPosition": str(passage.end), "name": passage.id}
            guid = {"guid": _id("passage", text.report, passage.id)}
            selection = SubElement(source, "PlainTextSelection", guid | where | user)
            for label in dict.fromkeys((passage.side, *passage.themes)):
                guid = {"guid": _id("coding", text.report, passage.id, label)}
                SubElement(SubElement(selection, "Coding", guid | user), "CodeRef", {"targetGUID": _id("code", label)})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        _put(parts, "project.qde", tostring(root, encoding="utf-8", xml_declaration=True))
        for text in documents:
            _put(parts, f"sources/{_id('file', text.report)}.txt", text.text.encode())
    return out.getvalue()


def _put(parts: zipfile.ZipFile, name: str, data: bytes) -> None:
    parts.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED)
