"""Files that want to break a run: made here, byte by byte, and a hook that makes a worker hang, die or starve."""

from __future__ import annotations

import ctypes
import os
import random
import signal
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pymupdf
from making import Paper, running, small_report

OTTERBY = "Otterby"


def good(number: int) -> bytes:
    """A little report that reads well, of another body for each number."""
    p = small_report()
    p.turn().heading(f"Annexe {number}").paragraph(*running(30), f"This is copy {number}, of office {number}.")
    return p.data()


def raw(objects: list[bytes], tail: bytes = b"") -> bytes:
    """A PDF from its objects, numbered from 1, the first being the catalogue; `tail` goes into the trailer."""
    body, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    trailer = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, tail, len(body))
    return body + table + trailer


def stream(data: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def page(content: bytes, box: bytes = b"[0 0 595 842]", more: bytes = b"", objects: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of one page with this content stream as object 4."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox%s/Resources%s/Contents 4 0 R%s>>" % (box, FONT, more)
    return raw([CATALOG, PAGES, leaf, stream(content), *objects])


SHOWN = b"BT /F 11 Tf 72 700 Td (The service covers a wide area of small towns and villages.) Tj ET"


def flipped(data: bytes, seed: int) -> bytes:
    """Some bits turned."""
    chance, out = random.Random(seed), bytearray(data)
    for _ in range(60):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def many_pages(count: int) -> bytes:
    """A PDF of empty pages."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    kids = b" ".join(b"%d 0 R" % k for k in range(3, count + 3))
    return raw([CATALOG, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[leaf] * count])


def deep_tree(depth: int) -> bytes:
    """A page tree that is a chain."""
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (k + 1, k - 1) for k in range(2, depth)]
    leaf = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Resources%s/Contents %d 0 R>>" % (depth - 1, FONT, depth + 1)
    return raw([CATALOG, *nodes, leaf, stream(SHOWN)])


def bomb(megabytes: int) -> bytes:
    """A page whose content unpacks to very much."""
    packed = zlib.compress(SHOWN + b" " * (megabytes << 20), 9)
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources%s/Contents 4 0 R>>" % FONT
    return raw([CATALOG, PAGES, leaf, stream(packed, b"/Filter/FlateDecode")])


def locked(user: str, owner: str) -> bytes:
    return small_report().data(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=user, owner_pw=owner)


def pictures(form: str) -> bytes:
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 40, 60))
    pixels.set_rect(pixels.irect, (120, 10, 10))
    if form != "pdf":
        data: bytes = pixels.tobytes(form)
        return data
    p = Paper()
    p.page.insert_image(p.page.rect, pixmap=pixels)
    return p.data()


def self_reference() -> bytes:
    struct = b"<</Type/StructTreeRoot/K 6 0 R>>"
    element = b"<</Type/StructElem/S/P/P 5 0 R/K 6 0 R/Pg 3 0 R>>"
    out = page(SHOWN, objects=(struct, element))
    return out.replace(CATALOG, b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 5 0 R>>", 1)


_WHOLE = small_report().data()

# name -> bytes of a file that has no report in it, or a spoilt one
BAD: dict[str, Callable[[], bytes]] = {
    "truncated-600.pdf": lambda: _WHOLE[:600],
    "truncated-half.pdf": lambda: _WHOLE[: len(_WHOLE) // 2],
    "truncated-tail.pdf": lambda: _WHOLE[:-400],
    **{f"flipped-{seed}.pdf": lambda seed=seed: flipped(_WHOLE, seed) for seed in range(8)},
    "zero-filled.pdf": lambda: _WHOLE[:3000] + bytes(len(_WHOLE) - 3000),
    "encrypted.pdf": lambda: locked("secret", "owner"),
    "empty.pdf": lambda: b"",
    "white-space.pdf": lambda: b" \n \t",
    "picture-jpeg.pdf": lambda: pictures("jpeg"),
    "picture-png.pdf": lambda: pictures("png"),
    "scan.pdf": lambda: pictures("pdf"),
    "web-page.pdf": lambda: b"<!doctype html><html><body>404 not found</body></html>",
    "archive.PDF": lambda: b"PK\x03\x04" + bytes(200),
    "header-and-noise.pdf": lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(5000),
    "pages-5000-empty.pdf": lambda: many_pages(5000),
    "no-pages.pdf": lambda: raw([CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"]),
    "count-lies.pdf": lambda: raw([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>", b"<</Type/Page/Parent 2 0 R>>"]),
    "tree-deep.pdf": lambda: deep_tree(3000),
    "tree-cycle.pdf": lambda: raw([CATALOG, PAGES, b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>"]),
    "tree-itself.pdf": lambda: raw([CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"]),
    "xref-cycle.pdf": lambda: raw([CATALOG, PAGES, b"<</Type/Page/Parent 2 0 R>>"], b"/Prev 9"),
    "nested-arrays.pdf": lambda: page(b"[" * 200_000 + SHOWN),
    "nested-dictionaries.pdf": lambda: raw([CATALOG, PAGES, b"<</A " * 20_000 + b"0" + b">>" * 20_000]),
    "nested-states.pdf": lambda: page(b"q " * 300_000 + SHOWN),
    "page-huge.pdf": lambda: page(SHOWN, b"[0 0 10000000000 10000000000]"),
    "page-inside-out.pdf": lambda: page(SHOWN, b"[595 842 -5 nan]"),
    "numbers-huge.pdf": lambda: page(b"BT /F 1e38 Tf 1e38 0 0 1e38 9e99 -9e99 Tm (" + b"a b c " * 40 + b") Tj ET"),
    "form-calls-itself.pdf": lambda: page(
        b"/X Do " + SHOWN,
        more=b"/Resources<</XObject<</X 5 0 R>>>>",
        objects=(stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"),),
    ),
    "structure-cycle.pdf": self_reference,
    "outline-cycle.pdf": lambda: page(SHOWN, objects=(b"<</First 6 0 R/Last 6 0 R>>", b"<</Title(a)/Parent 5 0 R/Next 6 0 R>>")).replace(
        CATALOG, b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>", 1
    ),
    "content-missing.pdf": lambda: raw([CATALOG, PAGES, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 99 0 R>>"]),
    "unpacks-to-much.pdf": lambda: bomb(300),
    "words-without-end.pdf": lambda: page(b"BT /F 11 Tf 72 700 Td (" + b"word " * 200_000 + b") Tj ET"),
    # what the hook below does to the worker that meets them
    "worker-hangs.pdf": lambda: good(901),
    "worker-killed.pdf": lambda: good(902),
    "worker-crashes.pdf": lambda: good(903),
    "worker-leaves.pdf": lambda: good(904),
    "worker-starves.pdf": lambda: good(905),
    "worker-raises.pdf": lambda: good(906),
}  # fmt: skip
# what can be read although it is odd: by name, because a name may hold any byte but / and NUL
ODD_NAMES = [
    b"plain.pdf", b"two\nlines.pdf", b'quote".pdf', b"it's.pdf", b"=cmd|' !A0.pdf", b"-output.pdf", b"back\\slash.pdf",
    b"eight-bit-\xff\xe9.pdf", "right\u202eleft.pdf".encode(), "caf\u00e9 \U0001f4c4.pdf".encode(), b"CAPITALS.PDF",
    b" spaces .pdf", b"tab\there.pdf", b"star*?[x].pdf", b"$(touch pwned).pdf", b"%s%n.pdf", b"x" * 240 + b".pdf",
]  # fmt: skip
SURE = {
    "encrypted.pdf": "password", "empty.pdf": "empty", "white-space.pdf": "empty", "picture-jpeg.pdf": "not a PDF",
    "picture-png.pdf": "not a PDF", "scan.pdf": "OCR", "web-page.pdf": "web page without text", "archive.PDF": "not a PDF",
    "pages-5000-empty.pdf": "no text", "no-pages.pdf": "no pages", "truncated-600.pdf": "damaged", "header-and-noise.pdf": "damaged",
    "worker-hangs.pdf": "took longer than", "worker-killed.pdf": "SIGKILL", "worker-crashes.pdf": "SIGSEGV",
    "worker-leaves.pdf": "exit code 7", "worker-starves.pdf": "more memory", "worker-raises.pdf": "unexpected RuntimeError",
}  # fmt: skip


def make_hostile(folder: Path) -> None:
    """Write the bad files, and good ones under odd names, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in BAD.items():
        (folder / name).write_bytes(data())
    for number, name in enumerate(ODD_NAMES):
        (folder / os.fsdecode(name)).write_bytes(good(number))
    os.mkfifo(folder / "pipe.pdf")
    (folder / "link-to-nothing.pdf").symlink_to("nowhere.pdf")
    (folder / "link-to-itself.pdf").symlink_to("link-to-itself.pdf")
    (folder / "folder.pdf").mkdir()
    (folder / "folder.pdf" / "plain.pdf").write_bytes(good(500))


def trouble(path: str) -> None:
    """The hook: what a worker suffers from a file, by its name."""
    name = Path(path).stem
    if name.endswith("hangs"):
        time.sleep(3600)
    elif name.endswith("killed"):
        os.kill(os.getpid(), signal.SIGKILL)
    elif name.endswith("crashes"):
        ctypes.string_at(0)
    elif name.endswith("leaves"):
        os._exit(7)
    elif name.endswith("starves"):
        bytearray(40 << 30)
    elif name.endswith("raises"):
        raise RuntimeError("a defect\nof two lines")


def slow(path: str) -> None:
    """A hook that makes every file take its time, so that a run can be killed in the middle."""
    time.sleep(0.15)


def full_disk(path: str) -> None:
    """A hook after which this worker cannot write."""
    from findings_nlp.archive import store

    def refuse(target: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    store.write_whole = refuse
