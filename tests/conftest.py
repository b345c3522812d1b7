"""Records and documents that many tests read, made once for a run."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from hypothesis import settings
from making import CORPUS, SHARED, small_report
from spacy.language import Language

import findings_nlp as fn
from findings_nlp.record.schema import Report

# commands read in the tests' own process; those of test_isolated.py do not
os.environ["FINDINGS_NLP_IN_PROCESS"] = "1"

# the machine may be busy: no example fails for being slow
settings.register_profile("steady", deadline=None, max_examples=60)
settings.load_profile("steady")

IDS = sorted(path.stem for path in (CORPUS / "gold").glob("*.json"))


@pytest.fixture(scope="session")
def nlp() -> Language:
    return fn.load("none")


@pytest.fixture(scope="session")
def corpus() -> dict[str, Report]:
    """The record of every report of the corpus."""
    return {name: fn.read_report(CORPUS / "reports" / f"{name}.pdf", nlp=fn.load("none")) for name in IDS}


@pytest.fixture(scope="session")
def gold() -> dict[str, dict[str, Any]]:
    return {name: json.loads((CORPUS / "gold" / f"{name}.json").read_text(encoding="utf-8")) for name in IDS}


@pytest.fixture(scope="session")
def ashmere(corpus: dict[str, Report]) -> Report:
    return corpus["pdu-2021-ashmere"]


@pytest.fixture(scope="session")
def small_pdf() -> bytes:
    return small_report().data()


@pytest.fixture(scope="session")
def small(small_pdf: bytes) -> Report:
    """The record of the little report that `making.small_report` writes."""
    return fn.read_report(small_pdf, name="otterby.pdf", nlp=fn.load("none"))


@pytest.fixture(scope="session")
def knowsley() -> dict[str, Report]:
    """The five typesettings of one real report; skipped where the shared folder is not there."""
    paths = sorted((SHARED / "reports").glob("*.pdf"))
    if not paths:
        pytest.skip("../shared/reports is not there: it holds a real report that the repository does not")
    return {path.name.split(".")[1]: fn.read_report(path, nlp=fn.load("none")) for path in paths}
