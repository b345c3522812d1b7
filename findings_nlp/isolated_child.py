"""What runs in the process that `findings_nlp.isolated.Reader` starts: it reads files that come over standard input."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from findings_nlp.archive.child import die_with, limit_memory
from findings_nlp.errors import DataFileError, ReportError
from findings_nlp.starting import import_spacy, starting

if TYPE_CHECKING:
    from spacy.language import Language


def serve() -> None:
    """The kept process: settings on the first line of standard input, then files, until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    questions = sys.stdin.buffer
    settings = json.loads(questions.readline())
    die_with(settings.pop("parent"))
    memory = settings.pop("memory")
    limited = False
    while line := questions.readline():
        head = json.loads(line)
        answer = _answer(head, questions.read(head["bytes"]), settings)
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()
        if not limited:
            with suppress(ImportError, OSError, ValueError):
                limit_memory(memory)
            limited = True


def _answer(head: dict[str, Any], data: bytes, settings: dict[str, Any]) -> dict[str, Any]:
    try:
        nlp = _pipeline(json.dumps(settings))
        from findings_nlp.pipeline import read_report

        return {"record": read_report(data, name=head["name"], nlp=nlp, tags=head["tags"]).to_json(None)}
    except DataFileError as error:  # names a file of the settings
        return {"error": type(error).__name__, "reason": error.reason, "stage": error.stage, "path": error.path}
    except ReportError as error:
        return {"error": type(error).__name__, "reason": error.reason, "stage": error.stage}
    except MemoryError:
        return {"error": "DiedError", "reason": "needed more memory than the process may have", "stage": "worker"}
    except Exception as error:
        message = " ".join(str(error).split())[:160]
        return {"error": "ReportError", "reason": f"unexpected {type(error).__name__}: {message}", "stage": "pipeline"}


@lru_cache(maxsize=1)
def _pipeline(settings: str) -> Language:
    """The pipeline of the kept process; one that cannot be loaded is asked for again with the next file."""
    with starting():
        import_spacy()
        from findings_nlp.pipeline import load

        named = json.loads(settings)
        return load(named.pop("model"), **named)
