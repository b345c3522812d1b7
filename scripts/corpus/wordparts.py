"""The parts of a Word document that python-docx does not offer: footnotes, list definitions, fields, shading, rules.

Each function writes the few elements of WordprocessingML that Word itself would write.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
BULLETS, NUMBERS = 90, 91  # identifiers of our two list definitions, beyond those of the template


def add_footnotes(doc: Any, notes: list[str], font: str, size: float) -> None:
    """Give the document its footnotes, numbered from 1 in the order given."""
    text = doc.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.font.name, text.font.size = font, Pt(size)
    text.paragraph_format.space_after = Pt(2)
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    rules = "".join(
        f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for n, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    bodies = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:pPr><w:pStyle w:val="{text.style_id}"/></w:pPr>{raised}'
        f'<w:r><w:t xml:space="preserve"> {escape(note)}</w:t></w:r></w:p></w:footnote>'
        for n, note in enumerate(notes, 1)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>{rules}{bodies}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, xml.encode(), doc.part.package)
    doc.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def footnote_mark(paragraph: Any, number: int) -> None:
    """The raised mark of a footnote."""
    run = paragraph.add_run()
    run.font.superscript = True
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), str(number))
    run._r.append(mark)


def add_lists(doc: Any, bullet: tuple[str, str], inner: tuple[str, str], indent: float) -> None:
    """Define the document's bulleted list (two levels) and its numbered list; `doc.bullet_list` is the former's number."""
    numbering = doc.part.numbering_part.element
    unit = 567  # twentieths of a point in a centimetre
    levels = []
    for level, (char, font) in enumerate((bullet, inner)):
        left = int(indent * unit) + level * 400
        face = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}" w:hint="default"/></w:rPr>' if font else ""
        levels.append(_level(level, "bullet", char, left, face))
    first = numbering.find(qn("w:num"))
    for key, inside in ((BULLETS, "".join(levels)), (NUMBERS, _level(0, "decimal", "%1.", max(int(indent * unit), 400), ""))):
        kind = '<w:multiLevelType w:val="hybridMultilevel"/>'
        xml = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{kind}{inside}</w:abstractNum>'
        first.addprevious(parse_xml(xml))
    doc.bullet_list = numbering.add_num(BULLETS).numId


def _level(level: int, kind: str, char: str, left: int, face: str) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{char}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr>{face}</w:lvl>'
    )


def number_list(doc: Any, start: int) -> int:
    """A new numbered list that begins at `start`."""
    num = doc.part.numbering_part.element.add_num(NUMBERS)
    num.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(num.numId)


def fields(paragraph: Any, source: str, size: Any) -> None:
    """A running text in which PAGE and NUMPAGES are fields."""
    for piece in re.split(r"\b(PAGE|NUMPAGES)\b", source):
        run = paragraph.add_run()
        run.font.size = size
        if piece not in ("PAGE", "NUMPAGES"):
            run.text = piece
            continue
        simple = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {piece} "/>')
        run._r.addprevious(simple)
        run.text = "1"
        simple.append(run._r)


def shade(target: Any, colour: str) -> None:
    """Shade a cell or a paragraph."""
    properties = target._tc.get_or_add_tcPr() if hasattr(target, "_tc") else target._p.get_or_add_pPr()
    element = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    if hasattr(target, "_tc"):
        properties.append(element)
    else:
        properties.insert_element_before(element, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def border(paragraph: Any, side: str) -> None:
    """A rule above or below a paragraph."""
    xml = f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="8" w:space="4" w:color="666666"/></w:pBdr>'
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(parse_xml(xml), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def keep_whole(row: Any) -> None:
    """Forbid a page break inside a table row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
