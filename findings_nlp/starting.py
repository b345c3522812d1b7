"""How processes of this package's own import spaCy."""

from __future__ import annotations

import sys
from importlib import import_module

# what spaCy imports where it is installed, in seconds and hundreds of megabytes, and nothing here uses
_UNUSED = ("torch", "tensorflow", "mxnet", "cupy")


def import_spacy() -> None:
    """Import spaCy without the libraries for training networks that it looks for.

    For processes that belong to this package: a program that uses it may want them.
    """
    hidden = [name for name in _UNUSED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        import_module("thinc.compat")
    finally:
        for name in hidden:
            del sys.modules[name]
