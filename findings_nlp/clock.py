"""How long another process has been at something, leaving out the time for which it waited for a processor."""

from __future__ import annotations

from pathlib import Path
from time import monotonic


class Clock:
    """Seconds that a process has taken since the clock was made: run, or waited for anything but a processor.

    So a file that hangs is late, and one that is read on a busy machine is not. Where the system does not tell how long a
    process waited (it does on Linux), the seconds are those of the wall clock.

    Args:
        pid: id of the process; its first thread counts.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._began, self._waited = monotonic(), _waited(pid)

    def seconds(self) -> float:
        """Seconds up to now."""
        return monotonic() - self._began - max(0.0, _waited(self._pid) - self._waited)


def _waited(pid: int) -> float:
    """Seconds for which a process could have run and had no processor; 0 where that is not told."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0
