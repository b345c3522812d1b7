"""What all types of the record are made of: models that refuse unknown fields, the file, and places in it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer, model_validator


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Shown(_Model):
    """A record that shows itself: in one line, and in a notebook as its page."""

    def __repr__(self: Any) -> str:
        counts = f"{len(self.findings):,} findings, {len(self.recommendations):,} recommendations"
        return f"<{type(self).__name__} {self.source.name!r}: {counts}>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        # by name: the record is below the pages made of it
        return str(import_module("findings_nlp.show.notebook").framed(self))


class _Sparse(_Model):
    """A model whose fields are left out of its JSON where they are None."""

    @model_serializer(mode="wrap")
    def _without_none(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in handler(self).items() if value is not None}


class Location(_Sparse):
    """In a PDF one run of lines on one page or column: page from 1, box in points from the page's top left.

    In a web page one element: `path` is a CSS selector that begins at the nearest element with an id, `fragment` the end of an
    address that leads a browser to the text (`#:~:text=`).
    """

    page: int | None = Field(default=None, ge=1)
    bbox: tuple[float, float, float, float] | None = None
    path: str | None = None
    fragment: str | None = None

    @property
    def place(self) -> tuple[int, tuple[float, float, float, float]] | None:
        """Page and box; None in a web page."""
        return None if self.page is None or self.bbox is None else (self.page, self.bbox)

    @model_validator(mode="after")
    def _one_kind(self) -> Location:
        if (self.page is None) != (self.bbox is None) or (self.page is None) == (self.path is None):
            raise ValueError("a location has either a page and a box, or an element's path")
        return self


class Source(_Sparse):
    """The file: name without folder, SHA-256 of its bytes, number of pages (0 for a web page), address of a web page.

    `url` is where the file was had, from the list of a download or a base address.
    """

    name: str
    sha256: str
    pages: int
    address: str | None = None
    url: str | None = None


class Model(_Model):
    """The pipeline that labelled the report."""

    name: str
    version: str
