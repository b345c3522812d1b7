"""Reading in a process of its own: a file that kills it costs that file alone."""

import os
import subprocess
import sys

import pytest
from making import CORPUS, ROOT, small_report
from paging import page
from test_cli import assert_failed

import findings_nlp as fn
from findings_nlp import isolated
from findings_nlp.errors import DamagedError, DiedError, MissingFileError

TARNFELL = CORPUS / "reports" / "yjs-2025-tarnfell.pdf"


def command(*arguments: object, stdin: bytes | None = None, before: str = "") -> subprocess.CompletedProcess[bytes]:
    """The command as a user starts it."""
    env = {key: value for key, value in os.environ.items() if key != "FINDINGS_NLP_IN_PROCESS"} | {"PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "findings_nlp.cli", *map(str, arguments)]
    return subprocess.run(words, input=stdin, capture_output=True, check=False, env=env)


@pytest.fixture
def deadly(monkeypatch):
    """A reader whose process dies of every file that has this text in it, or of its tags alone."""

    def make(condition: str) -> fn.Reader:
        code = (
            "import os, findings_nlp.source.pdf.reading as r, findings_nlp.pipeline as p\n"
            "old = p.read_text_layer\n"
            f"p.read_text_layer = lambda data, name, tags: os.abort() if {condition} else old(data, name, tags)\n"
            + isolated._CODE
        )
        monkeypatch.setattr(isolated, "_CODE", code)
        return fn.Reader("none")

    return make


def test_record_is_the_same_as_in_this_process(small_pdf, small):
    assert fn.read_report(small_pdf, name=small.source.name, nlp=fn.load("none"), isolate=True) == small


def test_one_process_reads_many_files_and_goes_on_after_a_bad_one(small_pdf):
    with fn.Reader("none") as reader:
        first = reader.read_report(small_pdf)
        process = reader._process
        with pytest.raises(DamagedError, match="is damaged"):
            reader.read_report(TARNFELL.read_bytes()[:9000], name="half.pdf")
        with pytest.raises(MissingFileError):
            reader.read_report("no-such.pdf")
        assert reader.read_report(small_pdf) == first
        assert reader._process is process
    assert process.poll() is not None


def test_death_is_a_report_error_and_the_next_file_is_read(small_pdf, deadly):
    with deadly(f"len(data) == {TARNFELL.stat().st_size}") as reader:
        with pytest.raises(DiedError, match=r"killed the process that read it \(signal SIGABRT\)") as caught:
            reader.read_report(TARNFELL)
        assert caught.value.path == str(TARNFELL)
        assert reader.read_report(small_pdf).findings


def test_cause_of_death_in_words():
    assert (isolated.cause(-9), isolated.cause(7)) == ("signal SIGKILL", "exit code 7")


def test_file_that_dies_of_its_tags_is_read_without_them(deadly):
    with deadly("tags") as reader:
        assert "damaged_structure" in {w.code for w in reader.read_report(TARNFELL).warnings}


def test_hanging_process_is_ended(small_pdf, deadly):
    with deadly("__import__('time').sleep(3600)") as reader:
        reader._timeout = 3.0
        with pytest.raises(DiedError, match="took longer than 3 s"):
            reader.read_report(small_pdf)
        assert reader._process is None


def test_pipeline_of_another_make_is_refused(small_pdf):
    import spacy

    with pytest.raises(TypeError, match=r"from findings_nlp\.load"):
        fn.read_report(small_pdf, nlp=spacy.blank("en"), isolate=True)


@pytest.mark.parametrize("name", ["extract", "html", "annotate"])
def test_command_gives_the_same_bytes_in_a_process_of_its_own(tmp_path, small_pdf, name):
    path = tmp_path / "otterby.pdf"
    path.write_bytes(small_pdf)
    apart, here = command(name, path, "--model", "none"), command(name, path, "--model", "none", "--in-process")
    assert (apart.returncode, apart.stderr) == (here.returncode, here.stderr) == (0, b"")
    assert apart.stdout == here.stdout


@pytest.mark.parametrize("more", [(), ("--format", "jsonl", "--section-column", "head", "--input", "csv")])
def test_texts_are_labelled_alike_in_a_process_of_its_own(tmp_path, more):
    path = tmp_path / "answers.csv"
    path.write_text("head,comment\nUnpaid work,UPW backlogs were a concern.\n,\n", encoding="utf-8")
    words = ["label", path, "--column", "comment", "--model", "lite", *more]
    apart, here = command(*words), command(*words, "--in-process")
    assert (apart.returncode, apart.stderr) == (here.returncode, here.stderr) == (0, b"")
    assert apart.stdout == here.stdout and b"unpaid_work" in apart.stdout


def test_command_hands_standard_input_on(small_pdf):
    done = command("extract", "-", "--model", "none", "--format", "text", stdin=small_pdf)
    assert done.returncode == 0 and b"Otterby" in done.stdout


def test_command_tells_errors_of_its_process(tmp_path):
    assert_failed(command("extract", tmp_path / "no.pdf", "--model", "none"), "no.pdf", "no such file")


@pytest.mark.parametrize("name", ["extract", "label"])
def test_command_names_the_file_whose_process_died(tmp_path, small_pdf, name):
    path = tmp_path / ("otterby.pdf" if name == "extract" else "otterby.txt")
    path.write_bytes(small_pdf if name == "extract" else b"Staff are trained.")
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\n"
        "class Dies:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'spacy' and os.environ.get('FINDINGS_NLP_IN_PROCESS'):\n"
        "            os.write(2, b'free(): double free'), os.abort()\n"
        "sys.meta_path.insert(0, Dies())\n"
    )
    env = {key: value for key, value in os.environ.items() if key != "FINDINGS_NLP_IN_PROCESS"}
    done = subprocess.run(
        [sys.executable, "-m", "findings_nlp.cli", name, str(path)],
        capture_output=True, check=False, cwd=ROOT, env=env | {"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"},
    )  # fmt: skip
    assert_failed(done, path.name, "SIGABRT")


def test_waiting_process_imports_nothing_heavy():
    code = (
        "import sys, findings_nlp.isolated as i; i.run_command = lambda a, d: (0, b'', b'')\n"
        "from findings_nlp.cli import common, forked; forked.run_forked = lambda w, a, d: (0, b'', b'')\n"
        "common.isolated('extract', 'x.pdf', {}, None); forked.can_fork = bool\n"
        "common.isolated('extract', 'x.pdf', {}, None)\n"
        "print(sorted({'spacy', 'pymupdf', 'pandas', 'numpy', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_files_that_become_pipes_are_refused_at_once(tmp_path):
    from findings_nlp.archive.settings import Settings
    from findings_nlp.archive.worker import process

    os.mkfifo(tmp_path / "pipe.pdf")
    outcome, record = process(str(tmp_path / "pipe.pdf"), Settings("none"))
    assert (outcome.status, record) == ("failed", None)
    assert "is not a regular file" in outcome.reason


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full"])
def test_standard_error_that_takes_nothing_stops_no_run(tmp_path, small_pdf, where):
    (tmp_path / "otterby.pdf").write_bytes(small_pdf)
    words = f"'{sys.executable}' -m findings_nlp.cli tag '{tmp_path}' -o '{tmp_path}/out' --model none --workers 1 --format csv {where}"
    assert subprocess.run(["sh", "-c", words], check=False, env=os.environ | {"PYTHONPATH": str(ROOT)}).returncode == 0
    assert b"Otterby" in (tmp_path / "out" / "reports.csv").read_bytes()


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full"])
def test_error_that_cannot_be_told_is_an_exit_code(tmp_path, where):
    (tmp_path / "cut.pdf").write_bytes(TARNFELL.read_bytes()[:9000])
    words = f"'{sys.executable}' -m findings_nlp.cli extract '{tmp_path}/cut.pdf' --model none {where}"
    env = {key: value for key, value in os.environ.items() if key != "FINDINGS_NLP_IN_PROCESS"} | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", words], capture_output=True, check=False, env=env)
    assert (done.returncode, done.stdout) == (1, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="by means of the shell")
@pytest.mark.parametrize("words", ["extract in/otterby.pdf -o out/record.json", "tag in -o out --workers 1 --format csv -q"])
def test_disk_that_takes_no_more_is_one_line_and_leaves_no_part(tmp_path, small_pdf, words):
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / "otterby.pdf").write_bytes(small_pdf)
    line = f"ulimit -f 1; exec '{sys.executable}' -m findings_nlp.cli {words} --model none"
    env = {key: value for key, value in os.environ.items() if key != "FINDINGS_NLP_IN_PROCESS"} | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False, env=env, cwd=tmp_path)
    assert_failed(done, "out", "cannot be written (File too large)")
    assert [path.name for path in (tmp_path / "out").rglob("*") if path.is_file() and path.name != "lock"] == []


def test_partly_read_report_passes_its_line_and_exit_code_on(tmp_path):
    p = small_report().turn().heading("1.3. Services", 14).label("Harvest notes:")
    p.bullet("Waiting times have fallen in every office.").bullet("Places are short in all of the towns.")
    (tmp_path / "partial.pdf").write_bytes(p.data())
    for more, code in (([], 0), (["--strict"], 3)):
        words = ["extract", tmp_path / "partial.pdf", "--model", "none", *more]
        apart, here = command(*words), command(*words, "--in-process")
        assert (apart.returncode, apart.stdout, apart.stderr) == (here.returncode, here.stdout, here.stderr)
        assert apart.returncode == code and apart.stderr.count(b"\n") == 1 and b"partly read: " in apart.stderr
        assert fn.Report.from_json(apart.stdout).findings
    done = command(*words, "--output", tmp_path / "out.json")
    assert (done.returncode, done.stdout) == (3, b"")
    assert fn.Report.from_json((tmp_path / "out.json").read_bytes()).findings


def test_settings_of_the_pipeline_are_those_of_the_process(tmp_path, small_pdf):
    terms = tmp_path / "terms.toml"
    terms.write_text('[[term]]\ntheme = "no such theme"\n')
    with fn.Reader("lite", terms=[terms]) as reader, pytest.raises(fn.ReportError, match=r"terms\.toml: names the unknown theme"):
        reader.read_report(small_pdf)
    assert fn.load("none", thresholds={"victims": 0.4}, terms=["t.toml"]).meta["findings_nlp"] == {
        "model": "none", "thresholds": {"victims": 0.4}, "taxonomies": [], "terms": ["t.toml"], "families": [],
    }  # fmt: skip
    with pytest.raises(fn.ReportError, match="list of paths"):
        fn.Reader(terms="t.toml")
    with pytest.raises(fn.ReportError, match="list of paths"):
        fn.load("none", taxonomies="t.toml")


def test_web_page_and_its_folder_are_read(tmp_path):
    data = page("<h2>2. Work</h2><h3>2.1 Assessment</h3><h4>Strengths:</h4><ul><li>Staff of the unit were trained.</li></ul>")
    (tmp_path / "report.html").write_bytes(data)
    here = fn.read_report(tmp_path, nlp=fn.load("none"))
    with fn.Reader("none") as reader:
        assert reader.read_report(tmp_path) == reader.read_report(tmp_path / "report.html") == here
        assert reader.read_report(data, name="report.html") == here
        with pytest.raises(fn.ReportError, match="is a folder without a page"):
            (tmp_path / "empty").mkdir()
            reader.read_report(tmp_path / "empty")
    assert here.findings and here.source.pages == 0
