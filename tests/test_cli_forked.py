"""A command run in a copy of its process: what it says and how it ends come back as from any other process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from findings_nlp.cli.forked import can_fork

ROOT = Path(__file__).parents[1]
linux = pytest.mark.skipif(sys.platform != "linux", reason="no copies of processes elsewhere")


def told(code: str, **given: object) -> subprocess.CompletedProcess[bytes]:
    """A small program in a process of its own."""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=env, **given)  # type: ignore[call-overload,no-any-return]


@linux
@pytest.mark.parametrize(
    ("work", "answer"),
    [
        ("print('out'); print('err', file=sys.stderr); sys.exit(3)", "(3, b'out\\n', b'err\\n')"),
        ("print(sys.stdin.read().upper())", "(0, b'GIVEN\\n', b'')"),
        ("os.kill(os.getpid(), 9)", "(-9, b'', b'')"),
        ("sys.exit('no code')", "(1, b'', b'')"),
        ("print(a, os.environ['FINDINGS_NLP_IN_PROCESS'])", "(0, b\"['x'] 1\\n\", b'')"),
    ],
)
def test_output_code_and_signal_come_back(work, answer):
    code = f"import os, sys\nfrom findings_nlp.cli.forked import can_fork, run_forked\ndef work(a):\n    {work}\n"
    done = told(code + "print('before', can_fork())\nprint(run_forked(work, ['x'], b'given'))")
    assert done.stdout.decode() == f"before True\n{answer}\n", done.stderr


@linux
def test_error_of_the_command_is_no_death_and_is_told():
    code = "from findings_nlp.cli.forked import run_forked\nprint(run_forked(lambda a: 1 / 0, [], None))"
    assert b"(1, b'', b'Traceback" in told(code).stdout


def test_a_process_with_threads_or_heavy_libraries_is_not_copied(monkeypatch):
    import numpy  # noqa: F401

    assert not can_fork()
    code = "import threading\nfrom findings_nlp.cli.forked import can_fork\n"
    code += "e = threading.Event(); t = threading.Thread(target=e.wait); t.start(); print(can_fork()); e.set(); t.join()"
    assert told(code).stdout.strip() == b"False"


@linux
def test_extract_reads_in_a_copy_what_it_reads_in_its_own_process(tmp_path, small_pdf):
    (tmp_path / "otterby.pdf").write_bytes(small_pdf)
    words = ["extract", str(tmp_path / "otterby.pdf"), "--model", "none"]
    run = "import sys\nimport findings_nlp.cli as c\nimport findings_nlp.isolated as i\ni.run_command = None\n"
    apart, here = (told(f"{run}c.app({[*words, *more]!r})") for more in ([], ["--in-process"]))
    assert apart.stdout == here.stdout and b"Otterby" in here.stdout
    assert told(f"{run}c.app({['extract', '-', '--model', 'none']!r})", input=small_pdf).returncode == 0


def test_starting_holds_back_the_search_for_garbage_and_gives_it_back():
    code = "import gc\nfrom findings_nlp.starting import starting\nwith starting(): print(gc.isenabled())\n"
    assert told(code + "print(gc.isenabled(), gc.get_freeze_count() > 0)").stdout.split() == [b"False", b"True", b"True"]
