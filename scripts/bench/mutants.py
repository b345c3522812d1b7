"""Seeded mutants of PDFs: bytes turned, cut or repeated, and values of objects and numbers of content streams exchanged."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NUMBERS = [b"0", b"-1", b"1e9", b"99999999999", b"0.0000001", b"-32768", b"2147483648"]


def seeds(folder: Path, chance: random.Random, pages: int = 2) -> list[bytes]:
    """Small PDFs to start from: some pages of every report of `folder`, each with the whole structure tree.

    Args:
        folder: of PDFs.
        chance: chooses the pages.
        pages: how many neighbouring pages each seed keeps.
    """
    out = []
    for path in sorted(folder.glob("*.pdf")):
        with pikepdf.open(path) as pdf:
            first = chance.randrange(max(1, len(pdf.pages) - pages + 1))
            del pdf.pages[first + pages :]
            del pdf.pages[:first]
            out.append(_saved(pdf))
    return out


def _saved(pdf: pikepdf.Pdf, plain: bool = False) -> bytes:
    out = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.disable if plain else pikepdf.ObjectStreamMode.preserve
    pdf.save(out, object_stream_mode=mode, compress_streams=not plain, deterministic_id=True)
    return out.getvalue()


def mutant(data: bytes, seed: str) -> tuple[str, bytes]:
    """A mutant of a PDF and the kind of change; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    for _ in range(5):
        kind = chance.choice(list(KINDS))
        try:
            return kind, KINDS[kind](data, chance)
        except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, NotImplementedError, KeyError, AttributeError):
            continue  # a change that pikepdf refuses to write
    return "bits", _bits(data, chance)


def _bits(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 4, 20, 80))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def _plain_bits(data: bytes, chance: random.Random) -> bytes:
    """Bits turned in a copy whose objects and streams are not compressed, so that they meet syntax and text."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return _bits(_saved(pdf, plain=True), chance)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _chunk(data: bytes, chance: random.Random) -> bytes:
    """A stretch of bytes zeroed, left out, repeated or copied over another."""
    at, size = chance.randrange(len(data)), chance.choice((3, 50, 700))
    piece = data[at : at + size]
    how = chance.randrange(4)
    if how == 3:
        to = chance.randrange(len(data))
        return data[:to] + piece + data[to + len(piece) :]
    return data[:at] + (bytes(len(piece)), b"", piece * 2)[how] + data[at + size :]


def _containers(pdf: pikepdf.Pdf) -> list[Any]:
    return [
        o
        for o in pdf.objects
        if isinstance(o, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array)
        and len(o.keys() if not isinstance(o, pikepdf.Array) else o)
    ]


def _values(pdf: pikepdf.Pdf, chance: random.Random, here: Any, objects: list[Any]) -> Iterator[Any]:
    while True:
        yield chance.choice(
            (
                lambda: chance.choice(objects),
                lambda: here,
                lambda: chance.choice((0, -1, 1, 7, 65536, 2**31 - 1, -(2**31), 0.5)),
                lambda: pikepdf.Name("/" + chance.choice(("Foo", "Page", "Link", "P", "TR", "H1", "Type3", "Identity-H"))),
                lambda: pikepdf.String(chance.choice(("", "a" * 3000, "\x00\x01", "\u202e \ufb01"))),
                lambda: pikepdf.Array([]),
                pikepdf.Dictionary,
                lambda: pikepdf.Array([chance.choice(objects), 3]),
            )
        )()


def _objects(data: bytes, chance: random.Random) -> bytes:
    """Values of dictionaries and arrays exchanged for others or left out."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        objects = _containers(pdf)
        for _ in range(chance.choice((1, 3, 15, 60))):
            here = chance.choice(objects)
            value = next(_values(pdf, chance, here, objects))
            if isinstance(here, pikepdf.Array):
                here[chance.randrange(len(here))] = value
                continue
            key = chance.choice(sorted(here.keys()) or ["/K"])
            if chance.random() < 0.3 and key != "/Length":
                del here[key]
            elif key != "/Length":
                here[key] = value
        return _saved(pdf)


def _structure(data: bytes, chance: random.Random) -> bytes:
    """Values of the structure tree exchanged: kids, parents, roles, and the number tree that leads to them."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        elements = [
            o
            for o in _containers(pdf)
            if (isinstance(o, pikepdf.Dictionary) and ("/S" in o or "/Nums" in o) and "/K" in o) or isinstance(o, pikepdf.Array)
        ]
        if not elements:
            raise ValueError("no structure")
        for _ in range(chance.choice((1, 5, 40, 200))):
            here = chance.choice(elements)
            value = next(_values(pdf, chance, here, elements))
            if isinstance(here, pikepdf.Array):
                if len(here):
                    here[chance.randrange(len(here))] = value
            else:
                here[chance.choice(("/K", "/P", "/S", "/Pg", "/ActualText"))] = value
        return _saved(pdf)


def _content(data: bytes, chance: random.Random) -> bytes:
    """Numbers and bytes of a page's content exchanged."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = chance.choice(list(pdf.pages))
        page.contents_coalesce()
        content = page.Contents.read_bytes()
        found = list(_NUMBER.finditer(content))
        for match in sorted(chance.sample(found, min(len(found), chance.choice((1, 10, 100)))), key=lambda m: -m.start()):
            content = content[: match.start()] + chance.choice(_NUMBERS) + content[match.end() :]
        page.Contents = pdf.make_stream(_chunk(content, chance) if chance.random() < 0.3 else content)
        return _saved(pdf)


def _unicode_map(data: bytes, chance: random.Random) -> bytes:
    """Characters that fonts map their codes to exchanged for control characters, surrogates and the like."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        maps = [o["/ToUnicode"] for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/ToUnicode" in o]
        if not maps:
            raise ValueError("no map")
        stream = chance.choice(maps)
        content = stream.read_bytes()
        for match in sorted(re.finditer(rb"<([0-9A-Fa-f]{4})>(?=\s*\n)", content), key=lambda m: -m.start()):
            if chance.random() < 0.3:
                code = chance.choice((b"0000", b"D800", b"DFFF", b"0007", b"FFFE", b"202E", b"00AD", b"0085", b"D835DC00"))
                content = content[: match.start(1)] + code + content[match.end(1) :]
        stream.write(content)
        return _saved(pdf)


KINDS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "bits": _bits,
    "plain bits": _plain_bits,
    "cut": _cut,
    "chunk": _chunk,
    "objects": _objects,
    "structure": _structure,
    "content": _content,
    "map": _unicode_map,
}
