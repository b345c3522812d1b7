import json

import pytest

from findings_nlp.archive.addresses import AddressError, Addresses


def manifest(folder, *entries):
    text = "".join(json.dumps(e) + "\n" if isinstance(e, dict) else e + "\n" for e in entries)
    (folder / "manifest.jsonl").write_text(text, encoding="utf-8")


def test_address_comes_from_the_list_beside_the_file(tmp_path):
    manifest(
        tmp_path,
        {"file": "a.pdf", "url": "https://example.org/old.pdf", "sha256": "1"},
        "no json",
        "[1]",
        {"file": "a.pdf", "url": "https://example.org/a", "final_url": "https://example.org/a.pdf", "sha256": "1"},
        {"file": 3, "url": "https://example.org/b.pdf"},
    )
    assert Addresses().of(tmp_path / "a.pdf", "1") == "https://example.org/a.pdf"
    assert Addresses().of(tmp_path / "b.pdf", "1") is None


def test_entry_for_other_bytes_is_passed_over(tmp_path):
    manifest(tmp_path, {"file": "a.pdf", "url": "https://example.org/a.pdf", "sha256": "1"})
    assert Addresses().of(tmp_path / "a.pdf", "2") is None
    assert Addresses("https://example.org/x").of(tmp_path / "a.pdf", "2") == "https://example.org/x/a.pdf"


def test_base_address_is_for_files_without_an_entry(tmp_path):
    found = Addresses("https://example.org/reports/")
    assert found.of(tmp_path / "An inspection #1.pdf") == "https://example.org/reports/An%20inspection%20%231.pdf"
    assert found.of(str(tmp_path / "caf\udce9.pdf")) == "https://example.org/reports/caf%E9.pdf"


@pytest.mark.parametrize(
    "base", ["example.org", "javascript:alert(1)", "https://", "https://a b", 'https://a"><x', "https://a#b", ""]
)
def test_what_is_no_web_address_is_refused(base):
    with pytest.raises(AddressError, match="is no web address"):
        Addresses(base)


def test_records_of_a_run_are_told_where_their_files_were_had(small, tmp_path):
    from findings_nlp.archive.outcomes import Outcome
    from findings_nlp.archive.run import batches
    from findings_nlp.archive.store import Store

    sha = small.source.sha256
    manifest(tmp_path, {"file": "a b.pdf", "url": "https://example.org/a.pdf", "sha256": sha})
    outcome = Outcome("a b.pdf", str(tmp_path / "a b.pdf"), "ok", sha256=sha)
    store = Store(tmp_path, "0" * 16)
    store.save(outcome, small.to_json(None))
    [(_, record)] = batches([outcome], store, Addresses("https://example.org/other"))
    assert record.source.url == "https://example.org/a.pdf"
    [(_, bare)] = batches([outcome], store)
    assert bare.source.url is None
