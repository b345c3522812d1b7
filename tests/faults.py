"""Faults put into good PDFs: each takes a PDF's bytes and a seeded generator, and gives the bytes of the damaged PDF."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pymupdf

Fault = Callable[[bytes, Random], bytes]


def _contents(document: pymupdf.Document, page: pymupdf.Page, write: Callable[[bytes], bytes]) -> None:
    """Replace a page's content by what `write` makes of it."""
    xref = document.get_new_xref()
    document.update_object(xref, "<<>>")
    document.update_stream(xref, write(page.read_contents()), new=True)
    page.set_contents(xref)


def drawn_twice(data: bytes, random: Random) -> bytes:
    """Every page is drawn again a little apart."""
    apart = random.choice([0.0, 0.3, 0.8])
    with pymupdf.open(stream=data) as document:
        for page in document:
            _contents(
                document, page, lambda c: b"q\n" + c + b"\nQ\nq 1 0 0 1 %.2f %.2f cm\n" % (apart, -apart / 2) + c + b"\nQ\n"
            )
        return document.tobytes()


def ocr_layer(data: bytes, random: Random) -> bytes:
    """Invisible text with misreadings over the printed text."""
    right, down = random.uniform(-2, 2), random.uniform(-1, 2)
    with pymupdf.open(stream=data) as document:
        for page in document:
            lines = [line for b in page.get_text("dict")["blocks"] for line in b.get("lines", ()) if line["dir"] == (1.0, 0.0)]
            for line in lines:
                span = line["spans"][0]
                x, y = span["origin"]
                text = "".join(s["text"] for s in line["spans"]).replace("l", "1").replace("e ", "c ")
                page.insert_text((x + right, y + down), text, fontsize=span["size"], render_mode=3)
        return document.tobytes()


def watermark(data: bytes, random: Random) -> bytes:
    """A word level behind or over the text of every page."""
    grey = random.choice([0.75, 0.85, 0.93])
    size, height = random.choice([30, 54, 80]), random.uniform(250, 600)
    with pymupdf.open(stream=data) as document:
        for page in document:
            page.insert_text(
                (70, height),
                random.choice(["OFFICIAL - DRAFT"]),
                fontsize=size,
                color=(grey, grey, grey),
                overlay=bool(random.getrandbits(1)),
            )
        return document.tobytes()


def pictured_page(data: bytes, random: Random) -> bytes:
    """One page becomes a picture of itself; its running footer may stay text."""
    with pymupdf.open(stream=data) as document:
        number = random.randrange(1, len(document))
        page = document[number]
        picture = page.get_pixmap(dpi=40)
        _contents(document, page, lambda c: b"")
        page.insert_image(page.rect, pixmap=picture)
        if random.getrandbits(1):
            page.insert_text((72, page.rect.height - 30), f"Inspection of probation services {number + 1}", fontsize=8)
        return document.tobytes()


ALL: dict[str, Fault] = {f.__name__: f for f in (drawn_twice, ocr_layer, watermark, pictured_page)}
