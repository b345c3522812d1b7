"""Standard error that is closed, or whose disk is full, is silence and no reason to stop."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def ensure_standard_error() -> None:
    """Where the process was started without a standard error, give it one that leads nowhere.

    Else the next file that is opened takes its number, and what a library prints goes into it.
    """
    if sys.stderr is None:
        _hush()
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace")


@contextmanager
def lenient() -> Iterator[None]:
    """Tell people something in here: where it cannot be written, nothing is written any more."""
    try:
        yield
    except (OSError, ValueError):
        _hush()


def _hush() -> None:
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != 2:
            os.dup2(nowhere, 2)
            os.close(nowhere)
        os.set_inheritable(2, True)
