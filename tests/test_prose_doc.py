from scripts.docs.build_prose_doc import tables

TIER = {
    name: {
        "sentences_f1": 0.8,
        "findings_f1_0.6": 0.7,
        "findings_f1_0.9": 0.6,
        "side": 0.9,
        "ece_sentences": 0.03,
        "ece_findings": 0.04,
    }
    for name in ("shipped", "cross_validated", "x-2020")
}


def test_page_shows_the_shipped_figures_beside_the_baseline_and_the_readers_and_those_of_each_report():
    other = TIER | {"shipped": TIER["shipped"] | {"side": 0.85}}
    told = tables({"baseline": {"side": 0.5}, "full": TIER, "lite": other, "held_out": ["x-2020"]})
    assert "| side, of those found | 0.500 | 0.850 | 0.900 | 0.990 |" in told
    assert "| x-2020 | 0.800 | 0.700 | 0.600 | 0.900 |" in told
    assert "| calibration error over findings |  | 0.040 | 0.040 |  |" in told
