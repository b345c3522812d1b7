import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from hostile import good
from making import ROOT

from findings_nlp.archive.engine import Engine, Limits, processors
from findings_nlp.archive.inputs import expand
from findings_nlp.archive.outcomes import RunError
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.store import Store

HOOKED = Settings("none", hook="hostile:trouble")


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "in"
    inside.mkdir()
    for number in range(6):
        (inside / f"good-{number}.pdf").write_bytes(good(number))
    return inside


def run(folder, settings=HOOKED, **limits):
    engine = Engine(settings, Limits(**({"workers": 2, "timeout": 60.0} | limits)), Store(folder.parent, "key"))
    return {item.report: outcome for item, outcome in engine.run(expand(folder).items)}, engine


def test_each_kind_of_death_costs_one_file_and_no_neighbour(folder):
    for name in ("crashes", "leaves", "starves"):
        (folder / f"{name}.pdf").write_bytes(good(900))
    found, engine = run(folder, memory=512)
    assert {name: o.reason for name, o in found.items() if o.status != "ok"} == {
        "crashes.pdf": "its worker died (signal SIGSEGV)",
        "leaves.pdf": "its worker died (exit code 7)",
        "starves.pdf": "needed more memory than a worker may have (512 MB)",
    }
    assert {o.stage for o in found.values() if o.status == "failed"} == {"worker"}
    assert len(found) == 9
    assert engine.workers == []


def test_file_that_hangs_is_ended_at_its_limit(folder):
    (folder / "hangs.pdf").write_bytes(good(900))
    found, _ = run(folder, timeout=12.0)
    assert {name for name, o in found.items() if o.status != "ok"} == {"hangs.pdf"}
    assert found["hangs.pdf"].reason == "took longer than 12 s"
    assert found["hangs.pdf"].seconds is None


def test_worker_killed_from_outside_costs_nothing(folder):
    slow = Settings("none", hook="hostile:slow")
    engine = Engine(slow, Limits(workers=2), Store(folder.parent, "key"))
    found = {}
    for item, outcome in engine.run(expand(folder).items):
        if len(found) in (0, 2):
            os.kill(engine.workers[0], signal.SIGKILL)
        found[item.report] = outcome.status
    assert found == {f"good-{n}.pdf": "ok" for n in range(6)}


def test_all_workers_killed_at_once_costs_nothing(folder):
    engine = Engine(Settings("none", hook="hostile:slow"), Limits(workers=2), Store(folder.parent, "key"))
    found = {}
    for item, outcome in engine.run(expand(folder).items):
        if not found:
            for pid in engine.workers:
                os.kill(pid, signal.SIGKILL)
        found[item.report] = outcome.status
    assert found == {f"good-{n}.pdf": "ok" for n in range(6)}


def test_workers_are_replaced_after_so_many_files(folder):
    found, _ = run(folder, replace(HOOKED, hook=None), workers=1, recycle=3)
    assert {o.status for o in found.values()} == {"ok"}
    assert len(found) == 6


def test_worker_that_died_between_two_runs_is_replaced(folder):
    engine = Engine(Settings("none"), Limits(workers=1), Store(folder.parent, "key"), lasting=True)
    items = expand(folder).items
    assert [outcome.status for _, outcome in engine.run(items[:1])] == ["ok"]
    os.kill(engine.workers[0], signal.SIGKILL)
    assert [outcome.status for _, outcome in engine.run(items[1:3])] == ["ok", "ok"]
    engine._stop()
    assert engine.workers == []


def test_stopping_early_ends_the_workers(folder):
    engine = Engine(Settings("none"), Limits(workers=2), Store(folder.parent, "key"))
    results = engine.run(expand(folder).items)
    next(results)
    assert engine.workers
    results.close()
    assert engine.workers == []


def test_record_that_cannot_be_written_stops_the_run(folder):
    with pytest.raises(RunError, match=r"cannot be written .No space left on device"):
        run(folder, Settings("none", hook="hostile:full_disk"))


def test_workers_that_never_start_are_told_and_not_tried_for_ever(folder, monkeypatch):
    monkeypatch.setattr("findings_nlp.archive.pool._CODE", "import os; os.abort()")
    with pytest.raises(RunError, match=r"cannot be started: each ended at once .signal SIGABRT"):
        run(folder)


def test_nothing_to_do_starts_no_process(tmp_path):
    engine = Engine(Settings("none"), Limits(), Store(tmp_path, "key"))
    assert list(engine.run([])) == []
    assert engine.workers == []


def test_as_many_workers_as_processors():
    assert Limits().processes == processors() >= 1
    assert Limits(workers=3).processes == 3


def test_workers_keep_standard_output_clean(folder):
    code = (
        "from findings_nlp.archive.engine import *\n"
        "from findings_nlp.archive.inputs import expand\n"
        "import pathlib, tempfile\n"
        "with tempfile.TemporaryDirectory() as d:\n"
        "    e = Engine(Settings('none', hook='builtins:print'), Limits(workers=1), Store(pathlib.Path(d), 'k'))\n"
        f"    list(e.run(expand({str(folder / 'good-0.pdf')!r}).items))\n"
    )
    script = folder.parent / "script.py"
    script.write_text(code)
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert "good-0.pdf" in done.stderr


def test_ten_kills_of_workers_cost_nothing_even_the_slowest_file(folder):
    slow = Settings("none", hook="hostile:slow")
    engine = Engine(slow, Limits(workers=1), Store(folder.parent, "key"))
    stop = threading.Event()
    killed: list[int] = []

    def kill() -> None:
        while len(killed) < 10 and not stop.wait(0.05):
            for worker in engine.workers:
                if worker not in killed:
                    os.kill(worker, signal.SIGKILL)
                    killed.append(worker)

    thread = threading.Thread(target=kill)
    thread.start()
    found = {item.report: outcome.status for item, outcome in engine.run(expand(folder).items)}
    stop.set()
    thread.join()
    assert len(killed) == 10
    assert found == {f"good-{n}.pdf": "ok" for n in range(6)}
