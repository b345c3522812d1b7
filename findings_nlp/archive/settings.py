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
from findings_nlp.archive.digest import code_digest
from findings_nlp.errors import DataFileError

if TYPE_CHECKING:
    from spacy.language import Language

# libraries whose release may change a record
LIBRARIES = ("pymupdf", "spacy", "numpy", "onnxruntime", "tokenizers")


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the pipeline, small enough to send to a worker.

    Attributes:
        model: `full`, `lite`, `none` or the folder of a model.
        thresholds: theme and probability, sorted.
        taxonomies: paths of TOML files with themes of one's own.
        terms: paths of TOML files with further names of the themes.
        families: paths of TOML files with report families, those of installed packages too.
        hook: for tests alone: `module:function`, called in the worker with each path before it is read.
    """

    model: str = "full"
    thresholds: tuple[tuple[str, float], ...] = ()
    taxonomies: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    hook: str | None = None
    families: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        model: str | PathLike[str] = "full",
        thresholds: Mapping[str, float] | None = None,
        taxonomies: Sequence[str | PathLike[str]] = (),
        terms: Sequence[str | PathLike[str]] = (),
        hook: str | None = None,
        families: Sequence[str | PathLike[str]] = (),
    ) -> Settings:
        """Settings from what `findings_nlp.load` takes, checked without loading a model.

        Raises:
            ValueError: for an unknown model.
            ReportError: for a wrong taxonomy or terms file or threshold, or where the shipped model is not there.
        """
        from findings_nlp.families.own import family_files
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
        return cls(fspath(model), tuple(sorted((thresholds or {}).items())), paths, further, hook, family_files(families))

    @classmethod
    def of_plain(cls, values: dict[str, Any]) -> Settings:
        """Settings from their fields as JSON has them: lists for tuples."""
        pairs = tuple((theme, value) for theme, value in values["thresholds"])
        return cls(
            values["model"], pairs, tuple(values["taxonomies"]), tuple(values["terms"]), values["hook"], tuple(values["families"])
        )

    def pipeline(self) -> Language:
        """The pipeline, loaded once for each process."""
        return _pipeline(self.model, self.thresholds, self.taxonomies, self.terms, self.families)

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
            "families": [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in self.families],
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
    families: tuple[str, ...],
) -> Language:
    from findings_nlp.pipeline import load

    return load(model, thresholds=dict(thresholds), taxonomies=taxonomies, terms=terms, families=families)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
