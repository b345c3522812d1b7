"""The optional libraries of the tables: the one door to pyarrow, and what to say where it is missing."""

from __future__ import annotations

from typing import Any

from findings_nlp.errors import TablesError


def pyarrow(module: str = "pyarrow") -> Any:
    """The library pyarrow, or a module of it.

    Raises:
        TablesError: where it is not installed; names the command that installs it.
    """
    from importlib import import_module

    try:
        return import_module(module)
    except ModuleNotFoundError:
        reason = "Parquet and data set tables need pyarrow: pip install pyarrow"
        raise TablesError("findings-nlp", reason) from None
