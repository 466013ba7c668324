"""Receipts of people who do not exist, drawn as telephones show them and printers print them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw

from tests.unit.receipts.fields.numbers import crc, tlv
from tools.files import ROOT

SAMPLE = ROOT / "static" / "samples" / "comprovante-exemplo.png"
PAYMENT_ID = "E99999004202610081422ABCDEF12345"
ROWS = (
    ("Comprovante Pix", ""),
    ("Valor", "R$ 1.234,56"),
    ("Data e hora", "08/10/2026 - 11:22:05"),
    ("Para", "Padaria Aurora Azul"),
    ("De", "Vitoria Andorinha Trevo"),
    ("ID da transação", ""),
    (PAYMENT_ID, ""),
)
WIDTH, ROW, MARGIN = 720, 90, 40


def receipt(rows: Sequence[tuple[str, str]] = ROWS) -> Image.Image:
    """Draw labels on the left and what they name on the right."""
    image = Image.new("L", (WIDTH, ROW * (len(rows) + 2)), 255)
    pen = ImageDraw.Draw(image)
    for at, (left, right) in enumerate(rows, 1):
        pen.text((MARGIN, ROW * at), left, fill=0, font_size=28)
        pen.text((WIDTH - MARGIN, ROW * at), right, fill=0, font_size=28, anchor="ra")
    return image.convert("RGB")


def with_code(content: str, image: Image.Image | None = None) -> Image.Image:
    """Draw a QR code below a receipt."""
    above = image or receipt()
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode)
    bars = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(code, scale=5)))
    sheet = Image.new("RGB", (above.width, above.height + bars.height + 2 * MARGIN), "white")
    sheet.paste(above)
    sheet.paste(bars, (MARGIN, above.height + MARGIN))
    return sheet


def br_code() -> str:
    """Return what the code of a charge in Brazil says, with its checksum."""
    account = tlv(("00", "br.gov.bcb.pix"), ("01", "padaria@aurora.example"))
    body = tlv(
        ("00", "01"), ("26", account), ("52", "0000"), ("53", "986"), ("54", "1234.56"),
        ("58", "BR"), ("59", "PADARIA AURORA AZUL"), ("60", "SAO NENHURES"),
        ("62", tlv(("05", "PEDIDO42"))),
    ) + "6304"  # fmt: skip
    return body + crc(body)


def fiscal_code() -> str:
    """Return what the code of an invoice in Portugal says; its sums add up."""
    return (
        "A:123456789*B:999999990*C:PT*D:FS*E:N*F:20261008*G:FS A/42*H:CSDF7T5H-42*I1:PT"
        "*I7:100.00*I8:23.00*N:23.00*O:123.00*Q:abcd*R:9999"
    )


def kept(folder: Path, name: str, image: Image.Image) -> Path:
    """Keep a picture as a file of the sort its name says."""
    path = folder / name
    image.save(path)
    return path


def scan(folder: Path, *pages: Image.Image, name: str = "scan.pdf") -> Path:
    """Keep pictures as a PDF that has nothing else in it."""
    path = folder / name
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=120)
    return path
