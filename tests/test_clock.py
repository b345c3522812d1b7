import os
import subprocess
import sys
import time

import pytest

from findings_nlp import clock
from findings_nlp.clock import Clock


@pytest.fixture
def told(monkeypatch):
    """What the system says of how long a process ran and waited, in seconds, and the wall clock."""
    now = {"wall": 100.0, "waited": 7.0}
    monkeypatch.setattr(clock, "monotonic", lambda: now["wall"])
    monkeypatch.setattr(clock, "_waited", lambda pid: now["waited"])
    return now


def test_time_for_which_a_process_waits_for_a_processor_does_not_count(told):
    running = Clock(1)
    told["wall"] += 60.0
    assert running.seconds() == 60.0
    told["waited"] += 58.0
    assert running.seconds() == 2.0


def test_process_that_has_ended_takes_no_less_than_it_took(told):
    running = Clock(1)
    told["wall"], told["waited"] = 130.0, 0.0
    assert running.seconds() == 30.0


@pytest.mark.skipif(sys.platform != "linux", reason="by means of the Linux kernel")
def test_waiting_is_told_by_the_system():
    # two busy processes on one processor: each waits for the other
    code = f"import os; os.sched_setaffinity(0, {{{min(os.sched_getaffinity(0))}}})\nwhile True: pass"
    busy = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    while clock._waited(busy[0].pid) < 0.2:
        time.sleep(0.02)
    for process in busy:
        process.kill()
        process.wait()
    assert clock._waited(busy[0].pid) == 0.0
