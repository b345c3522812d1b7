"""What `Settings.hook` calls in a worker: files whose names say so kill or hang it; where asked, files leave a trace."""

import os
import signal
import time
from pathlib import Path


def before(path: str) -> None:
    """Die or hang as the file's name says."""
    name = Path(path).name
    if name.startswith("dies"):
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("hangs"):
        time.sleep(1000)


def trace(path: str) -> None:
    """Note which process reads a file, and for which Spark worker."""
    Path(f"{path}.{os.getppid()}.{os.getpid()}.trace").touch()
    time.sleep(0.3)
