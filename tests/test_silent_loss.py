"""A sample of `scripts/bench/silent_loss.py`: damaged reports are read rightly or said to be partly read, with the page named."""

from random import Random

import damages
import pytest
from making import ROOT

# damage by kind, with reports that show it; others of a kind are counted by the script
SAMPLE = [
    ("standard_heading_gone", "nps-2020-severnvale"),
    ("standard_heading_gone", "pdu-2025-saltmarsh"),
    ("chapter_heading_gone", "yjs-2025-tarnfell"),
    ("heading_worded_otherwise", "yjs-2025-estrand"),
    ("side_heading_gone", "yjs-2025-tarnfell"),
    ("side_heading_unknown", "crc-2019-marchland"),
    ("page_emptied", "pdu-2024-harrowdene"),
    ("page_gone", "yos-2020-portmarsh"),
    ("page_turned", "crc-2019-marchland"),
    ("two_on_a_sheet", "yjs-2022-castleholme"),
    ("line_numbers", "pdu-2021-ashmere"),
    ("raised_marks", "crc-2019-marchland"),
    ("text_tagged_as_artifact", "pdu-2022-winterbrook"),
    ("tags_gone", "ap-2026-fernbank"),
    ("heading_tags_shuffled", "region-2024-eastwolds"),
    ("report_size", "pdu-2025-saltmarsh"),
    ("recommendations_size", "nps-2019-northmarch"),
    ("labels_gone", "crc-2019-marchland"),
    ("part_covered", "yjs-2024-lowmoor"),
]


@pytest.fixture(scope="module")
def bench():
    from scripts.bench import silent_loss

    return silent_loss, silent_loss.Reports(ROOT / "corpus" / "reports")


@pytest.mark.parametrize(("kind", "name"), SAMPLE)
def test_damaged_report_is_right_or_told_with_its_page(kind, name, bench):
    script, reports = bench
    found = script.one(reports, name, kind, Random(f"sample {kind}"))
    assert found is not None and found[0] in ("right", "told"), found


def test_a_lost_finding_is_seen_as_silent(corpus):
    report = corpus["crc-2019-marchland"]
    fewer = report.model_copy(update={"findings": report.findings[1:]})
    assert damages.verdict(report, report, damages.Damage(), ())[0] == "right"
    assert damages.verdict(report, fewer, damages.Damage(), ())[0] == "silent"
    gone = damages.Damage(gone=damages.counted(report.findings[0].text))
    assert damages.verdict(report, fewer, gone, ())[0] == "right"
