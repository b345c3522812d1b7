"""Whether a PDF's structure tree can be followed: on some that cannot, MuPDF frees memory twice and the process ends.

Structured text with `TEXT_COLLECT_STRUCTURE` leads from marked content through the parent tree (ISO 32000-1, 14.7.4.4) to a
structure element, and from there by `/P` up to the root. Each step is looked at here beforehand, once for each element.
See `docs/upstream/mupdf-structure-double-free.md`.
"""

from __future__ import annotations

from typing import Any

import pymupdf

# the calls without reference counts: what they return is borrowed from the open document, and they are ten times as fast
_gets, _number = pymupdf.mupdf.ll_pdf_dict_gets, pymupdf.mupdf.ll_pdf_to_num
_at, _length = pymupdf.mupdf.ll_pdf_array_get, pymupdf.mupdf.ll_pdf_array_len
_is_dict, _is_array = pymupdf.mupdf.ll_pdf_is_dict, pymupdf.mupdf.ll_pdf_is_array
_is_name, _is_int = pymupdf.mupdf.ll_pdf_is_name, pymupdf.mupdf.ll_pdf_is_int
_is_null = pymupdf.mupdf.ll_pdf_is_null

_DEPTH = 100  # elements between content and root, and levels of the number tree
_STEPS = 400_000  # in one document


class Structure:
    """The structure tree of one open PyMuPDF document, which may have none; `mended`: as it was when the file had been mended."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self.mended = bool(document.is_repaired)  # MuPDF may mend the file while it is looked at: then this tree is gone
        self._entries: dict[int, bool] = {}  # by number of the parent tree: whether all elements can be followed
        self._known: dict[int, bool] = {}  # by object number of an element
        self._left = _STEPS
        pdf = pymupdf.mupdf.pdf_document_from_fz_document(document)
        trailer = pymupdf.mupdf.ll_pdf_trailer(pdf.m_internal)
        self._root = _gets(_gets(trailer, "Root"), "StructTreeRoot")
        self._whole = not _is_dict(self._root) or self._read(_gets(self._root, "ParentTree"), set(), 0)
        # content of forms has numbers of its own, which no page names
        pages = {self._named(page) for page in range(document.page_count)}
        self._whole = self._whole and all(sound for number, sound in self._entries.items() if number not in pages)

    def sound(self, page: int) -> bool:
        """Whether the structure of a page (from 0) can be followed; true for one without structure."""
        return self._whole and self._entries.get(self._named(page), True)

    def _named(self, page: int) -> int:
        kind, value = self._document.xref_get_key(self._document.page_xref(page), "StructParents")
        return int(value) if kind == "int" else -1

    def _read(self, node: Any, above: set[int], depth: int) -> bool:
        """Read a node of the parent tree; False where it cannot be followed."""
        if not _is_dict(node):
            return bool(_is_null(node))
        number = _number(node)
        if depth > _DEPTH or (number and number in above):
            return False
        kids, entries = _gets(node, "Kids"), _gets(node, "Nums")
        for k in range(_length(kids)):
            if not self._read(_at(kids, k), above | {number}, depth + 1):
                return False
        for k in range(0, _length(entries) - 1, 2):
            key, value = _at(entries, k), _at(entries, k + 1)
            if not _is_int(key):
                return False
            if _is_array(value):  # a single element belongs to an annotation, which is not read
                number = pymupdf.mupdf.ll_pdf_to_int(key)
                sound = all(self._element(_at(value, at)) for at in range(_length(value)))
                self._entries[number] = self._entries.get(number, True) and sound
        return self._left > 0

    def _element(self, element: Any) -> bool:
        """Whether each step from an element up to the root is a structure element and an object of its own."""
        if element is not None and (known := self._known.get(_number(element))) is not None:
            self._left -= 1
            return known
        way: list[int] = []
        found = True
        root = _number(self._root)
        while element is not None and not _is_null(element):
            self._left -= 1
            number = _number(element)
            if number == root and root:
                break
            if number in self._known:
                found = self._known[number]
                break
            # a chain that comes back to itself ends by its length
            fits = number and _is_dict(element) and _is_name(_gets(element, "S"))
            if not fits or len(way) > _DEPTH or self._left < 0:
                found = False
                break
            way.append(number)
            element = _gets(element, "P")
        else:
            found = not way  # content without an element is nobody's; a chain must end at the root
        self._known.update(dict.fromkeys(way, found))
        return found


def sound_labels(document: Any) -> bool:
    """Whether the number tree of a document's page labels can be followed; true where it has none."""
    trailer = pymupdf.mupdf.ll_pdf_trailer(pymupdf.mupdf.pdf_document_from_fz_document(document).m_internal)
    labels = _gets(_gets(trailer, "Root"), "PageLabels")
    return labels is None or bool(_is_null(labels)) or _sound_tree(labels, set(), [0])


def _sound_tree(node: Any, above: set[int], seen: list[int]) -> bool:
    seen[0] += 1
    number = _number(node)
    if not _is_dict(node) or seen[0] > _DEPTH * _DEPTH or len(above) > _DEPTH or (number and number in above):
        return False
    kids, entries = _gets(node, "Kids"), _gets(node, "Nums")
    pairs = range(0, _length(entries), 2)
    if not all(_is_int(_at(entries, k)) and _is_dict(_at(entries, k + 1)) for k in pairs):
        return False
    return all(_sound_tree(_at(kids, k), above | {number}, seen) for k in range(_length(kids)))
