import json

from findings_nlp.archive.outcomes import Outcome
from findings_nlp.archive.run_summary import Tally, run_summary, summary
from findings_nlp.record.schema import Account, Notice, Unread

RUN = {"seconds": 75.0, "workers": 2, "not_pdf": 3, "named_again": 0, "finished": "now"}


def told(outcomes, tally=None, **facts):
    return run_summary(
        outcomes, tally or Tally(), {"run": RUN, "settings": {}, "changes": None, "kept": 0, "read": len(outcomes)} | facts
    )


def outcomes() -> list[Outcome]:
    return [
        Outcome("a.pdf", "in/a.pdf", "ok", seconds=1.5),
        Outcome("b.pdf", "in/b.pdf", "partial", "layout", "no rating read", seconds=2.5),
        *[Outcome(f"f{k}.pdf", f"in/f{k}.pdf", "failed", "open", "is empty") for k in range(12)],
        Outcome("d.pdf", "in/d.pdf", "skipped", "duplicate", "the same bytes as a.pdf", duplicate_of="a.pdf"),
    ]


def test_passport_counts_and_names():
    found = told(outcomes())
    assert {k: found["counts"][k] for k in ("files", "ok", "partial", "failed", "skipped")} == {
        "files": 15, "ok": 1, "partial": 1, "failed": 12, "skipped": 1
    }  # fmt: skip
    assert len(found["failures"]) == 12
    assert found["failures"][0] == {"report": "f0.pdf", "path": "in/f0.pdf", "stage": "open", "reason": "is empty"}
    assert found["duplicates"] == [{"report": "d.pdf", "duplicate_of": "a.pdf", "reason": "the same bytes as a.pdf"}]
    assert found["seconds"] == {"a.pdf": 1.5, "b.pdf": 2.5}
    json.dumps(found)


def test_tally_counts_what_passes_and_passes_all(small):
    tally, batch = Tally(), [(outcomes()[0], small), (outcomes()[2], None)]
    assert list(tally.passing(batch)) == batch
    assert (tally.pages, tally.findings, tally.recommendations) == (
        small.source.pages, len(small.findings), len(small.recommendations)
    )  # fmt: skip
    assert tally.by_hand() == []


def test_ten_reports_to_read_by_hand_the_strangest_first(small):
    tally = Tally()
    for k in range(12):
        odd = small.model_copy(update={"family": "unknown", "findings": small.findings[: k % 5]})
        if k == 7:
            odd = odd.model_copy(update={"warnings": [Notice(code="unknown_layout", message="strange")]})
        list(tally.passing([(Outcome(f"{k}.pdf", f"in/{k}.pdf", "ok"), odd)]))
    by_hand = tally.by_hand()
    assert len(by_hand) == 10
    assert (by_hand[0]["report"], by_hand[0]["warnings"], by_hand[0]["path"]) == ("7.pdf", ["strange"], "in/7.pdf")
    assert [row["findings"] for row in by_hand[1:]] == sorted(row["findings"] for row in by_hand[1:])


def test_summary_says_it_all_in_words():
    changes = {
        "against": "then", "settings_changed": False, "added": ["a.pdf"], "gone": [], "renamed": [],
        "changed": [{"findings_new": [1], "findings_vanished": [1, 2]}],
    }  # fmt: skip
    text = summary(told(outcomes(), changes=changes, kept=4), "tables")
    for part in (
        "15 files: 1 ok, 1 partial, 12 failed, 1 skipped",
        "read 15 in 1 min 15 s with 2 workers, 12.0 a minute; 4 kept from earlier runs",
        "3 files in the folders not named *.pdf",
        "f0.pdf: is empty",
        "... and 2 more",
        "d.pdf: the same bytes as a.pdf",
        "against the run of then: 1 report added, 1 report changed, 1 finding new, 2 findings vanished",
        "run.json are in tables",
    ):
        assert part in text
    assert text.count("is empty") == 10


def test_summary_of_a_first_run_without_trouble_is_short():
    assert len(summary(told(outcomes()[:1]), "tables").splitlines()) == 5


def test_summary_tells_what_was_not_read(small):
    tally = Tally()
    assert "not read" not in summary(told(outcomes(), tally), "out")
    account = Account(words=1000, unread=[Unread(reason="in no finding", text="two words", locations=[])])
    lost = small.model_copy(update={"account": account})
    list(tally.passing([(outcomes()[0], lost)]))
    found = told(outcomes(), tally)
    assert (found["counts"]["words"], found["counts"]["unread_words"], found["counts"]["unread"]) == (1000, 2, 1)
    assert "1 passage or page not read, 0.20% of the words: see `account` in the records" in summary(found, "out")
