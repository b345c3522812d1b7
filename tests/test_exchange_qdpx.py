import io
import zipfile
from xml.etree.ElementTree import fromstring

from siting import HOSTILE, asked, finding, report
from typer.testing import CliRunner

from findings_nlp.cli import app
from findings_nlp.exchange.qdpx import project
from findings_nlp.exchange.texts import texts
from findings_nlp.tables.rows import report_rows
from findings_nlp.tables.schema import tables

Q = "{urn:QDA-XML:project:1.0}"
GROUPS = {"Side": {"strength": "Strength", "area_for_improvement": "Area for improvement", "recommendation": "Recommendation"}}
GROUPS |= {"Theme": {"victims": "Victims"}}


def rows(*reports):
    found = {name: [] for name in tables()}
    for one in reports:
        for table, row in report_rows(one):
            found[table].append(row)
    return found


def made():
    items = [finding(1, "Plans were late. 😀", "victims"), finding(2, HOSTILE, "of_my_own", strength=True)]
    return rows(report("a.pdf", "Elmby PDU", "pdu_2021", "2023-01", items, recommendations=[asked(1, "Do it.", "victims")]))


def test_project_reads_back_with_every_passage_on_its_words_and_its_codes():
    found = made()
    with zipfile.ZipFile(io.BytesIO(project(texts(found), GROUPS))) as parts:
        root = fromstring(parts.read("project.qde"))
        names = {code.get("guid"): code.get("name") for code in root.iter(f"{Q}Code")}
        [source] = root.iter(f"{Q}TextSource")
        text = parts.read("sources/" + source.get("plainTextPath").removeprefix("internal://")).decode()
    told = [
        (
            s.get("name"),
            text[int(s.get("startPosition")) : int(s.get("endPosition"))],
            [names[c.get("targetGUID")] for c in s.iter(f"{Q}CodeRef")],
        )
        for s in source.iter(f"{Q}PlainTextSelection")
    ]
    assert told[0] == ("f001", "Plans were late. 😀", ["Area for improvement", "Victims"])
    assert told[1][0] == "f002" and told[1][2] == ["Strength", "of_my_own"] and "<script>" in told[1][1]
    assert told[2] == ("r01", "Do it.", ["Recommendation", "Victims"]) and len(told) == 3
    guids = [e.get("guid") for e in root.iter() if e.get("guid")]
    assert len(set(guids)) == len(guids)


def test_same_archive_same_bytes():
    assert project(texts(made()), GROUPS) == project(texts(made()), GROUPS)


def test_wrong_name_or_folder_is_one_line(tmp_path):
    for words in (["exchange", str(tmp_path), "-o", "a.zip"], ["exchange", str(tmp_path), "-o", str(tmp_path / "a.qdpx")]):
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 1 and done.output.count("\n") == 1
