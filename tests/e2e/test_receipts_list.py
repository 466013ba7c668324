"""Many receipts: found again, gone through by keyboard, taken out, and whom they paid for what."""

import csv
import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.e2e.receipts import READ_IN_MS, UPLOAD, Told, drawn

SECOND = Told("80,00", "09/10/2026", "Oficina Sol Poente", "E60701190202610091722Zx9Yw8Vu7Ts")


@pytest.fixture
def two(owner, tmp_path):
    """Hand in two receipts of different receivers and wait until both are read."""
    paths = drawn(tmp_path / "padaria.png"), drawn(tmp_path / "oficina.png", SECOND)
    owner.hands_in(*paths)
    for path in paths:
        expect(owner.line(path.name)).to_have_attribute(
            "data-state", "finished", timeout=READ_IN_MS
        )
    owner.page.goto("/receipts")
    return owner


def test_receipts_are_found_by_their_words_and_by_what_is_decided(two):
    page, rows = two.page, two.page.locator(".row")
    expect(rows).to_have_count(2)
    two.sees_everywhere("list")

    page.get_by_label("Words on the receipt").fill("sol poente")
    page.get_by_role("button", name="Search").click()

    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Oficina Sol Poente")
    page.get_by_label("Your decision").select_option(label="Accepted")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("main")).to_contain_text("No receipt fits that")
    two.sees("list-none")
    page.get_by_role("link", name="Show all").first.click()
    expect(rows).to_have_count(2)


def test_the_list_is_taken_out_as_tables(two, tmp_path):
    page = two.page
    found = {}
    for kind in ("CSV", "XLSX"):
        with page.expect_download() as started:
            page.get_by_role("link", name=f"Export as {kind}").click()
        found[kind] = tmp_path / started.value.suggested_filename
        started.value.save_as(found[kind])

    rows = list(csv.DictReader(found["CSV"].read_text("utf-8-sig").splitlines()))
    assert sorted(row["amount"] for row in rows) == ["150.00", "80.00"]
    assert found["XLSX"].read_bytes().startswith(b"PK")


def test_a_receipt_is_gone_through_by_keyboard_alone(two):
    page = two.page
    keys, known = page.keyboard, page.locator(".keys")
    expect(known).to_be_visible()

    keys.press("j")
    keys.press("j")
    expect(page.locator(".row__link").last).to_be_focused()
    keys.press("Enter")

    page.wait_for_url("**/receipts/0*")
    expect(known).to_be_visible()
    first = page.url
    keys.press("e")
    expect(page.locator(":focus")).to_have_attribute("name", re.compile("."))
    keys.press("j")  # in a field it is a letter
    assert page.url == first
    page.locator("h1").click()
    keys.press("k")
    page.wait_for_url(lambda url: url != first)
    expect(known).to_be_visible()
    keys.press("a")
    expect(page.locator(":focus")).to_have_text(re.compile("Accept and record"))
    keys.press("Enter")
    expect(two.verdict).to_contain_text("Accepted")


def test_single_keys_are_listed_and_may_be_switched_off(owner):
    page = owner.page
    page.goto("/receipts")
    expect(page.locator(".keys")).to_be_visible()

    page.keyboard.press("?")
    expect(page.locator(".keys dl")).to_be_visible()
    owner.sees("keys")
    page.get_by_label("Single keys do something").uncheck()
    page.keyboard.press("u")
    page.reload()
    expect(page.locator(".keys")).to_be_visible()
    page.keyboard.press("u")

    expect(page).not_to_have_url(re.compile(UPLOAD))


def test_once_it_is_said_who_may_be_paid_receipts_are_compared_with_it(owner, tmp_path):
    page = owner.page
    page.goto("/receipts/receivers")
    page.get_by_label("Name").fill("Padaria Lua Nova")
    page.get_by_label("CPF, CNPJ or NIF").fill("11222333000181")
    page.get_by_role("button", name="Add the receiver").click()
    expect(page.locator(".list")).to_contain_text("11.222.333/0001-81")
    owner.sees_everywhere("receivers")

    owner.reads(drawn(tmp_path / "nossa.png"))

    expect(owner.verdict).to_contain_text("Padaria Lua Nova, as you named it")
    owner.reads(drawn(tmp_path / "outra.png", replace(SECOND, document="62.477.311/0001-01")))
    expect(owner.verdict).to_have_attribute("data-word", "not_ours")
    owner.sees_everywhere("not-ours")


def test_an_order_may_be_paid_in_parts(two):
    page = two.page
    page.goto("/receipts/orders")
    page.get_by_label("Order", exact=True).fill("Bolo 7")
    page.get_by_label("Amount you expect").fill("230")
    page.get_by_role("button", name="Keep the order").click()
    order = page.locator(".row", has_text="Bolo 7")
    expect(order).to_contain_text("Nothing paid yet")

    for receiver, told in (("Padaria", "Less than expected"), ("Oficina", "Paid")):
        page.goto("/receipts")
        page.get_by_role("link", name=receiver).click()
        two.field("pedido_id").fill("Bolo 7")
        two.field("pedido_id").press("Tab")
        expect(two.verdict).to_contain_text("Bolo 7")
        page.get_by_role("button", name="Accept and record").click()
        expect(two.verdict).to_contain_text("Accepted")
        page.goto("/receipts/orders")
        expect(order.locator(".word-mark")).to_contain_text(told)

    expect(order).to_contain_text("in 2 payments")
    two.sees_everywhere("orders-split")
