"""Every regular expression of the package takes time in proportion to its input, whatever the input."""

import ast
import re
from functools import cache
from importlib import import_module
from time import process_time
from types import SimpleNamespace

import pytest
from making import ROOT

from findings_nlp.families import headings, shipped_families

PACKAGE = ROOT / "findings_nlp"
SIZES = [256 << k for k in range(7)]  # characters
ENOUGH = 0.004  # seconds of processor time below which no growth is looked for
METHODS = ("search", "match", "fullmatch", "sub", "split", "findall", "finditer")
PIECES = [
    " ", "a", "A", "1", ".", "-", "(", "[", "’", "\n", "?", "%", ":", ",", "/", "…", "•", "ab ", "a b", "1.", "a.", "a-", "1 ", ". ",
    "a, ", "(a", "[1", "A ", "Aa ", "AB. ", "1/", "1%", "is ", "out of ", "and ", "good ", "the ", "to ", "not ", "rating ", "P 1.",
    "standard ", "3 of ", "January ", "20", "recommend", "should ", "\xad", "_", "'", "“", "é", "\ufffd", "page ", "-\n", " ,",
]  # fmt: skip


@cache
def patterns() -> dict[str, tuple[re.Pattern[str], frozenset[str]]]:
    """Every pattern of the package with the methods that it is called by: literal ones by line, the others by name."""
    out = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called: dict[str, set[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS and isinstance(node.value, ast.Name):
                called.setdefault(node.value.id, set()).add(node.attr)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS and node.args:
                text, holder = node.args[0], node.func.value
                if isinstance(holder, ast.Name) and holder.id == "re" and isinstance(text, ast.Constant):
                    flags = re.I if "re.I" in ast.unparse(node) else 0
                    out[f"{name}:{node.lineno}"] = re.compile(text.value, flags), frozenset({node.func.attr})
        if name.endswith(("spark", "spark_worker", "__main__", "plots")):
            continue  # need what may not be installed
        for key, value in vars(import_module(name)).items():
            if value is not re:
                for k, pattern in enumerate(_held(value)):
                    out[f"{name}.{key}.{k}"] = pattern, frozenset(called.get(key, ())) or frozenset({"search"})
    for k, pattern in enumerate(
        [*_held(list(vars(headings()).values())), *_held([list(vars(f).values()) for f in map(_plain, shipped_families())])]
    ):
        out[f"families.{k}"] = pattern, frozenset({"search"})
    return {where: found for where, found in out.items() if found not in list(out.values())[: list(out).index(where)]}


def _plain(family):
    return SimpleNamespace(held=[family.title, family.cues, family.not_with])


def _held(value) -> list[re.Pattern[str]]:
    """The patterns in a value and in what it holds."""
    if isinstance(value, re.Pattern):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [pattern for part in parts for pattern in _held(part)]


def use(pattern: re.Pattern[str], method: str, text: str) -> float:
    """Seconds of processor time for one call, the least of three."""
    best = 9e9
    for _ in range(3):
        began = process_time()
        if method == "sub":
            pattern.sub("", text)
        elif method == "finditer":
            list(pattern.finditer(text))
        else:
            getattr(pattern, method)(text)
        best = min(best, process_time() - began)
        if best < ENOUGH:
            break
    return best


def starts(pattern: re.Pattern[str]) -> list[str]:
    """Beginnings that lead into the pattern: its own literal words."""
    words = re.findall(r"[A-Za-z]{3,}(?: [a-z]{2,})*", pattern.pattern)
    return ["", *dict.fromkeys(word + " " for word in words[:3])]


def grows(pattern: re.Pattern[str], method: str) -> list[str]:
    """Texts on which a call takes more than 2.5 times as long for twice the length, at the first length that takes its time."""
    for start in starts(pattern):
        for piece in PIECES:
            for tail in ("", "~"):
                texts = {size: start + piece * (size // len(piece)) + tail for size in SIZES}
                size = next((size for size in SIZES[:-1] if use(pattern, method, texts[size]) >= ENOUGH), None)
                if size and all(
                    use(pattern, method, texts[2 * size]) > 2.5 * use(pattern, method, texts[size]) for _ in range(2)
                ):
                    return [f"{start}{piece!r} * n {tail}"]
    return []


def test_there_are_patterns_to_look_at():
    assert len(patterns()) > 100


@pytest.mark.parametrize("where", patterns())
def test_pattern_takes_time_in_proportion(where):
    pattern, methods = patterns()[where]
    assert [(method, found) for method in sorted(methods) for found in grows(pattern, method)] == []
