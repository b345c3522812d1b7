"""The only module that imports Jinja2: pages with autoescape and a Content-Security-Policy that lets in nothing but what is in them.

No page asks the network for anything; styles and scripts are known by their SHA-256, so that text of a report can never
become either. Inline style attributes and event handlers are refused by the same policy: use classes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from findings_nlp.show.styles import token_css
from findings_nlp.show.words import day, visible


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Jinja2 with autoescape for everything and an error for an undefined name; templates in `show/templates`."""
    found = Environment(
        loader=PackageLoader("findings_nlp", "show/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["visible"] = visible
    found.filters["day"] = day
    return found


def asset(name: str) -> str:
    """The text of a file of `show/templates`."""
    return files("findings_nlp").joinpath(f"show/templates/{name}").read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def policy(style: str, script: str = "", script_sources: Iterable[str] = ()) -> str:
    """The Content-Security-Policy of a page with one style and at most one script element.

    Args:
        style: the text of the page's style element.
        script: the text of its script element.
        script_sources: further sources of scripts, such as `'self'` for a site of several files.
    """
    scripts = [*([_hash(script)] if script else []), *script_sources]
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src {_hash(style)}",
            f"script-src {' '.join(scripts) or chr(39) + 'none' + chr(39)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def render(
    template: str,
    *,
    styles: Iterable[str] = (),
    rules: str = "",
    script: str = "",
    script_sources: Iterable[str] = (),
    lang: str = "en",
    **values: Any,
) -> str:
    """A whole page from a template that extends `page.html`.

    Args:
        template: a file of `show/templates`.
        styles: CSS files of `show/templates` that follow the tokens and `base.css`.
        rules: further CSS of our own making, with no text of a report in it.
        script: the page's one script, of our own making.
        script_sources: see `policy`.
        lang: the language of the page's own words.
        values: what the template shows; all text in it is escaped.
    """
    style = "\n" + token_css() + "".join(asset(name) for name in ("base.css", *styles)) + rules
    found = environment().get_template(template)
    # neither holds text of a report, and the policy names them by their hash
    own = {"style": Markup(style), "script": Markup(script)}  # noqa: S704
    return found.render(policy=policy(style, script, script_sources), lang=lang, **own, **values)
