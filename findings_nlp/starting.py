"""How processes of this package's own import spaCy: without what it imports and nothing here uses."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

# libraries for training networks: where they are installed, seconds and hundreds of megabytes
_TRAINING = ("torch", "tensorflow", "mxnet", "cupy")
# spaCy's own command, a third of its import: only the name `info` is asked of it
_COMMAND = ("spacy.cli", "spacy.cli.info")


@contextmanager
def starting() -> Iterator[None]:
    """For what a process loads once and keeps: the search for garbage waits, and passes all of it over afterwards.

    A sixth of the time of loading goes to such searches, which find nothing. Where spaCy is loaded already nothing is changed.
    """
    if "spacy" in sys.modules or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def import_spacy() -> None:
    """Import spaCy without libraries for training networks and without its command.

    For processes that belong to this package: a program that uses it may want them. They can be imported afterwards.
    """
    if "spacy" in sys.modules:
        return
    hidden = [name for name in _TRAINING if name not in sys.modules]
    stand_ins = {name: ModuleType(name) for name in _COMMAND}
    stand_ins["spacy.cli.info"].info = None  # type: ignore[attr-defined]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    sys.modules.update(stand_ins)
    try:
        import_module("spacy")
    finally:
        for name in (*hidden, *stand_ins):
            sys.modules.pop(name, None)
