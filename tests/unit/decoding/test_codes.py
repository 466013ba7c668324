"""Codes are read wherever they stand, upright or not, and their boxes are where they are."""

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from balcao.adapters.decoding.codes import codes

PIX = "00020101021226370014br.gov.bcb.pix0115padaria@a.example5204000053039865802BR6304ABCD"
BOLETO = "23793381286000000012345000000000188880000012"
KINDS = {
    "QRCode": (zxingcpp.BarcodeFormat.QRCode, PIX),
    "ITF": (zxingcpp.BarcodeFormat.ITF, BOLETO),
    "Code128": (zxingcpp.BarcodeFormat.Code128, "NFCE-12345678"),
}


def drawn(kind, content, turns=0):
    code = zxingcpp.create_barcode(content, kind)
    bars = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(code, scale=3)))
    image = Image.new("RGB", (1700, 900), "white")
    image.paste(bars, (200, 300))
    return np.rot90(np.asarray(image), turns).copy(), bars.size


@pytest.mark.parametrize("name", KINDS)
def test_a_code_is_read_with_its_place(name):
    picture, size = drawn(*KINDS[name])

    (code,) = codes(picture, page=2)

    assert (code.symbology, code.text, code.page) == (name, KINDS[name][1], 2)
    for x, y in code.box:
        assert 200 <= x <= 200 + size[0]
        assert 300 <= y <= 300 + size[1]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_code_is_read(turns):
    picture, _ = drawn(*KINDS["QRCode"], turns)

    assert [code.text for code in codes(picture)] == [PIX]


def test_what_is_in_a_code_is_one_clean_line():
    picture, _ = drawn(zxingcpp.BarcodeFormat.QRCode, "linha um\nlinha\x00 dois")

    assert [code.text for code in codes(picture)] == ["linha um linha dois"]


def test_short_codes_and_empty_pages_say_nothing():
    assert codes(drawn(zxingcpp.BarcodeFormat.Code128, "12")[0]) == []
    assert codes(np.full((500, 500, 3), 255, np.uint8)) == []
