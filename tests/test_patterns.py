"""Every regular expression of the package takes time in proportion to its input, whatever the input.

Patterns are looked for in the source: those that modules hold, those of the families' files, and those that are written where
they are used. Each is tried on repeated pieces of text, after its own literal words too, by the processor's time.
"""

import ast
import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from time import process_time
from types import ModuleType

import pytest
from making import ROOT

from findings_nlp.families import headings, shipped_families
from findings_nlp.fetch.pages import load_site

PACKAGE = ROOT / "findings_nlp"
SIZES = [24, 256, 4096]  # characters
ENOUGH = 0.004  # seconds of processor time below which no growth is looked for
METHODS = ("search", "match", "fullmatch", "sub", "split", "findall", "finditer")
PIECES = [
    " ", "a", "A", "1", ".", "-", "(", "[", "’", "\n", "?", "%", ":", ",", "/", "…", "•", "ab ", "a b", "1.", "a.", "a-", "1 ", ". ",
    "a, ", "(a", "[1", "A ", "Aa ", "AB. ", "1/", "1%", "is ", "out of ", "and ", "good ", "the ", "to ", "not ", "rating ", "P 1.",
    "standard ", "3 of ", "January ", "20", "recommend", "should ", "\xad", "_", "'", "“", "é", "\ufffd", "page ", "-\n", " ,",
]  # fmt: skip
OPTIONAL = ("spark", "spark_worker", "__main__", "plots")  # modules that need what may not be installed
# patterns that are made of what a file holds: the user's own, and one with a footnote's number in it
MADE = {
    "findings_nlp.families": None,
    "findings_nlp.record.facts": None,
    "findings_nlp.keys.standards": None,
    "findings_nlp.keys.services": None,
    "findings_nlp.keys.bodies": None,
    "findings_nlp.families.wordings": None,
    "findings_nlp.families.rating_words": None,
    "findings_nlp.families.family": None,
    "findings_nlp.fetch.pages": None,
    "findings_nlp.pipes.facts.publisher": None,
    "findings_nlp.layout.footnotes": {"mark": "12"},
    "findings_nlp.pipes.themes.taxonomy": None,
    "findings_nlp.pipes.themes.user_themes": None,
}


@cache
def patterns() -> dict[str, tuple[re.Pattern[str], tuple[str, ...]]]:
    """Every pattern of the package with the methods that it is called by, under the place where it stands."""
    trees = {_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    called: dict[tuple[str, str], set[str]] = {}
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS and isinstance(node.value, ast.Name):
                # a private name is its module's own
                called.setdefault((name if node.value.id.startswith("_") else "", node.value.id), set()).add(node.attr)
    found: dict[re.Pattern[str], tuple[str, set[str]]] = {}
    for name, tree in trees.items():
        if name.endswith(OPTIONAL):
            continue
        module = import_module(name)
        for key, value in vars(module).items():
            for k, pattern in enumerate(_held(value)):
                found.setdefault(pattern, (f"{name}.{key}.{k}", set()))[1].update(
                    called.get((name if key.startswith("_") else "", key)) or {"search"}
                )
        for where, method, pattern in _written(name, tree, module):
            found.setdefault(pattern, (where, set()))[1].add(method)
    for key, value in vars(headings()).items():
        for k, pattern in enumerate(_held(value)):
            # what is looked for within a text; all others are compared with a whole line
            method = "search" if key == "_cues" else "fullmatch"
            found.setdefault(pattern, (f"families.{key}.{k}", set()))[1].add(method)
    for family in shipped_families():
        for k, pattern in enumerate(_held([family.title, family.cues, family.not_with])):
            found.setdefault(pattern, (f"families.{family.id}.{k}", set()))[1].add("search")
    if find_spec("soupsieve"):
        for key, value in vars(load_site()).items():
            for k, pattern in enumerate(_held(value)):
                method = "match" if key == "nameless_texts" else "search"
                found.setdefault(pattern, (f"fetch.site.{key}.{k}", set()))[1].add(method)
    return {where: (pattern, tuple(sorted(methods))) for pattern, (where, methods) in found.items()}


def _name(path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _held(value) -> list[re.Pattern[str]]:
    """The patterns in a value and in what it holds."""
    if isinstance(value, re.Pattern):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [pattern for part in parts for pattern in _held(part)]


def _written(name: str, tree: ast.AST, module: ModuleType):
    """Where, method and pattern of each call of `re` in a function; its pattern may be written with values of the module."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in (inner for function in functions for inner in ast.walk(function)):
        function = node.func if isinstance(node, ast.Call) else None
        if not isinstance(function, ast.Attribute) or ast.unparse(function.value) != "re":
            continue
        if function.attr not in (*METHODS, "compile"):
            continue
        named = [word.value for word in node.keywords if word.arg == "flags"]
        flags = (named + node.args[{"sub": 4, "split": 3, "compile": 1}.get(function.attr, 2) :])[:1]
        values = vars(module) | (MADE.get(name) or {})
        try:
            text, flag = (eval(ast.unparse(part), values) for part in (node.args[0], *(flags or [ast.parse("0").body[0].value])))
        except NameError:
            assert name in MADE, f"{name}:{node.lineno}: a pattern that this test cannot see: write it where the module holds it"
            continue
        yield f"{name}:{node.lineno}", "search" if function.attr == "compile" else function.attr, re.compile(text, flag)


def use(pattern: re.Pattern[str], method: str, text: str) -> float:
    """Seconds of processor time for one call, the least of three where it is short."""
    given, nothing = (text, "") if isinstance(pattern.pattern, str) else (text.encode(), b"")
    best = 9e9
    for _ in range(3):
        began = process_time()
        if method == "sub":
            pattern.sub(nothing, given)
        elif method == "finditer":
            list(pattern.finditer(given))
        else:
            getattr(pattern, method)(given)
        best = min(best, process_time() - began)
        if not ENOUGH <= best < 10 * ENOUGH:
            break
    return best


def words(pattern: re.Pattern[str]) -> list[str]:
    """The pattern's own literal words."""
    written = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode()
    return list(dict.fromkeys(word + " " for word in re.findall(r"(?<!\\)\b[A-Za-z]{3,}(?: [a-z]{2,})*", written)))


def grows(pattern: re.Pattern[str], method: str) -> str | None:
    """A text on which a call takes more than 2.5 times as long for twice the length; None where there is none."""
    own = words(pattern)
    for start in ["", *own[:2]]:
        for piece in PIECES + own[:4]:
            for tail in ("", "~"):
                texts = [start + piece * (size // len(piece)) + tail for size in SIZES]
                size = next((k for k, text in enumerate(texts) if use(pattern, method, text) >= ENOUGH), None)
                if size is None:
                    continue
                double = start + piece * (2 * SIZES[size] // len(piece)) + tail
                # a text of 24 characters that takes its time takes for ever at 48
                if not size or all(use(pattern, method, double) > 2.5 * use(pattern, method, texts[size]) for _ in range(3)):
                    return f"{start}{piece!r} * n {tail}"
    return None


def test_patterns_are_found_where_they_stand():
    assert len(patterns()) > 200
    assert any(where.startswith("families.") for where in patterns())


@pytest.mark.parametrize(("pattern", "method"), [(r"\s+$", "search"), (r"(a+)+$", "match"), (r"x?\s*y", "finditer")])
def test_growth_is_seen(pattern, method):
    assert grows(re.compile(pattern), method)


@pytest.mark.parametrize("where", patterns())
def test_pattern_takes_time_in_proportion(where):
    pattern, methods = patterns()[where]
    assert {method: found for method in methods if (found := grows(pattern, method))} == {}
