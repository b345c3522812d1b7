"""The look that marked PDFs, report pages and the site share: colours, signs and names, as data.

Colour never stands alone: each polarity has a sign (`+`, `-`, `>`) and a lightness of its own, so that it is told apart in
greyscale and by colour-blind readers; each rating has its word and as many pips as it scores points. Text keeps a contrast of
at least 4.5 : 1 on what it stands on, edges 3 : 1 (WCAG 2.2, criteria 1.4.3 and 1.4.11); `tests/test_show_styles.py` computes it.

>>> round(contrast("#000000", "#ffffff"), 1)
21.0
"""

from __future__ import annotations

from dataclasses import dataclass

RGB = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class KindStyle:
    """One kind of thing: `fill` behind dark text, `edge` for rules and for text on white, `sign` for where there is no colour."""

    name: str
    plural: str
    fill: str
    edge: str
    sign: str


@dataclass(frozen=True, slots=True)
class RatingStyle:
    """One rating: `ink` is the colour of text on `fill`, `points` what it scores; None where it has none."""

    name: str
    fill: str
    ink: str
    points: int | None

    @property
    def pips(self) -> str:
        """As many filled pips as the rating scores points, of three; none for a rating word of another inspectorate."""
        if self.points is None:
            return ""
        return "●" * self.points + "○" * (3 - self.points)

    @property
    def css(self) -> str:
        """The class of its cells: `rating-good`, `rating-requires-improvement`."""
        return "rating-" + self.name.lower().replace(" ", "-")


# fills at CIE lightness of about 94, 83, 73 and 65: clear steps of grey
KINDS: dict[str, KindStyle] = {
    "strength": KindStyle("strength", "Strengths", "#dbefff", "#0a4f8a", "+"),
    "area_for_improvement": KindStyle("area for improvement", "Areas for improvement", "#ffc56f", "#8a3f00", "−"),
    "mixed": KindStyle("mixed finding", "Mixed findings", "#869692", "#1f4a42", "±"),
    "recommendation": KindStyle("recommendation", "Recommendations", "#c2a4e9", "#55249a", "›"),
}

# what facts were read from; no item, and so without a sign
FACT = KindStyle("fact", "Facts", "#e4e4e7", "#4b515b", "")


class RatingStyles(dict[str, RatingStyle]):
    """Looks by rating; a rating word of another inspectorate has neither colour nor points."""

    def __missing__(self, name: str) -> RatingStyle:
        return RatingStyle(name, "#d9d9d9", "#1b1b1f", None)


RATINGS = RatingStyles(
    (style.name, style)
    for style in (
        RatingStyle("Outstanding", "#083d1d", "#ffffff", 3),
        RatingStyle("Good", "#35803a", "#ffffff", 2),
        RatingStyle("Requires improvement", "#ffcb47", "#1b1b1f", 1),
        RatingStyle("Inadequate", "#97191c", "#ffffff", 0),
    )
)

# names of the CSS custom properties; a pair of TEXT_ON is text and what it stands on
PAPER: dict[str, str] = {
    "paper": "#ffffff",
    "panel": "#f4f5f7",
    "ink": "#1b1b1f",
    "muted": "#4b515b",
    "rule": "#8a919c",
    "link": "#0b4f9e",
    "focus": "#b3006b",
    "chip": "#e7eaef",
    "alert": "#fff3cd",
}
TEXT_ON: tuple[tuple[str, str], ...] = (
    ("ink", "paper"), ("ink", "panel"), ("ink", "chip"), ("ink", "alert"), ("muted", "paper"), ("muted", "panel"), ("muted", "chip"),
    ("link", "paper"), ("link", "panel"), ("focus", "paper"), ("focus", "panel"),
)  # fmt: skip


def rgb(colour: str) -> RGB:
    """`#rrggbb` as three numbers from 0 to 1."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def luminance(colour: str) -> float:
    """Relative luminance from 0 to 1 (WCAG 2.2)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def tokens() -> dict[str, str]:
    """All colours as CSS custom properties, name without `--` to value."""
    out = dict(PAPER)
    for name, kind in KINDS.items():
        out |= {f"{name.replace('_', '-')}-fill": kind.fill, f"{name.replace('_', '-')}-edge": kind.edge}
    for rating in RATINGS.values():
        out |= {f"{rating.css}-fill": rating.fill, f"{rating.css}-ink": rating.ink}
    return out


def token_css() -> str:
    """The tokens as one CSS rule, and a class for each polarity and rating."""
    lines = [":root {", *(f"  --{name}: {value};" for name, value in tokens().items()), "}"]
    for name in KINDS:
        slug = name.replace("_", "-")
        lines.append(f".is-{slug} {{ --fill: var(--{slug}-fill); --edge: var(--{slug}-edge); }}")
    for rating in RATINGS.values():
        lines.append(f".{rating.css} {{ background: var(--{rating.css}-fill); color: var(--{rating.css}-ink); }}")
    return "\n".join(lines) + "\n"
