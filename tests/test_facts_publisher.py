import pytest
from making import views

from findings_nlp.pipes.facts.publisher import other_inspectorate

BODY = "=\n# 1. Leadership\nStaff know their plans well.\n"


@pytest.mark.parametrize(
    ("cover", "name"),
    [
        ("# Inspection of Otterby Secure Training Centre\nOfsted", "Ofsted"),
        ("# Report on an unannounced inspection of HMP Otterby\nby HM Chief Inspector of Prisons", "HM Inspectorate of Prisons"),
        ("# PEEL: an inspection of Otterby Police\nHMICFRS", "HM Inspectorate of Constabulary and Fire & Rescue Services"),
        ("# Otterby Hospital: quality report\nCare Quality Commission", "the Care Quality Commission"),
        ("# An inspection of Otterby PDU\nHM Inspectorate of Probation", None),
        ("# A joint inspection of youth justice\nHM Inspectorate of Probation, Ofsted and CQC", None),
        ("# An inspection of Otterby PDU", None),
    ],
)
def test_publisher_is_told_by_the_cover(cover, name):
    assert other_inspectorate(views(f"{cover}\n{BODY}")) == name


def test_running_header_and_imprint_count():
    assert other_inspectorate(views(f"# Inspection of a home\n{BODY}~ Ofsted inspection report")) == "Ofsted"
    assert other_inspectorate(views(f"# Inspection of a home\n{BODY}=\n=\n=\nPublished by Estyn, Cardiff.")) == "Estyn"
    own = f"# Inspection of a home\n{BODY}~ HMI Probation\n=\n=\n=\nWe worked with Ofsted, published by Ofsted."
    assert other_inspectorate(views(own)) is None


def test_partners_named_in_the_chapters_do_not_count():
    chapter = "=\n=\n=\n# 2. Partners\nOfsted judged the council good, and the CQC its hospital. HM Inspectorate of Probation came later."
    assert other_inspectorate(views(f"# An inspection of Otterby\n{BODY}{chapter}")) is None
