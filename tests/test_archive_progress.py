import io

from findings_nlp.archive import progress
from findings_nlp.archive.outcomes import Outcome
from findings_nlp.archive.progress import Bar, Lines, lasting

OK, BAD = Outcome("a.pdf", "a.pdf", "ok"), Outcome("b\\n.pdf", "b", "failed", "open", "is empty")


def test_lines_tell_start_failures_and_state():
    out = io.StringIO()
    lines = Lines(out, every=0)
    lines.start(2)
    lines.step(OK)
    lines.step(BAD)
    said = out.getvalue().splitlines()
    assert said[0] == "findings-nlp: reading 2 files"
    assert said[1].startswith("findings-nlp: 1 of 2 files (50%), ") and said[1].endswith(" left, 0 failed")
    assert said[2] == "findings-nlp: failed: b\\n.pdf: is empty"
    assert said[3].endswith("1 failed")


def test_lines_are_not_one_a_file():
    out = io.StringIO()
    lines = Lines(out)
    lines.start(500)
    for _ in range(500):
        lines.step(OK)
    assert len(out.getvalue().splitlines()) < 20


def test_nothing_to_read_is_no_line_and_no_bar(capsys):
    out = io.StringIO()
    Lines(out).start(0)
    assert out.getvalue() == ""
    bar = Bar()
    bar.start(0)
    bar.close()
    assert capsys.readouterr() == ("", "\n") or capsys.readouterr().out == ""


def test_bar_goes_to_standard_error_and_shows_hostile_names_as_text(capsys):
    bar = Bar()
    bar.start(2)
    bar.step(OK)
    bar.step(Outcome("[red]b[/].pdf", "b", "failed", "open", "is [bold]empty"))
    bar.close()
    out, err = capsys.readouterr()
    assert out == ""
    assert "failed: [red]b[/].pdf: is [bold]empty" in " ".join(err.split())


def test_bar_only_on_a_terminal(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(progress.sys, "stderr", io.StringIO())
    assert isinstance(progress.on_standard_error(), Lines)
    monkeypatch.setattr(progress.sys, "stderr", Terminal())
    assert isinstance(progress.on_standard_error(), Bar)


def test_time_in_words():
    assert [lasting(s) for s in (0, 59.4, 60, 3599, 3600, 90000)] == [
        "0 s",
        "59 s",
        "1 min 0 s",
        "59 min 59 s",
        "1 h 0 min",
        "25 h 0 min",
    ]
