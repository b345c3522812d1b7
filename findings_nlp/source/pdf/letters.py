"""The letters of a PDF as PyMuPDF itself reads them, page by page and within boxes: what reported texts are compared with.

Nothing of this package's own reading of lines has a part in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pymupdf

from findings_nlp.source.pdf.source import quiet

_SLACK = 2.0  # points by which a box is grown
Box = tuple[float, float, float, float]


class Letters:
    """The text of an open PDF; a context manager.

    Args:
        data: the file's bytes.

    Raises:
        ValueError: where PyMuPDF cannot open it.
    """

    def __init__(self, data: bytes) -> None:
        with quiet():
            try:
                self._document = pymupdf.open(stream=data)
            except Exception as error:
                raise ValueError(" ".join(str(error).split())[:120]) from None
        self._words = lru_cache(maxsize=8)(self._read)

    def __enter__(self) -> Letters:
        return self

    def __exit__(self, *told: object) -> None:
        self._document.close()

    def _read(self, number: int) -> list[tuple[float, float, float, float, str]]:
        with quiet():
            page = self._document[number - 1]
            return [(*word[:4], word[4]) for word in page.get_text("words", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)]

    def within(self, places: Iterable[tuple[int, Box]]) -> str:
        """The words whose middle lies in one of some boxes, in the order of the page's text, each once for each box.

        Args:
            places: page from 1 and box in points from the page's top left.
        """
        out = []
        for number, (x0, y0, x1, y1) in places:
            if 1 <= number <= self._document.page_count:
                for a, b, c, d, word in self._words(number):
                    x, y = (a + c) / 2, (b + d) / 2
                    if x0 - _SLACK <= x <= x1 + _SLACK and y0 - _SLACK <= y <= y1 + _SLACK:
                        out.append(word)
        return " ".join(out)
