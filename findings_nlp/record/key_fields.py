"""The fields of a record that hold keys: which service a report is about, which bodies a recommendation is addressed to."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ServiceKey(_Model):
    """The service that a report is about, under an id that stays the same over names and frameworks.

    `authorities` and their `codes` (Office for National Statistics) are empty where the place is not wholly made up of
    authorities' names. `region` is as printed (`region_source` is `printed`) or that of the authorities (`authorities`).
    """

    id: str
    kind: str
    sector: Literal["youth", "adult", "other"]
    region: str | None = None
    region_source: Literal["printed", "authorities"] | None = None
    authorities: list[str] = []
    codes: list[str] = []


class BodyKey(_Model):
    """A body that a recommendation is addressed to; `id` is None where its kind is known and which one it is is not."""

    id: str | None
    kind: str
    name: str


class Unresolved(_Model):
    """Something printed that has no key: `key` is `authorities`, `region`, `standard`, `question` or `addressee`."""

    key: Literal["service", "authorities", "region", "standard", "question", "addressee"]
    text: str
