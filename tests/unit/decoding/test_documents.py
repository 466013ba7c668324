"""A PDF's pages stand upright, and their text is where it is seen."""

import io

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from balcao.adapters.decoding import UnreadableError
from balcao.adapters.decoding.decode import decode, preload
from balcao.adapters.decoding.pdf import MOST_PAGES, READ_PAGES
from tests.integration.decoding.good import page, pages, receipt

FIELDS = ("Valor pago", "R$ 1.234,56", "Recebedor", "Padaria Inventada")
INVISIBLE = 3


def written(angle=0, rotation=0, mode=0, colour=0.0, behind=None):
    """A PDF whose content is turned by `angle`, on a page that is shown turned by `rotation`."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 600), pageCompression=0)
    if behind:
        canvas.drawImage(ImageReader(behind), 0, 0, 400, 600)
    canvas.translate(200, 300)
    canvas.rotate(angle)
    text = canvas.beginText()
    text.setTextRenderMode(mode)
    text.setFillGray(colour)
    for number, words in enumerate(FIELDS):
        text.setTextOrigin(-150 + 170 * (number % 2), 40 - 40 * (number // 2))
        text.textOut(words)
    canvas.drawText(text)
    canvas.save()
    return file.getvalue().replace(b"/Rotate 0", b"/Rotate %d" % rotation)


@pytest.fixture
def paper(tmp_path):
    def opened(data):
        preload()
        path = tmp_path / "file"
        path.write_bytes(data)
        return decode(path, "pdf")

    return opened


def ink_inside(page):
    """How much of what is dark stands inside the boxes of the lines."""
    dark = page.picture.min(axis=2) < 128
    inside = np.zeros_like(dark)
    for line in page.lines:
        (west, north), (east, south) = line.box[0], line.box[2]
        inside[int(north) : int(south) + 1, int(west) : int(east) + 1] = True
    return (dark & inside).sum() / dark.sum()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_page_stands_upright_and_its_text_is_where_it_is_seen(angle, rotation, paper):
    (sheet,) = paper(written(angle, rotation)).pages

    assert [line.text for line in sheet.lines] == [*FIELDS]
    assert all(
        line.box[1][0] - line.box[0][0] > line.box[3][1] - line.box[0][1] for line in sheet.lines
    )
    assert ink_inside(sheet) == 1


def test_a_scan_with_invisible_text_is_left_to_an_engine(paper):
    (sheet,) = paper(written(mode=INVISIBLE, behind=receipt())).pages

    assert sheet.lines == []
    assert sheet.picture.min() < 50


def test_white_text_on_white_says_nothing(paper):
    (sheet,) = paper(written(colour=1.0)).pages

    assert sheet.lines == []


def test_a_page_without_amounts_and_identities_is_left_to_an_engine(paper):
    data = page(content=b"BT /F1 18 Tf 40 700 Td (Gerado por um programa de digitalizar) Tj ET")

    assert paper(data).pages[0].lines == []


def test_of_many_pages_the_first_are_read_and_all_are_counted(paper):
    opened = paper(pages(MOST_PAGES))

    assert [sheet.number for sheet in opened.pages] == [*range(READ_PAGES)]
    assert opened.page_count == MOST_PAGES


def test_more_pages_than_anybody_sends_are_refused(paper):
    with pytest.raises(UnreadableError) as caught:
        paper(pages(MOST_PAGES + 1))

    assert caught.value.code == "pages"


def test_a_page_as_large_as_a_field_stays_a_picture(paper):
    (sheet,) = paper(page(b"0 0 200000 100000")).pages

    height, width, _ = sheet.picture.shape
    assert height * width <= 8_100_000
    assert width == pytest.approx(2 * height, abs=2)


def test_a_picture_in_a_pdf_is_drawn(paper):
    file = io.BytesIO()
    Image.new("RGB", (400, 600), "navy").save(file, "PDF")

    assert paper(file.getvalue()).pages[0].picture[50, 50, 2] > 100
