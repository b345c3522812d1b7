"""`findings-nlp fetch` against a server on 127.0.0.1: no test asks anything of another host."""

from __future__ import annotations

import doctest
import json
import os
import subprocess
import sys
import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import ROOT

from findings_nlp.cli import app
from findings_nlp.fetch import client as client_module
from findings_nlp.fetch import manifest as manifest_module
from findings_nlp.fetch import pages, store
from findings_nlp.fetch import run as run_module

for needed in ("requests", "protego", "bs4"):
    pytest.importorskip(needed, reason=f"{needed} is not installed: pip install '.[fetch]'")


class Web:
    """A server: `routes` maps a path to an answer (status, headers, body), a list of answers by turns, or a function."""

    def __init__(self):
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                web.asked.append((self.path, dict(self.headers)))
                answer = web.routes.get(self.path, (404, {}, b"nothing here"))
                if isinstance(answer, list):
                    answer = answer.pop(0) if len(answer) > 1 else answer[0]
                status, headers, body = answer(self.headers) if callable(answer) else answer
                self.close_connection = True
                try:
                    self.send_response(status)
                    for name, value in {"Content-Length": str(len(body)), "Connection": "close", **headers}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)
                except (BrokenPipeError, ConnectionResetError):
                    pass

            def log_message(self, *_):
                pass

        self.routes, self.asked = {}, []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.root = f"http://{self.host}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def paths(self):
        return [path for path, _ in self.asked]

    def page(self, path, body, **head):
        title = head.get("title", "Reports")
        self.routes[path] = (200, {"Content-Type": "text/html; charset=utf-8"},
                             f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode())  # fmt: skip

    def pdf(self, path, data, **headers):
        self.routes[path] = (
            200,
            {"Content-Type": "application/pdf", **{k.replace("_", "-"): v for k, v in headers.items()}},
            data,
        )


@pytest.fixture
def web(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    web = Web()
    yield web
    web.server.shutdown()
    web.server.server_close()


class Watch:
    """A clock that moves only when someone sleeps."""

    def __init__(self):
        self.now, self.slept = 0.0, []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds

    def clock(self):
        return self.now


def command(*words):
    """The exit code of `findings-nlp fetch` with these words."""
    with pytest.raises(SystemExit) as caught:
        app(["fetch", *words])
    return caught.value.code


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def run(web, watch, tmp_path, monkeypatch):
    """Runs the command with the given words; gives exit code and manifest."""

    def go(*words, hosts=(), **manners):
        rules = client_module.Manners(**{"delay": 1.0, "tries": 3, "timeout": 120, **manners})
        client = client_module.Client({web.host, *hosts}, "findings-nlp/test (me@example.org)", rules, watch.sleep, watch.clock)
        monkeypatch.setattr(run_module, "Client", lambda *_: client)
        code = command(
            *(w.replace("ROOT", web.root) for w in words), "--output", str(tmp_path / "out"), "--contact", "me@example.org"
        )
        path = tmp_path / "out/manifest.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return code, {x["url"].removeprefix(web.root): x for x in map(json.loads, lines)}

    return go


def files(tmp_path):
    return sorted(p.name for p in (tmp_path / "out").iterdir() if p.name != "manifest.jsonl")


LISTING = """
<nav><a href="/about-us/reports/annual">Annual</a> <a href="/files/menu.pdf">Menu PDF</a></nav>
<main><h1>Our reports</h1><ul>
<li><h3><a href="/our-reports/ashmere/">An inspection of Ashmere PDU</a></h3> Published: 4 March 2022</li>
<li><h3>Tarnfell youth justice service</h3> 7 May 2024 <a href="files/tarnfell.pdf#page=1">Download (PDF, 1 MB)</a></li>
</ul><a href="?paged=2">2</a> <a rel="next" href="?paged=2">Next</a></main>"""
SECOND = """<main><article><a href="../our-reports/otterby/">Otterby</a></article><a href="/our-reports?paged=1">1</a>
<a href="/other-things/page/9/">9</a></main>"""


@pytest.fixture
def archive(web, small_pdf):
    web.page("/our-reports", LISTING)
    web.page("/our-reports?paged=2", SECOND)
    web.page("/our-reports?paged=1", LISTING)
    web.page("/our-reports/ashmere/", '<main><h1>Ashmere  PDU</h1><dl id="inspection-meta"><dt>Date of publication</dt>'
             '<dd>4 March 2022</dd></dl><a href="/files/ashmere.pdf">The report</a> <a href="/files/adroddiad%20cymraeg.PDF">Cymraeg</a></main>')  # fmt: skip
    web.page("/our-reports/otterby/", '<main><h1>Otterby</h1><a href="/download?id=7">Report (PDF)</a></main>')
    for path in ("/files/tarnfell.pdf", "/files/ashmere.pdf", "/files/adroddiad%20cymraeg.PDF", "/download?id=7"):
        web.pdf(path, small_pdf + path.encode() + b"\n%%EOF\n")
    return web


def test_listing_pages_report_pages_and_pdfs(archive, run, tmp_path):
    code, found = run("ROOT/our-reports")
    assert code == 0
    assert set(found) == {"/files/tarnfell.pdf", "/files/ashmere.pdf", "/files/adroddiad%20cymraeg.PDF", "/download?id=7"}
    ashmere, tarnfell = found["/files/ashmere.pdf"], found["/files/tarnfell.pdf"]
    assert (ashmere["title"], ashmere["date"], ashmere["link"]) == ("Ashmere PDU", "2022-03-04", "The report")
    assert ashmere["page"] == f"{archive.root}/our-reports/ashmere/"
    assert (tarnfell["title"], tarnfell["date"]) == ("Tarnfell youth justice service", "2024-05-07")
    for entry in found.values():
        path = tmp_path / "out" / entry["file"]
        assert entry["status"] == "fetched"
        assert (store.sha256(path), path.stat().st_size) == (entry["sha256"], entry["bytes"])
    # each page once, none of the menu's, none of another listing, and nobody was asked twice
    assert len(archive.paths()) == len(set(archive.paths()))
    assert not {"/about-us/reports/annual", "/files/menu.pdf", "/other-things/page/9/"} & set(archive.paths())
    assert len(files(tmp_path)) == 4


def test_every_request_says_who_asks_and_waits_its_turn(archive, run, watch):
    run("ROOT/our-reports", delay=2.5)
    assert {headers["User-Agent"] for _, headers in archive.asked} == {"findings-nlp/test (me@example.org)"}
    assert watch.slept == [2.5] * (len(archive.asked) - 1)


def test_second_run_asks_only_for_changes(web, run, small_pdf, tmp_path):
    stamp = formatdate(1_700_000_000, usegmt=True)

    def by_etag(headers):
        return (304, {}, b"") if headers["If-None-Match"] == '"v1"' else (200, {"ETag": '"v1"'}, small_pdf)

    def by_date(headers):
        return (304, {}, b"") if headers["If-Modified-Since"] == stamp else (200, {"Last-Modified": stamp}, small_pdf)

    web.routes |= {"/a.pdf": by_etag, "/b.pdf": by_date, "/c.pdf": (200, {}, small_pdf)}
    words = ("ROOT/a.pdf", "ROOT/b.pdf", "ROOT/c.pdf")
    assert run(*words)[0] == 0
    code, found = run(*words)
    assert (code, [found[p]["status"] for p in ("/a.pdf", "/b.pdf", "/c.pdf")]) == (0, ["unchanged"] * 3)
    # a file that was removed or spoiled is fetched whole
    (tmp_path / "out" / found["/a.pdf"]["file"]).write_bytes(b"%PDF-1.7 spoiled")
    run("ROOT/a.pdf")
    assert (tmp_path / "out" / found["/a.pdf"]["file"]).read_bytes() == small_pdf


def test_changed_file_replaces_the_old_one(web, run, small_pdf, tmp_path):
    web.pdf("/a.pdf", small_pdf, ETag='"v1"')
    first = run("ROOT/a.pdf")[1]["/a.pdf"]
    web.pdf("/a.pdf", small_pdf + b"\n%%EOF\n", ETag='"v2"')
    second = run("ROOT/a.pdf")[1]["/a.pdf"]
    assert (second["status"], second["etag"], second["file"]) == ("fetched", '"v2"', first["file"])
    assert second["sha256"] != first["sha256"] == store.hashlib.sha256(small_pdf).hexdigest()


def test_known_files_are_not_asked_for_where_only_new_ones_are_wanted(web, run, small_pdf):
    web.pdf("/a.pdf", small_pdf)
    run("ROOT/a.pdf")
    web.asked.clear()
    assert run("ROOT/a.pdf", "--new-only")[0] == 0
    assert web.asked == []


def test_file_gone_from_the_server_is_told_and_kept(web, run, small_pdf, tmp_path):
    web.pdf("/a.pdf", small_pdf)
    run("ROOT/a.pdf")
    del web.routes["/a.pdf"]
    code, found = run("ROOT/a.pdf")
    assert (code, found["/a.pdf"]["status"], found["/a.pdf"]["reason"]) == (1, "missing", "HTTP 404")
    assert (tmp_path / "out" / found["/a.pdf"]["file"]).read_bytes() == small_pdf


def test_one_bad_address_costs_only_itself(web, run, small_pdf):
    web.pdf("/good.pdf", small_pdf)
    code, found = run("ROOT/none.pdf", "ROOT/good.pdf")
    assert (code, found["/none.pdf"]["status"], found["/good.pdf"]["status"]) == (1, "missing", "fetched")
    assert web.paths().count("/none.pdf") == 1


def test_error_of_the_server_then_the_file(web, run, watch, small_pdf):
    web.routes["/a.pdf"] = [(500, {}, b""), (503, {}, b""), (200, {}, small_pdf)]
    code, found = run("ROOT/a.pdf")
    assert (code, found["/a.pdf"]["status"]) == (0, "fetched")
    # 1 s after robots.txt, then longer after each error
    assert watch.slept[:3] == [1, 2, 4]


def test_tries_are_bounded(web, run):
    web.routes["/a.pdf"] = (500, {}, b"")
    code, found = run("ROOT/a.pdf", tries=3)
    assert (code, found["/a.pdf"]["reason"]) == (1, "HTTP 500, 3 times")
    assert web.paths().count("/a.pdf") == 3


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_too_many_requests_waits_as_long_as_asked(web, run, watch, small_pdf, form):
    after = "7" if form == "seconds" else formatdate(time.time() + 60, usegmt=True)
    web.routes["/a.pdf"] = [(429, {"Retry-After": after}, b""), (200, {}, small_pdf)]
    assert run("ROOT/a.pdf")[0] == 0
    assert max(watch.slept) == 7 if form == "seconds" else 40 < max(watch.slept) <= 60


def test_wait_that_is_too_long_is_told(web, run, watch):
    web.routes["/a.pdf"] = (429, {"Retry-After": "86400"}, b"")
    assert "86400 s" in run("ROOT/a.pdf")[1]["/a.pdf"]["reason"]
    assert sum(watch.slept) < 300


def test_slow_answer_is_given_up_and_tried_again(web, run, small_pdf):
    asked = []
    again = threading.Event()

    def slow(_):
        asked.append(1)
        if len(asked) == 1:
            again.wait()  # the first answer never comes in time
        again.set()
        return 200, {}, small_pdf

    web.routes["/a.pdf"] = slow
    assert run("ROOT/a.pdf", timeout=3, tries=20)[1]["/a.pdf"]["status"] == "fetched"
    assert web.paths().count("/a.pdf") >= 2


def test_nobody_at_the_address(run, tmp_path, web):
    web.server.shutdown()
    web.server.server_close()
    code, found = run("ROOT/a.pdf")
    assert (code, found["/a.pdf"]["status"]) == (1, "failed")
    assert "robots.txt cannot be read (no connection" in found["/a.pdf"]["reason"]


def resuming(data, mark='"v1"', wrong_range=False):
    """A server that breaks off in the middle the first time and knows ranges."""
    turns = iter([True])

    def answer(headers):
        if next(turns, False):
            return 200, {"ETag": mark, "Content-Length": str(len(data))}, data[: len(data) // 2]
        start = int(headers["Range"][6:-1]) if headers["Range"] and headers["If-Range"] == mark else 0
        if not start:
            return 200, {"ETag": mark}, data
        shown = start + 1 if wrong_range else start
        return 206, {"ETag": mark, "Content-Range": f"bytes {shown}-{len(data) - 1}/{len(data)}"}, data[start:]

    return answer


def test_broken_download_goes_on_where_it_stopped(web, run, small_pdf, tmp_path):
    web.routes["/a.pdf"] = resuming(small_pdf)
    code, found = run("ROOT/a.pdf")
    asked = [headers for path, headers in web.asked if path == "/a.pdf"]
    start = int(asked[1]["Range"].removeprefix("bytes=").removesuffix("-"))
    assert (code, len(asked), asked[1]["If-Range"]) == (0, 2, '"v1"')
    assert len(small_pdf) // 2 - 9000 < start <= len(small_pdf) // 2
    assert files(tmp_path) == [found["/a.pdf"]["file"]]
    assert (tmp_path / "out" / found["/a.pdf"]["file"]).read_bytes() == small_pdf


def test_next_run_goes_on_where_this_one_stopped(web, run, small_pdf, tmp_path):
    web.routes["/a.pdf"] = resuming(small_pdf)
    code, found = run("ROOT/a.pdf", tries=1)
    assert (code, found["/a.pdf"]["status"], found["/a.pdf"]["file"]) == (1, "failed", None)
    assert all(name.endswith(".part") for name in files(tmp_path))
    assert run("ROOT/a.pdf")[0] == 0
    assert "Range" in web.asked[-1][1]
    assert [(tmp_path / "out" / name).read_bytes() for name in files(tmp_path)] == [small_pdf]


@pytest.mark.parametrize("change", ["version", "range", "weak"])
def test_pieces_of_two_versions_are_never_joined(web, run, small_pdf, tmp_path, change):
    old, new = small_pdf, small_pdf + b"\n%%EOF\n"
    web.routes["/a.pdf"] = resuming(old, 'W/"v1"' if change == "weak" else '"v1"', wrong_range=change == "range")
    if change == "version":
        run("ROOT/a.pdf", tries=1)
        web.pdf("/a.pdf", new, ETag='"v2"')
    code, found = run("ROOT/a.pdf")
    whole = (tmp_path / "out" / found["/a.pdf"]["file"]).read_bytes()
    assert (code, whole) == (0, new if change == "version" else old)


def test_range_that_cannot_be_served_starts_again(web, run, small_pdf):
    turns = [(200, {"ETag": '"v"', "Content-Length": "999999"}, small_pdf), (416, {}, b""), (200, {"ETag": '"v"'}, small_pdf)]
    web.routes["/a.pdf"] = turns
    assert run("ROOT/a.pdf")[1]["/a.pdf"]["status"] == "fetched"


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"<html>Sorry</html>", "text/html", "not a PDF: the server says text/html"),
        (b"\xff\xd8\xff\xe0 JFIF", "application/pdf", "not a PDF (the server says application/pdf)"),
        (b"", "application/pdf", "no bytes (the server says application/pdf)"),
        ("cut", "application/pdf", "the PDF is cut short: its end mark is missing (the server says application/pdf)"),
        (b"%PDF-1.7\n nothing else \n%%EOF", "application/pdf", "the PDF"),
    ],
)  # fmt: skip
def test_what_is_no_whole_pdf_is_not_kept(web, run, small_pdf, tmp_path, body, kind, reason):
    web.routes["/a.pdf"] = (200, {"Content-Type": kind}, small_pdf[:-1500] if body == "cut" else body)
    code, found = run("ROOT/a.pdf")
    assert (code, found["/a.pdf"]["status"]) == (1, "failed")
    assert found["/a.pdf"]["reason"].startswith(reason)
    assert files(tmp_path) == []


def test_bad_answer_does_not_cost_the_good_file_of_an_earlier_run(web, run, small_pdf, tmp_path):
    web.pdf("/a.pdf", small_pdf)
    run("ROOT/a.pdf")
    web.routes["/a.pdf"] = (200, {"Content-Type": "application/pdf"}, b"nonsense")
    found = run("ROOT/a.pdf")[1]["/a.pdf"]
    assert (found["status"], (tmp_path / "out" / found["file"]).read_bytes()) == ("failed", small_pdf)


def test_file_larger_than_the_limit_is_stopped(web, run, small_pdf, tmp_path):
    web.pdf("/a.pdf", small_pdf)
    assert run("ROOT/a.pdf", largest=1000)[1]["/a.pdf"]["reason"] == "more than 1000 bytes"
    assert files(tmp_path) == []


def test_redirect_within_the_host_is_followed(web, run, small_pdf):
    web.routes |= {"/a.pdf": (301, {"Location": "/b%20c.pdf"}, b"")}
    web.pdf("/b%20c.pdf", small_pdf)
    found = run("ROOT/a.pdf")[1]["/a.pdf"]
    assert (found["status"], found["final_url"]) == ("fetched", f"{web.root}/b%20c.pdf")


@pytest.mark.parametrize(
    "target", ["http://localhost:PORT/b.pdf", "http://127.0.0.1:1/b.pdf", "file:///etc/hostname", "//x@evil.invalid/"]
)
def test_redirect_to_another_host_is_refused(web, run, target):
    web.routes["/a.pdf"] = (302, {"Location": target.replace("PORT", str(web.server.server_port))}, b"")
    found = run("ROOT/a.pdf")[1]["/a.pdf"]
    assert (found["status"], web.paths()) == ("refused", ["/robots.txt", "/a.pdf"])


def test_redirects_without_end(web, run):
    web.routes["/a.pdf"] = (302, {"Location": "/a.pdf"}, b"")
    assert run("ROOT/a.pdf")[1]["/a.pdf"]["reason"] == "more than 5 redirects"


def test_links_to_other_hosts_are_not_followed(web, run, capsys):
    web.page("/list", f'<main><a href="http://localhost:{web.server.server_port}/a.pdf">A</a></main>')
    code, found = run("ROOT/list")
    assert code == 1
    assert [x["status"] for x in found.values()] == ["refused"]
    assert web.paths() == ["/robots.txt", "/list"]


def test_robots_forbid_and_slow_down(web, run, watch, small_pdf):
    web.routes["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /*/secret*.pdf$\nCrawl-delay: 9\n")
    web.pdf("/x/secret-a.pdf", small_pdf)
    web.pdf("/x/open.pdf", small_pdf)
    code, found = run("ROOT/x/secret-a.pdf", "ROOT/x/open.pdf")
    assert (code, found["/x/secret-a.pdf"]["reason"], found["/x/open.pdf"]["status"]) == (1, "robots.txt forbids it", "fetched")
    assert "/x/secret-a.pdf" not in web.paths()
    assert watch.slept == [9]


def test_robots_hold_for_redirects_too(web, run, small_pdf):
    web.routes |= {
        "/robots.txt": (200, {}, b"User-agent: findings-nlp\nDisallow: /private\n"),
        "/a.pdf": (302, {"Location": "/private/a.pdf"}, b""),
    }
    web.pdf("/private/a.pdf", small_pdf)
    assert run("ROOT/a.pdf")[1]["/a.pdf"]["status"] == "refused"
    assert "/private/a.pdf" not in web.paths()


def test_nothing_is_fetched_where_robots_cannot_be_read(web, run, small_pdf):
    web.routes["/robots.txt"] = (503, {}, b"")
    web.pdf("/a.pdf", small_pdf)
    assert "robots.txt cannot be read" in run("ROOT/a.pdf")[1]["/a.pdf"]["reason"]
    assert set(web.paths()) == {"/robots.txt"}


def test_listing_without_end_comes_to_an_end(web, run, small_pdf):
    web.pdf("/a.pdf", small_pdf)
    for n in range(60):
        web.page(f"/list?paged={n}", f'<main><a href="/a.pdf">A</a> <a rel="next" href="/list?paged={n + 1}">Next</a></main>')
    assert run("ROOT/list?paged=0")[0] == 0
    assert web.paths() == ["/robots.txt", "/list?paged=0", "/a.pdf", "/list?paged=1"]


def test_page_that_cannot_be_read_is_told_and_the_rest_is_fetched(archive, run, capsys):
    archive.routes["/our-reports/ashmere/"] = (500, {}, b"")
    code, found = run("ROOT/our-reports")
    assert (code, set(found)) == (1, {"/files/tarnfell.pdf", "/download?id=7"})
    assert "our-reports/ashmere/: HTTP 500, 3 times" in capsys.readouterr().err


def test_dry_run_lists_and_downloads_nothing(archive, run, tmp_path, capsys):
    code, found = run("ROOT/our-reports", "--dry-run")
    lines = capsys.readouterr().out.splitlines()
    assert (code, found, (tmp_path / "out").exists()) == (0, {}, False)
    assert len(lines) == 4
    assert f"2022-03-04\tAshmere PDU\t{archive.root}/files/ashmere.pdf\tinspection_report" in lines
    assert not any(path.startswith(("/files", "/download")) for path in archive.paths())


def test_list_of_addresses(web, run, small_pdf, tmp_path):
    web.pdf("/get?file=3", small_pdf)
    listed = tmp_path / "list.txt"
    listed.write_text(f"# reports\n\n{web.root}/get?file=3\n{web.root}/get?file=3#page=2\n", encoding="utf-8")
    code, found = run("--list", str(listed))
    assert (code, list(found)) == (0, ["/get?file=3"])


def test_limit(archive, run):
    assert len(run("ROOT/our-reports", "--limit", "2")[1]) == 2


def test_stopped_run_goes_on(archive, run, monkeypatch, tmp_path, capsys):
    wanted, real = 0, run_module.fetch

    def stop(*args):
        nonlocal wanted
        wanted += 1
        if wanted == 3:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(run_module, "fetch", stop)
    code, found = run("ROOT/our-reports")
    assert (code, len(found)) == (130, 2)
    # half a line, as a killed process leaves it
    with (tmp_path / "out/manifest.jsonl").open("a", encoding="utf-8") as out:
        out.write('{"url": "http://127.0')
    archive.asked.clear()
    code, found = run("ROOT/our-reports", "--new-only")
    assert (code, len(found)) == (0, 4)
    assert sum(path.startswith(("/files", "/download")) for path in archive.paths()) == 2


def test_other_site_by_its_description(web, run, small_pdf, tmp_path):
    text = pages.DEFAULT_SITE.read_text(encoding="utf-8").replace("\\.pdf([?#]|$)", "/blob/\\d+$").replace('"main"', '"#hits"')
    (tmp_path / "site.toml").write_text(text, encoding="utf-8")
    web.page("/list", '<main><a href="/no.pdf">x</a><div id="hits"><a href="/blob/12">A title</a></div></main>')
    web.pdf("/blob/12", small_pdf)
    code, found = run("ROOT/list", "--site", str(tmp_path / "site.toml"))
    assert (code, list(found)) == (0, ["/blob/12"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("titles", "titels"), "missing field titles"),
        (('["main"', '["main >>"'), "content:"),
        (("'\\bPDF\\b'", "'('"), "pdf_texts:"),
        (("content = ", "content = 3 #"), "content must be a list"),
    ],
)
def test_wrong_description_of_a_site_is_one_line(tmp_path, change, message):
    path = tmp_path / "site.toml"
    path.write_text(pages.DEFAULT_SITE.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(pages.SiteError) as caught:
        pages.load_site(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("words", [[], ["ftp://x/y"], ["no address"], ["http://[x/"], ["--list", "none.txt"]])
def test_wrong_options_are_one_line(words, tmp_path, capsys):
    assert command(*words, "--output", str(tmp_path / "out")) in (1, 2)
    assert not (tmp_path / "out").exists()
    told = capsys.readouterr().err
    assert "findings-nlp" in told
    assert "Traceback" not in told


def test_contact_cannot_smuggle_headers(tmp_path):
    assert command("http://x/", "--output", str(tmp_path), "--contact", "me\r\nHost: evil") == 2


NAME = r"[a-z0-9][a-z0-9-]*-[0-9a-f]{8}\.pdf"


@given(st.text(max_size=300))
def test_names_of_files_are_plain_whatever_the_address(text):
    url = pages.address("http://example.org/", text) or f"http://example.org/{text}"
    name = store.file_name(url)
    assert store.re.fullmatch(NAME, name)
    assert len(name) <= 100


def test_names_of_files_tell_addresses_apart():
    urls = ["http://a/x/report.pdf", "http://a/y/report.pdf", "http://a/x/report.pdf?v=2", "http://a/%2e%2e/%2e%2e", "http://a/CON.pdf",
            "http://a/" + "%C3%A9" * 300, "http://a/=cmd%7C'/c calc'!A0.pdf", "http://a/a%0Ab.pdf", "http://a/..%2f..%2fetc%2fpasswd"]  # fmt: skip
    assert len({store.file_name(url) for url in urls}) == len(urls)


@given(st.binary(max_size=400) | st.text(alphabet="<>/=\"' ahrefmain.pdf&;#[]:?%li", max_size=400).map(str.encode))
def test_any_page_can_be_read(html):
    page = pages.read_page(html, "http://example.org/list", SITE)
    assert all(link.url.startswith(("http://", "https://")) for link in page.pdfs + page.reports)


SITE = pages.load_site()


# a site built like the inspectorate's: a listing of the theme, document pages with and without a file
THEME_LIST = """
<nav><a href="/about/">About</a></nav><div id="content"><main id="maincontent">
<form class="listing-search"><input name="listing_search"></form><div class="listing-item-count">{count}</div>
<div class="flexible-post-type-list">{items}</div>
<nav class="archive-pagination-nav"><ul><li class="archive-pagination-current-page">Page {page} of 2</li>{following}</ul></nav></main></div>"""
THEME_ITEM = """<div class="list-item"><h2 class="list-item-title"><a href="{href}">{title}</a></h2>
<div class="list-item-detail"><span>Area:</span> <span>Wales</span></div>
<div class="list-item-detail">Published: <time class="entry-date published-date" datetime="{date}T09:00:00+00:00">{date}</time></div></div>"""
THEME_DOCUMENT = """<main id="maincontent"><article class="flexible-post-type-single"><h1 class="document-title">{title}</h1>
<div class="flexible-post-type-published-date">Published: <time class="entry-date" datetime="{date}">{date}</time></div>{body}</article></main>"""
SUMMARY = """<div class="document-summary__link"><a href="{href}">{text}<span class="govuk-visually-hidden"> ({kind})</span></a></div>"""


@pytest.fixture
def themed(web, small_pdf):
    def item(href, title, date):
        return THEME_ITEM.format(href=href, title=title, date=date)

    def document(path, title, date, body):
        web.page(path, THEME_DOCUMENT.format(title=title, date=date, body=body), title=title)

    following = '<li class="archive-pagination-next-btn"><a href="/our-reports/page/2/">Next<span> page</span></a></li>'
    first = [
        item("/document/an-inspection-of-brackwater-pdu/", "An inspection of Brackwater PDU", "2025-11-04"),
        item("/document/an-inspection-of-lowmoor/", "An inspection of youth justice services in Lowmoor", "2024-02-06"),
        item("/news/brackwater-found-wanting/", "Probation in Brackwater found wanting", "2025-11-04"),
    ]
    second = [
        item("/document/annual-report-2024/", "Annual report 2024", "2025-03-11"),
        item("/document/data/", "Brackwater PDU data annexe", "2025-11-04"),
        item("/document/coming-soon/", "An inspection of Selwyn PDU", "2025-12-01"),
    ]
    web.page("/our-reports/", THEME_LIST.format(count="6 reports", items="".join(first), page=1, following=following))
    web.page("/our-reports/page/2/", THEME_LIST.format(count="6 reports", items="".join(second), page=2, following=""))
    text = (
        "<h2>Foreword</h2><p>"
        + "Leaders knew what to do and did it. " * 60
        + '</p><p><a href="/files/note.pdf">Our guide (PDF)</a></p>'
    )
    document("/document/an-inspection-of-brackwater-pdu/", "An inspection of Brackwater PDU", "2025-11-04", text)
    document("/document/an-inspection-of-lowmoor/", "An inspection of youth justice services in Lowmoor", "2024-02-06",
             "<p>In short: good.</p>" + SUMMARY.format(href="/files/lowmoor.pdf", text="Lowmoor", kind="PDF, 1.2 MB")
             + SUMMARY.format(href="/files/lowmoor.xlsx", text="Lowmoor workbook", kind="XLSX, 88 KB"))  # fmt: skip
    document("/news/brackwater-found-wanting/", "Probation in Brackwater found wanting", "2025-11-04", text)
    document(
        "/document/annual-report-2024/",
        "Annual report 2024",
        "2025-03-11",
        SUMMARY.format(href="/files/annual.pdf", text="Report", kind="PDF"),
    )
    document(
        "/document/data/",
        "Brackwater PDU data annexe",
        "2025-11-04",
        SUMMARY.format(href="/files/data.ods", text="Data", kind="ODS"),
    )
    document("/document/coming-soon/", "An inspection of Selwyn PDU", "2025-12-01", "<p>The report follows.</p>")
    for path in ("/files/lowmoor.pdf", "/files/annual.pdf", "/files/note.pdf"):
        web.pdf(path, small_pdf + path.encode() + b"\n%%EOF\n")
    return web


def test_site_of_the_theme_is_read_to_its_files_and_pages(themed, run, tmp_path, capsys):
    code, found = run("ROOT/our-reports/")
    told = {path: (x["form"], x["kind"], x["status"], x["date"]) for path, x in found.items()}
    assert told == {
        "/document/an-inspection-of-brackwater-pdu/": ("html", "inspection_report", "fetched", "2025-11-04"),
        "/files/lowmoor.pdf": ("pdf", "inspection_report", "fetched", "2024-02-06"),
        "/files/lowmoor.xlsx": ("other", "data_file", "passed_over", "2024-02-06"),
        "/news/brackwater-found-wanting/": ("html", "press_release", "fetched", "2025-11-04"),
        "/files/annual.pdf": ("pdf", "annual_report", "fetched", "2025-03-11"),
        "/files/data.ods": ("other", "data_file", "passed_over", "2025-11-04"),
    }
    # a page with neither file nor text is a problem that is told; a link in a report's text is no report
    assert code == 1
    assert "/document/coming-soon/: neither a file nor a text on the page" in capsys.readouterr().err
    assert not {"/files/note.pdf", "/files/lowmoor.xlsx", "/files/data.ods", "/about/"} & set(themed.paths())


def test_page_that_is_a_report_is_saved_whole_as_it_was_sent(themed, run, tmp_path):
    found = run("ROOT/our-reports/")[1]["/document/an-inspection-of-brackwater-pdu/"]
    data = (tmp_path / "out" / found["file"]).read_bytes()
    assert found["file"].endswith(".html")
    assert data == themed.routes["/document/an-inspection-of-brackwater-pdu/"][2]
    assert (found["sha256"], found["bytes"]) == (store.hashlib.sha256(data).hexdigest(), len(data))
    assert (found["title"], found["link"]) == ("An inspection of Brackwater PDU", "An inspection of Brackwater PDU")


def test_saved_pages_and_files_are_read_as_one_archive(themed, run, tmp_path):
    from findings_nlp.archive.inputs import expand

    run("ROOT/our-reports/")
    assert len([item for item in expand([tmp_path / "out"]).items if not item.problem]) == 4


def test_page_that_is_cut_short_is_not_kept(themed, run, tmp_path):
    path = "/document/an-inspection-of-brackwater-pdu/"
    whole = themed.routes[path]
    # whole where its links are read, broken off when it is saved
    themed.routes[path] = [whole, (200, whole[1], whole[2][:-20])]
    found = run("ROOT/our-reports/")[1][path]
    assert (found["status"], found["file"]) == ("failed", None)
    assert found["reason"].startswith("the page is cut short")
    assert not [name for name in files(tmp_path) if name.endswith((".html", ".part"))] or all(
        "brackwater-pdu" not in n for n in files(tmp_path)
    )


def test_titles_with_control_characters_stay_on_one_line(web, run, small_pdf, capsys):
    web.pdf("/a.pdf", small_pdf)
    web.page("/list", '<main><a href="/a.pdf">An \x1b[31m inspection\n of \u202e Ashmere</a></main>')
    assert run("ROOT/list", "--dry-run")[0] == 0
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 1
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_command_by_itself(archive, tmp_path):
    """As a user runs it: the answer on standard output, the rest on standard error."""
    words = [f"{archive.root}/our-reports", "--output", str(tmp_path / "out"), "--delay", "0", "--dry-run"]
    done = subprocess.run(
        [sys.executable, "-m", "findings_nlp.cli", "fetch", *words], cwd=ROOT, capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert len(done.stdout.splitlines()) == 4
    assert done.stderr.splitlines() == [
        "findings-nlp: no --contact: the site's keepers cannot reach you", "4 files, 0 pages with problems"
    ]  # fmt: skip


@pytest.mark.parametrize("module", [client_module, manifest_module, pages, store])
def test_examples_in_docstrings_run(module):
    assert doctest.testmod(module).failed == 0
