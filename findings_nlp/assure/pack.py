"""The trust pack as parts, with every figure from the run, the model's evaluation or reviews; as Markdown and as a page."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from findings_nlp import __version__
from findings_nlp.assure.proof import Proof
from findings_nlp.pipes.themes.models import model_folder
from findings_nlp.review.quality import about
from findings_nlp.show.templating import render
from findings_nlp.show.words import visible

_SHOWN = 50
UNKNOWN = "not known"
Row = Mapping[str, Any]


@dataclass(slots=True)
class Part:
    """A part: a title, sentences, and a table."""

    title: str
    about: list[str]
    heads: Sequence[str] = ()
    rows: list[list[str]] = field(default_factory=list)


def pack(folder: str, run: Row, proof: Proof, findings: Sequence[Row], sample: int = 50) -> tuple[str, str, list[Part]]:
    """Title, introduction and parts.

    Args:
        folder: of the archive, as it is shown.
        run: `run.json`.
        proof: of its texts.
        findings: rows of the table `findings`.
        sample: findings to check by hand.
    """
    found = tomllib.loads(files("findings_nlp").joinpath("assure/texts.toml").read_text(encoding="utf-8"))
    rows = random.Random(0).sample(list(findings), min(sample, len(findings)))  # noqa: S311  (a sample, not a secret)
    figures = _figures(folder, run, proof, len(rows))
    parts = [_proof(proof), _sample(rows, figures)]
    for part in found["part"]:
        filled = [[label, text.format_map(figures)] for label, text in part["rows"]]
        parts.append(Part(part["title"], [part["about"]], ("What", "Record"), filled))
    return found["title"], found["intro"].format_map(figures), parts


def _figures(folder: str, run: Row, proof: Proof, sample: int) -> dict[str, Any]:
    counts, settings = run["counts"], run["settings"]
    fixed = run.get("corrections") or {"in_force": 0, "not_applied": []}
    libraries = ", ".join(f"{name} {version}" for name, version in settings.get("libraries", {}).items())
    told = {name: f"{counts[name]:,}" for name in counts if isinstance(counts[name], int)}
    return told | {
        "version": __version__,
        "folder": folder,
        "finished": run["run"]["finished"],
        "model": settings["model"],
        "model_version": _measured().get("version", UNKNOWN),
        "code": settings.get("code", UNKNOWN),
        "key": settings.get("key", UNKNOWN),
        "libraries": libraries or UNKNOWN,
        "measured": _performance(settings["model"]),
        "quality": " ".join(about(run.get("quality"))) or "No random share has been checked by people yet: findings-nlp review.",
        "corrections": fixed["in_force"],
        "not_applied": len(fixed["not_applied"]),
        "unlike": run.get("unlike_known_families", UNKNOWN),
        "proof": proved(proof),
        "sample": sample,
        # the highest rate of which no error in so many is still as probable as 1 in 20
        "below": f"{100 * (1 - 0.05 ** (1 / sample)):.1f}" if sample else UNKNOWN,
    }


def _measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((model_folder() / "measured.json").read_text(encoding="utf-8"))
    return found


def _performance(model: str) -> str:
    """Precision and recall of the shipped model on held-out groups, in all."""
    if model == "none":
        return "No model: themes and links were not looked for."
    found = _measured()
    themes = found["themes"].values()
    support = sum(theme["support"] for theme in themes)
    right = sum(theme["recall"] * theme["support"] for theme in themes)
    said = sum(theme["recall"] * theme["support"] / theme["precision"] for theme in themes if theme["precision"])
    figures = f"precision {right / said:.2f}, recall {right / support:.2f} over {support:,} labels of {len(found['groups'])} fictional groups"
    other = "" if model == found["tier"] else f" This run used model {model}, whose figures differ: see the model card."
    return f"Tier {found['tier']}, version {found['version']}, on texts that it was not trained on: {figures}.{other}"


def proved(proof: Proof) -> str:
    """What the proof found, in a sentence."""
    parts = [
        f"{proof.texts:,} texts looked for at their places",
        f"{proof.verbatim:,} stand there in one piece",
        f"{proof.joined:,} with every word",
        f"{len(proof.missing):,} exceptions",
    ]
    unread = f"; {len(proof.unread):,} files could not be compared" if proof.unread else ""
    return ", ".join(parts) + unread + "."


def _proof(proof: Proof) -> Part:
    told = [proved(proof), "The comparison reads each file anew and knows nothing of how the findings were read."]
    rows = [[m.report, m.item, "" if m.page is None else str(m.page), ", ".join(m.words), m.text] for m in proof.missing[:_SHOWN]]
    rows += [[name, "the file", "", reason, ""] for name, reason in proof.unread[:_SHOWN]]
    more = len(proof.missing) + len(proof.unread) - len(rows)
    if more > 0:
        told.append(f"{more:,} more are not shown.")
    return Part(
        "Every reported text stands in its file", told, ("Report", "Item", "Page", "Not found", "Text") if rows else (), rows
    )


def _sample(rows: Sequence[Row], figures: Row) -> Part:
    told = (
        f"{len(rows)} findings taken at random from the whole archive. Compare each with its page: is the text as printed, and the "
        f"side right? If none is wrong, the error rate is below {figures['below']} per cent with 95 per cent confidence."
    )
    cells = [
        [r["report"], r["finding"], "" if r["page"] is None else str(r["page"]), r["polarity"].replace("_", " "), r["text"], ""]
        for r in rows
    ]
    return Part("A sample to check by hand", [told], ("Report", "Finding", "Page", "Side", "Text", "Right?"), cells)


def markdown(title: str, intro: str, parts: Sequence[Part]) -> str:
    """The pack as Markdown; no text of a report can become markup."""
    lines = [f"# {title}", "", escaped(intro), ""]
    for part in parts:
        lines += [f"## {part.title}", "", *(line for told in part.about for line in (escaped(told), ""))]
        if part.heads:
            lines += [f"| {' | '.join(part.heads)} |", "|" + "---|" * len(part.heads)]
            lines += ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in part.rows]
            lines.append("")
    return "\n".join(lines)


def escaped(text: str) -> str:
    r"""Text for a cell of a Markdown table.

    >>> escaped("a|b <i>*c*</i>")
    'a\\|b &lt;i&gt;\\*c\\*&lt;/i&gt;'
    """
    text = " ".join(visible(text).split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{c}" if c in "\\|`*_[]#~!" else c for c in text)


def page(title: str, intro: str, parts: Sequence[Part]) -> str:
    """The pack as one self-contained page."""
    rules = ".scroll td, .scroll th { min-width: 5rem; overflow-wrap: break-word; }\n"
    return render("assure.html", rules=rules, heading=title, intro=intro, parts=parts)
