"""The optional libraries of the tables, pandas and pyarrow: the one place that imports them, and what to say where one is missing."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from findings_nlp.errors import TablesError


def pyarrow(module: str = "pyarrow") -> Any:
    """The library pyarrow, or a module of it.

    Raises:
        TablesError: where it is not installed; names the command that installs it.
    """
    return _library(module, "Parquet and data set tables need pyarrow: pip install pyarrow")


def pandas() -> Any:
    """The library pandas.

    Raises:
        TablesError: where it is not installed; names the command that installs it.
    """
    return _library("pandas", "data frames need pandas: pip install pandas")


def has_pyarrow() -> bool:
    """Whether pyarrow is installed; it is not imported."""
    try:
        return find_spec("pyarrow") is not None
    except ValueError:  # hidden from imports
        return False


def _library(module: str, reason: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError:
        raise TablesError("findings-nlp", reason) from None
