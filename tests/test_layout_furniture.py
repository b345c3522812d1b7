from dataclasses import replace

from making import Paper, blocks_of, running, texts

from findings_nlp.layout.furniture import mark_furniture
from findings_nlp.source.pdf import read_text_layer


def furniture(data: bytes) -> list[str]:
    layer = read_text_layer(data)
    mark_furniture(layer, lambda text: text == "Areas for improvement")
    return [line.text for page in layer.pages for line in page.lines if line.kind == "furniture"]


def report(pages: int, footer: str = "Inspection of probation services: Otterby PDU {}") -> Paper:
    p = Paper()
    for number in range(1, pages + 1):
        p.paragraph(*running()).footer(footer.format(number))
        if number < pages:
            p.turn()
    return p


def test_running_footer_with_page_number_is_furniture():
    assert furniture(report(4).data()) == [f"Inspection of probation services: Otterby PDU {k}" for k in range(1, 5)]


def test_page_number_alone_is_furniture_in_any_style():
    for style in ("{}", "- {} -", "Page {} of 4", "{} / 4"):
        assert len(furniture(report(4, style).data())) == 4, style


def test_roman_page_number_is_furniture():
    p = Paper().paragraph(*running()).footer("iv")
    assert furniture(p.data()) == ["iv"]


def test_running_header_that_names_the_chapter_is_furniture():
    p = Paper()
    for k in range(8):
        p.at(72, 40, f"Chapter {'one' if k < 4 else 'two'}", 9)
        p.paragraph(*running())
        if k < 7:
            p.turn()
    assert len(furniture(p.data())) == 8


def test_text_that_runs_to_the_foot_of_the_page_stays():
    p = Paper()
    p.y = 700
    p.paragraph(*running())
    p.turn().paragraph("24", *running())
    assert furniture(p.data()) == []


def test_body_line_that_repeats_in_the_middle_of_pages_stays():
    p = Paper()
    for k in range(4):
        p.paragraph(*running())
        p.label("Strengths:").bullet("Staff are proud of their work.")
        if k < 3:
            p.turn()
    assert furniture(p.data()) == []


def test_footer_does_not_cut_a_sentence_that_runs_over_the_page():
    p = report(3)
    p.turn()
    p.y = 700
    p.paragraph("Leaders had read the review of the year before and had passed on its").footer("Inspection of Otterby 4")
    p.turn().paragraph("lessons to every team in the service.").footer("Inspection of Otterby 5")
    whole = "Leaders had read the review of the year before and had passed on its lessons to every team in the service."
    assert whole in texts(blocks_of(p.data()), "paragraph")


def test_heading_of_a_list_at_the_foot_of_every_page_is_none():
    p = Paper()
    for _ in range(4):
        p.line(*["Staff travel far to see the people they supervise."] * 3).at(72, 770, "Areas for improvement", font="hebo")
        p.footer("Inspection of Otterby").turn()
    assert furniture(p.data()) == ["Inspection of Otterby"] * 4


def test_number_before_an_item_at_the_head_of_every_page_is_none():
    p = Paper()
    for number, line in enumerate(running(60)[:4], 1):
        p.at(72, 70, str(number), font="hebo")
        p.at(90, 70, line)
        p.footer(str(number)).turn()
    assert furniture(p.data()) == ["1", "2", "3", "4"]


def test_running_footer_in_runs_of_words_is_furniture_with_its_single_signs():
    p = Paper()
    for _ in range(4):
        p.paragraph(*running())
        end = p.at(72, 802, "Inspection ", 9)
        end = p.at(end, 802, "o", 9, "hebo")
        p.at(end, 802, "f probation services", 9)
        p.turn()
    layer = read_text_layer(p.paragraph(*running()).data())
    for page in layer.pages[:4]:
        whole = page.lines.pop()
        for text, x in (("Inspection ", 72.0), ("o", 126.0), ("f probation services", 131.0)):
            page.lines.append(replace(whole, text=text, x0=x, x1=x + 4.9 * len(text)))
    mark_furniture(layer, lambda text: False)
    assert [line.kind for line in layer.pages[1].lines[-3:]] == ["furniture"] * 3
