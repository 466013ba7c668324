"""One receipt: handed in, watched while it is read, put right, and taken for a payment."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.receipts import READ_IN_MS, UPLOAD, Owner, Told, drawn

ON_ITS_PAGE = re.compile("/receipts/[0-9a-f-]{36}$")


@pytest.fixture
def paper(tmp_path):
    return drawn(tmp_path / "comprovante.png")


def test_the_fields_fill_themselves_beside_the_picture(owner, paper):
    page = owner.page
    owner.hands_in(paper)
    expect(page).to_have_url(ON_ITS_PAGE)
    page.evaluate("window.same = true")

    expect(owner.field("amount")).to_have_value(re.compile(r"150[.,]00"), timeout=READ_IN_MS)

    assert page.evaluate("window.same") is True  # nothing was reloaded
    expect(owner.field("date")).to_have_value("2026-10-08")
    expect(owner.field("receiver_name")).to_have_value(re.compile("Padaria Lua Nova"))
    expect(page.get_by_role("img", name="Page 1")).to_be_visible()
    expect(owner.verdict).to_be_visible()
    expect(page.locator(".receipt-ticket")).to_be_hidden()
    owner.sees("read")


def test_a_field_shows_where_it_stands_and_words_fill_it(owner, paper):
    page = owner.page
    owner.reads(paper)

    owner.field("amount").focus()
    expect(page.locator("#box-amount")).to_have_attribute("data-at", "")
    page.locator("[data-find=date]").click()
    expect(page.locator("#box-date")).to_have_attribute("data-at", "")
    owner.sees("box")
    page.locator("h1").click()
    page.locator("#box-receiver_name").click()
    expect(owner.field("receiver_name")).to_be_focused()

    owner.field("receiver_name").focus()
    page.locator(".word[data-text*=Josefina]").click()

    expect(owner.field("receiver_name")).to_have_value(re.compile("Josefina"))
    expect(owner.marks("receiver_name")).to_contain_text("corrected by you")


def test_a_correction_is_kept_as_it_is_made_and_a_wrong_one_is_told(owner, paper):
    page = owner.page
    owner.reads(paper)

    owner.field("amount").fill("175,50")
    owner.field("amount").press("Tab")
    expect(owner.marks("amount")).to_contain_text("corrected by you")
    owner.field("amount").fill("lots")
    owner.field("amount").press("Tab")
    expect(page.locator("[data-part=trouble]")).to_be_visible()
    expect(owner.field("amount")).to_have_attribute("aria-invalid", "true")
    owner.noise.clear()  # the refusal stands in the console

    page.reload()
    expect(owner.field("amount")).to_have_value(re.compile(r"175[.,]50"))
    expect(page.locator("h1")).to_have_text(re.compile(r"175[.,]50"))


def test_an_accepted_receipt_pays_its_order(owner, paper):
    page = owner.page
    owner.reads(paper)
    owner.field("pedido_id").fill("Order 118")
    owner.field("pedido_id").press("Tab")
    expect(owner.verdict).to_contain_text("Order 118")

    page.get_by_role("button", name="Accept and record").click()

    expect(owner.verdict).to_contain_text("Accepted")
    expect(page.get_by_role("button", name="Refuse")).to_have_count(0)
    owner.sees("accepted")
    page.goto("/receipts/orders")
    row = page.locator(".row", has_text="Order 118")
    expect(row.locator(".row__amount")).to_contain_text("150")
    page.get_by_label("Order", exact=True).fill("Order 118")
    page.get_by_label("Amount you expect").fill("200")
    page.get_by_role("button", name="Keep the order").click()
    expect(row.locator(".word-mark")).to_contain_text("Less than expected")
    expect(row).to_contain_text("50")
    owner.sees("orders")


def test_what_is_only_scheduled_is_never_recorded_as_paid(owner, tmp_path):
    paper = drawn(tmp_path / "agendado.png", Told(note="Pix agendado para 20/12/2026"))

    owner.reads(paper)

    expect(owner.verdict).to_have_attribute("data-word", "scheduled")
    expect(owner.page.get_by_role("button", name="Accept and record")).to_have_count(0)
    owner.sees_everywhere("scheduled")
    owner.page.goto("/receipts")
    expect(owner.page.locator(".row")).to_contain_text("dated")
    expect(owner.page.locator(".row")).not_to_contain_text("paid on")


def test_the_same_file_again_is_told_kept_or_dropped(owner, paper):
    page = owner.page
    owner.reads(paper)
    first = page.url
    owner.reads(paper)

    expect(page.locator(".twin")).to_contain_text("handed in before")
    owner.sees_everywhere("twin")
    page.get_by_role("button", name="Drop this one").click()

    expect(page).to_have_url(first)


def test_a_receipt_that_cannot_be_read_says_why_and_can_be_filled_in(owner, tmp_path):
    broken = tmp_path / "quebrado.png"
    broken.write_bytes(drawn(tmp_path / "whole.png").read_bytes()[:9000])

    owner.reads(broken)

    expect(owner.verdict).to_have_attribute("data-word", "unreadable")
    owner.sees_everywhere("unreadable")
    address = owner.page.url
    with owner.page.expect_navigation():
        owner.page.get_by_role("button", name="Try again").click()
    expect(owner.page).to_have_url(address)
    expect(owner.verdict).to_be_visible(timeout=READ_IN_MS)
    owner.field("amount").fill("20,00")
    owner.field("amount").press("Tab")
    expect(owner.marks("amount")).to_contain_text("corrected by you")


def test_the_sample_is_one_click_away_for_whoever_has_nothing_at_hand(owner):
    page = owner.page
    page.goto("/receipts")
    owner.sees("empty")

    page.get_by_role("button", name="Read the sample").click()

    expect(page).to_have_url(ON_ITS_PAGE)
    expect(owner.verdict).to_be_visible(timeout=READ_IN_MS)
    owner.sees("sample")


def test_a_receipt_is_nobody_elses_business(owner, paper, new_browser):
    owner.reads(paper)
    address = owner.page.url
    stranger = new_browser().new_page()
    stranger.goto(address)
    expect(stranger).to_have_url(re.compile("/login"))
    other = Owner(new_browser().new_page())
    other.has_joined()

    for place in (address, f"{address}/original", f"{address}/preview/0.jpg"):
        answer = other.page.goto(place)
        assert answer is not None
        assert answer.status == 404, place


def test_without_javascript_a_form_does_the_same(owner, paper, new_browser):
    page = new_browser(java_script_enabled=False).new_page()
    page.context.add_cookies(owner.page.context.cookies())

    page.goto(UPLOAD)
    page.locator("input[name=comprovante]").first.set_input_files(paper)
    page.get_by_label("Order").fill("Order 7")
    page.get_by_role("button", name="Read the receipts").click()

    expect(page).to_have_url(ON_ITS_PAGE)
    expect(page.locator(".verdict")).to_be_visible(timeout=READ_IN_MS)
    page.locator("#value-amount").fill("151,00")
    page.get_by_role("button", name="Save the corrections").click()
    expect(page.locator("#marks-amount")).to_contain_text("corrected by you")
    page.get_by_role("button", name="Accept and record").click()
    expect(page.locator(".verdict")).to_contain_text("Accepted")
