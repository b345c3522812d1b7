"""How far a run is, on standard error: a bar on a terminal, plain lines elsewhere. The only module that imports rich."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Any, Protocol, TextIO

from findings_nlp.archive.outcomes import Outcome
from findings_nlp.streams import lenient

_EVERY = 15.0  # seconds between plain lines


class Progress(Protocol):
    """What a run tells while it goes."""

    def start(self, total: int) -> None:
        """`total` files are to be read now."""

    def step(self, outcome: Outcome) -> None:
        """One file is done."""

    def close(self) -> None:
        """The last file is done, or the run has been stopped."""


class Silent:
    """Tells nothing."""

    def start(self, total: int) -> None:
        """Nothing."""

    def step(self, outcome: Outcome) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


def lasting(seconds: float) -> str:
    """A time for people.

    >>> lasting(8), lasting(95), lasting(7300)
    ('8 s', '1 min 35 s', '2 h 1 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def speed(files: int, seconds: float) -> str:
    """A rate for people.

    >>> speed(30, 20), speed(2, 47)
    ('1.5 a second', '2.6 a minute')
    """
    rate = files / max(seconds, 1e-6)
    return f"{rate:.1f} a second" if rate >= 1 else f"{60 * rate:.1f} a minute"


class Lines:
    """Plain lines: each failure, and from time to time how far the run is.

    Args:
        stream: where to.
        every: seconds from one line to the next.
    """

    def __init__(self, stream: TextIO, every: float = _EVERY) -> None:
        self.stream, self.every = stream, every
        self.total = self.done = self.failed = 0
        self.began = self.said = monotonic()

    def start(self, total: int) -> None:
        """Tell how many files there are to read."""
        self.total, self.began, self.said = total, monotonic(), monotonic()
        if total:
            self._say(f"reading {total:,} file{'s' if total > 1 else ''}")

    def step(self, outcome: Outcome) -> None:
        """Tell a failure at once, the rest from time to time."""
        self.done += 1
        if outcome.status == "failed":
            self.failed += 1
            self._say(f"failed: {outcome.report}: {outcome.reason}")
        if monotonic() - self.said >= self.every:
            self.said = monotonic()
            self._say(self.state())

    def state(self) -> str:
        """How far the run is: files, share, rate, time left, failures."""
        spent = max(monotonic() - self.began, 1e-6)
        left = lasting((self.total - self.done) * spent / max(self.done, 1))
        share = self.done / max(self.total, 1)
        return (
            f"{self.done:,} of {self.total:,} files ({share:.0%}), {speed(self.done, spent)}, {left} left, {self.failed:,} failed"
        )

    def close(self) -> None:
        """Nothing: the summary follows."""

    def _say(self, text: str) -> None:
        with lenient():
            self.stream.write(f"findings-nlp: {text}\n")
            self.stream.flush()


class Bar:
    """A bar with rate, time left and failures; each failure is a line above it."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Rich

        self._rich = Rich(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[failures]}"),
            console=Console(stderr=True, highlight=False),
        )
        self._task: Any = None
        self._lines = Lines(sys.stderr)

    def start(self, total: int) -> None:
        """Draw the bar."""
        self._lines.total = total
        if total:
            self._task = self._rich.add_task("", total=total, rate="", failures="")
            self._rich.start()

    def step(self, outcome: Outcome) -> None:
        """Move the bar."""
        lines = self._lines
        lines.done += 1
        if outcome.status == "failed":
            lines.failed += 1
            self._rich.console.print(f"failed: {outcome.report}: {outcome.reason}", markup=False, style="red")
        rate = speed(lines.done, monotonic() - lines.began)
        self._rich.update(self._task, advance=1, rate=rate, failures=f"{lines.failed} failed" if lines.failed else "")

    def close(self) -> None:
        """Leave the bar as it stands."""
        self._rich.stop()


def on_standard_error() -> Progress:
    """The bar where standard error is a terminal, else lines."""
    return Bar() if sys.stderr.isatty() else Lines(sys.stderr)
