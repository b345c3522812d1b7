"""Shades of the heat maps: two ramps of even steps of lightness, with a colour of text for each step.

Blue for strengths and brown for areas for improvement, as everywhere; either reads the same in greyscale.
"""

from __future__ import annotations

from findings_nlp.show.styles import PAPER, contrast

# from the palest; step 0 is for nothing at all
RAMPS: dict[str, tuple[str, ...]] = {
    "strength": ("#ffffff", "#e9f2fb", "#cfe3f6", "#aecfee", "#86b6e2", "#5a97d0", "#2f73b4", "#12548f", "#063a68"),
    "area_for_improvement": ("#ffffff", "#fdf0e0", "#fbdfbd", "#f6c78d", "#eba75a", "#d6842f", "#b0621a", "#86450c", "#5f2e05"),
}
STEPS = len(RAMPS["strength"]) - 1


def step(share: float) -> int:
    """The step of a share from 0 to 1: 0 only for 0, then eighths.

    >>> step(0), step(0.01), step(0.5), step(1)
    (0, 1, 4, 8)
    """
    return min(STEPS, max(1, -int(-share * STEPS // 1))) if share > 0 else 0


def ink_on(colour: str) -> str:
    """The colour of text that reads better on a shade."""
    return max((PAPER["ink"], PAPER["paper"]), key=lambda ink: contrast(ink, colour))


def shade_css() -> str:
    """A class for each step of each ramp: `.heat-strength .step-3`."""
    return "".join(
        f".heat-{name.replace('_', '-')} .step-{number} {{ background: {colour}; color: {ink_on(colour)}; }}\n"
        for name, ramp in RAMPS.items()
        for number, colour in enumerate(ramp)
    )
