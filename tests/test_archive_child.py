import os
import subprocess
import sys

import pytest
from making import ROOT

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="by means of the Linux kernel")


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )


@LINUX
def test_memory_is_limited_from_what_is_held_already():
    code = (
        "from findings_nlp.archive.child import limit_memory; held = bytearray(300 << 20); limit_memory(100)\n"
        "small = bytearray(50 << 20)\n"
        "try: bytearray(200 << 20)\n"
        "except MemoryError: print('refused')"
    )
    assert run(code).stdout == "refused\n"


@LINUX
def test_no_limit_is_no_limit():
    code = "from findings_nlp.archive.child import limit_memory; limit_memory(0); print(len(bytearray(300 << 20)) >> 20)"
    assert run(code).stdout == "300\n"


@LINUX
def test_process_dies_with_its_parent_even_in_the_middle_of_a_long_call():
    # the grandchild hangs in a call into C, where no Python thread could look after it
    inner = (
        "import os, ctypes; from findings_nlp.archive.child import die_with; die_with(os.getppid()); print(os.getpid(), flush=True);"
        "ctypes.PyDLL(None).sleep(600); print('outlived its parent')"
    )
    outer = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {inner!r}]).wait()"
    parent = subprocess.Popen(
        [sys.executable, "-c", outer], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    assert parent.stdout.read() == ""  # the pipe's other end closes when the grandchild is gone


@LINUX
def test_worker_whose_parent_died_before_it_could_say_so_leaves():
    done = run("from findings_nlp.archive.child import die_with; die_with(1); print('still here')")
    assert (done.returncode, done.stdout) == (1, "")
