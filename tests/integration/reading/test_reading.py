"""From a file to what stands on it, with the real engine: pictures, documents, codes."""

import numpy as np
import pytest
from PIL import Image

from tests.contracts.receipts.shop import pdf
from tests.integration.reading.papers import (
    PAYMENT_ID,
    SAMPLE,
    br_code,
    fiscal_code,
    kept,
    receipt,
    scan,
    with_code,
)

SEEN = {
    "kind": "pix",
    "amount": "1234.56",
    "currency": "BRL",
    "date": "2026-10-08",
    "time": "11:22:05",
    "transaction_id": PAYMENT_ID,
    "receiver_name": "Padaria Aurora Azul",
}
OCR_STAGES = ["decoding", "codes", "text"]


def told(_stage: str) -> None:
    """Tell nobody."""


def values(reading):
    return {name: reading.fields.value(name) for name in SEEN}


def sources(reading, *names):
    return {reading.fields.found[name].source for name in names}


def test_a_picture_is_read_and_each_value_has_a_place_on_its_preview(reader, tmp_path):
    stages: list[str] = []

    reading = reader.read(kept(tmp_path, "pix.png", receipt()), stages.append)

    assert values(reading) == SEEN
    assert reading.fields.doubtful == frozenset()
    assert (reading.engine, reading.media_type, reading.page_count) == ("local", "image/png", 1)
    assert stages == OCR_STAGES
    assert sources(reading, *SEEN) == {"ocr"}
    amount = reading.fields.found["amount"].box
    assert amount is not None
    width, height = reading.sizes[0]
    assert all(width / 2 < x < width and 0.15 * height < y < 0.35 * height for x, y in amount)
    assert reading.previews[0].startswith(b"\xff\xd8")


def test_the_steps_are_named_and_their_times_are_all_of_the_time(reader, tmp_path):
    reading = reader.read(kept(tmp_path, "pix.jpg", receipt()), told)

    assert list(reading.steps) == ["decoding", "codes", "fields", "text", "previews"]
    assert all(seconds >= 0 for seconds in reading.steps.values())
    assert reading.steps["text"] > 0.5 * sum(reading.steps.values())


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_however_it_was_held_it_is_read_and_shown_upright(reader, tmp_path, degrees):
    upright = with_code(br_code())
    turned = upright.rotate(degrees, expand=True)

    reading = reader.read(kept(tmp_path, "pix.png", turned), told)

    assert values(reading) == SEEN
    assert reading.sizes == [upright.size]
    title = next(line for line in reading.lines if line.text.startswith("Comprovante"))
    assert all(x < upright.width / 2 and y < receipt().height / 4 for x, y in title.box)
    [code] = reading.codes
    assert code.text == br_code()
    assert all(x < upright.width / 2 and y > receipt().height for x, y in code.box)


def test_a_document_with_text_needs_no_engine(reader, tmp_path):
    path = tmp_path / "pix.pdf"
    path.write_bytes(
        pdf(
            "Comprovante Pix",
            "Valor: R$ 1.234,56",
            "Data: 08/10/2026 11:22:05",
            f"ID: {PAYMENT_ID}",
            "Para: Padaria Aurora Azul",
        )
    )
    stages: list[str] = []

    reading = reader.read(path, stages.append)

    assert values(reading) == SEEN
    assert (reading.engine, reading.media_type) == ("pdf_text", "application/pdf")
    assert stages == ["decoding", "codes"]
    assert sources(reading, *SEEN) == {"pdf_text"}


def test_a_scanned_document_is_read_page_by_page(reader, tmp_path):
    path = scan(tmp_path, receipt([("Recibo da papelaria", "")]), receipt())

    reading = reader.read(path, told)

    assert values(reading) == SEEN
    assert (reading.engine, reading.page_count, len(reading.previews)) == ("local", 2, 2)
    assert reading.fields.found["amount"].page == 1
    assert {line.page for line in reading.lines} == {0, 1}


def test_what_a_code_says_goes_before_what_is_read(reader, tmp_path):
    """The amount in print is another one: a code was not misread."""
    rows = [("Padaria Aurora Azul", ""), ("Fatura simplificada", "FS A/42"), ("Total", "128,00")]
    path = kept(tmp_path, "fatura.png", with_code(fiscal_code(), receipt(rows)))

    reading = reader.read(path, told)

    found = reading.fields.found
    assert (found["amount"].value, found["date"].value) == ("123.00", "2026-10-08")
    assert sources(reading, "amount", "date", "transaction_id", "receiver_document") == {"qr"}
    assert found["transaction_id"].value == "CSDF7T5H-42"
    assert found["company"].source == "ocr"


def test_the_sample_that_every_business_may_try_is_read_without_a_doubt(reader):
    reading = reader.read(SAMPLE, told)

    assert reading.fields.value("amount")
    assert not reading.fields.needs_review


def test_a_page_with_nothing_on_it_has_nothing_to_say(reader, tmp_path):
    reading = reader.read(kept(tmp_path, "white.png", Image.new("RGB", (400, 600), "white")), told)

    assert (reading.lines, reading.codes) == ([], [])
    assert reading.fields.value("amount") is None
    assert reading.fields.needs_review


@pytest.mark.parametrize("engine", ["none", "google"])
def test_where_another_engine_or_none_is_to_read_this_machine_reads_codes_only(
    reader, tmp_path, engine
):
    stages: list[str] = []
    path = kept(tmp_path, "fatura.png", with_code(fiscal_code()).rotate(180))

    reading = reader.read(path, stages.append, engine)

    assert (reading.engine, reading.lines) == ("none", [])
    assert (reading.fields.value("amount"), stages) == ("123.00", ["decoding", "codes"])
    # what is sent to an engine elsewhere is held upright
    below_the_middle = reading.codes[0].box[0][1] > reading.sizes[0][1] / 2
    assert below_the_middle is (engine == "google")


def test_an_engine_that_has_no_time_reads_no_more_than_it_must(reader):
    page = np.asarray(receipt())

    assert reader.engine.lines(page, 640, 0) == []
    assert len(reader.engine.read(page, 0).lines) <= 10 < len(reader.engine.read(page, 60).lines)
