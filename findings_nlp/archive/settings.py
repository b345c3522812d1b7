"""What decides a record besides the file's bytes: model, thresholds, themes and terms of one's own, versions and code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from findings_nlp import __version__
from findings_nlp.errors import DataFileError

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = Path(__file__).resolve().parents[1]
# libraries whose release may change a record
LIBRARIES = ("pymupdf", "spacy", "numpy", "onnxruntime", "tokenizers")
# folders of the package that a record does not depend on are left out: only these are looked at, and modules at the top
_READING = ("source", "layout", "document", "pipes", "record", "families", "data")


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the pipeline, small enough to send to a worker.

    Attributes:
        model: `full`, `lite`, `none` or the folder of a model.
        thresholds: theme and probability, sorted.
        taxonomies: paths of TOML files with themes of one's own.
        terms: paths of TOML files with further names of the themes.
        hook: for tests alone: `module:function`, called in the worker with each path before it is read.
    """

    model: str = "full"
    thresholds: tuple[tuple[str, float], ...] = ()
    taxonomies: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    hook: str | None = None

    @classmethod
    def of(
        cls,
        model: str | PathLike[str] = "full",
        thresholds: Mapping[str, float] | None = None,
        taxonomies: Sequence[str | PathLike[str]] = (),
        terms: Sequence[str | PathLike[str]] = (),
        hook: str | None = None,
    ) -> Settings:
        """Settings from what `findings_nlp.load` takes, checked without loading a model.

        Raises:
            ValueError: for an unknown model.
            ReportError: for a wrong taxonomy or terms file or threshold, or where the shipped model is not there.
        """
        from findings_nlp.pipes.themes.models import model_folder, resolved
        from findings_nlp.pipes.themes.taxonomy import check_thresholds, listed, read_themes
        from findings_nlp.pipes.themes.terms import read_terms

        resolved(model)
        check_thresholds(thresholds or {})
        paths = listed(taxonomies)
        if paths:
            read_themes(paths)
        further = listed(terms)
        if further:
            read_terms(further)
        if model != "none":
            try:
                model_folder()
            except FileNotFoundError as error:
                raise DataFileError("findings_en", str(error)) from None
        return cls(fspath(model), tuple(sorted((thresholds or {}).items())), paths, further, hook)

    def pipeline(self) -> Language:
        """The pipeline, loaded once for each process."""
        return _pipeline(self.model, self.thresholds, self.taxonomies, self.terms)

    def before(self, path: str) -> None:
        """Call the tests' hook."""
        if self.hook:
            module, _, name = self.hook.partition(":")
            getattr(import_module(module), name)(path)

    def described(self) -> dict[str, Any]:
        """The settings and all versions as plain values; two runs that agree in them give the same records."""
        return {
            "model": self.model if self.model in ("full", "lite", "none") else "adapted",
            "thresholds": dict(self.thresholds),
            "taxonomies": [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in self.taxonomies],
            "terms": [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in self.terms],
            "findings_nlp": __version__,
            "code": code_digest(self.model),
            "libraries": {name: _version(name) for name in LIBRARIES},
        }

    def key(self) -> str:
        """Sixteen hexadecimal digits that stand for `described()`."""
        return hashlib.sha256(json.dumps(self.described(), sort_keys=True).encode()).hexdigest()[:16]


@lru_cache(maxsize=8)
def _pipeline(
    model: str,
    thresholds: tuple[tuple[str, float], ...],
    taxonomies: tuple[str, ...],
    terms: tuple[str, ...],
) -> Language:
    from findings_nlp.pipeline import load

    return load(model, thresholds=dict(thresholds), taxonomies=taxonomies, terms=terms)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


@lru_cache(maxsize=4)
def code_digest(model: str) -> str:
    """Digest of the code and data that make a record, and of the model's files: no stale record outlives an upgrade."""
    from findings_nlp.pipes.themes.models import model_folder, resolved

    files = [*PACKAGE.glob("*.py"), *(p for part in _READING for p in (PACKAGE / part).rglob("*") if p.suffix != ".pyc")]
    named = [(path.relative_to(PACKAGE).as_posix(), path) for path in files if path.is_file()]
    if model != "none":
        tier, given = resolved(model)
        folder = Path(given) if given else model_folder()
        # the lite tier opens no network
        kept = [p for p in folder.iterdir() if p.is_file() and (tier == "full" or p.suffix != ".onnx")]
        named += [(f"model/{path.name}", path) for path in kept]
    whole = hashlib.sha256()
    for name, path in sorted(named):
        whole.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]
