"""What people change about their account, and what their other browsers and mailboxes notice."""

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accounts import PASSWORD, Person

OTHER = "quatro bicicletas sem rodas"
LOGIN = re.compile("/login")


@pytest.fixture
def ana(new_browser):
    ana = Person(new_browser().new_page())
    ana.has_joined()
    return ana


def test_a_name_is_changed_and_greets_its_owner(ana):
    page = ana.page
    page.get_by_label("Name").fill("Ana Luísa")

    page.get_by_role("button", name="Save the name").click()

    expect(page.locator(".menu__name")).to_have_text("Ana Luísa")
    expect(page.get_by_label("Name")).to_have_value("Ana Luísa")


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1000), ("dark", 1000), ("light", 320), ("dark", 320)]
)
def test_every_page_of_an_account_can_be_read(new_browser, scheme, width):
    size = {"width": width, "height": 700}
    ana = Person(new_browser(color_scheme=scheme, viewport=size).new_page())
    ana.has_joined()

    for place in ("address", "password", "second-factor"):
        ana.page.goto(f"/account/{place}")
        ana.looks(place)
    ana.page.get_by_role("button", name="Set up an app").click()
    expect(ana.page.locator("img.qr")).to_be_visible()
    ana.looks("app")


def test_another_password_logs_every_other_browser_out(ana, new_browser):
    elsewhere = ana.elsewhere(new_browser)
    page = ana.page
    page.goto("/account/password")

    page.get_by_label("Present password").fill("not this one at all")
    page.get_by_label("New password").fill(OTHER)
    page.get_by_role("button", name="Change the password").click()
    expect(page.locator(".problems")).to_be_focused()
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_label("New password").fill(OTHER)
    page.get_by_role("button", name="Change the password").click()

    expect(page).to_have_url("/account")
    elsewhere.page.goto("/account")
    expect(elsewhere.page).to_have_url(LOGIN)
    elsewhere.logs_in(OTHER)
    expect(elsewhere.page).to_have_url("/account")


def test_an_account_moves_to_a_new_address_by_the_link_sent_there(ana):
    page, old = ana.page, ana.address
    page.goto("/account/address")
    ana.address = f"nova.{old}"

    page.get_by_label("New address").fill(ana.address)
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_role("button", name="Send the link").click()
    ana.sees_the_mail_leave()
    ana.looks("address-sent")
    ana.opens_mail("address")
    expect(page).to_have_url("/account/address/confirm")
    ana.looks("address-confirm")
    page.get_by_role("button", name="Use this address").click()

    expect(page).to_have_url("/account")
    expect(page.locator(".lead")).to_have_text(ana.address)
    Person(page, address=old).mail("changed")
    ana.logs_out()
    ana.logs_in()
    expect(page).to_have_url("/account")


def test_a_browser_far_away_is_logged_out_from_here(ana, new_browser):
    elsewhere = ana.elsewhere(new_browser)
    page = ana.page
    page.reload()

    page.get_by_role("button", name="Log out there").click()

    expect(page.get_by_role("button", name="Log out there")).to_have_count(0)
    elsewhere.page.goto("/account")
    expect(elsewhere.page).to_have_url(LOGIN)


def test_an_app_is_the_second_step_and_a_code_on_paper_stands_in_for_it(ana):
    page = ana.page
    page.goto("/account/second-factor")
    page.get_by_role("button", name="Set up an app").click()
    secret = page.locator(".secret code").inner_text().replace(" ", "")
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Confirm the app").click()
    expect(page.locator(".codes code")).to_have_count(10)
    codes = page.locator(".codes code").all_inner_texts()
    assert len(set(codes)) == 10
    ana.looks("codes")
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url("/account/second-factor")
    ana.looks("second-factor-set")
    ana.logs_out()

    ana.logs_in()
    expect(page).to_have_url(re.compile("/login/factor"))
    ana.looks("second-step")
    page.goto("/account")
    expect(page).to_have_url(LOGIN)
    ana.logs_in()
    types_in(page, "000000")
    expect(page.locator(".problems")).to_be_focused()
    types_in(page, codes[0])
    expect(page).to_have_url("/account")


def types_in(page: Page, code: str) -> None:
    """Answer the second step."""
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Continue").click()
