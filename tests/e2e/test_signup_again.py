"""What can go wrong between the form and the account, and how one gets out of it by oneself."""

import pytest
from playwright.sync_api import expect

from balcao.foundation.ids import new_id
from tests.e2e.accounts import Person
from tests.e2e.conftest import NewBrowser

EYES = pytest.mark.parametrize(("scheme", "width"), [("light", 1000), ("dark", 320)])


def seen_as(new_browser: NewBrowser, scheme: str, width: int) -> Person:
    viewport = {"width": width, "height": 700}
    return Person(new_browser(color_scheme=scheme, viewport=viewport).new_page())


@EYES
def test_a_mistyped_address_is_corrected_beside_its_ticket(new_browser, scheme, width):
    ana = seen_as(new_browser, scheme, width)
    page = ana.page
    ana.signs_up()
    ana.sees_the_mail_leave()
    withdrawn = ana.mail("Confirm")
    ticket = str(page.locator(".ticket").get_attribute("data-job-id"))

    page.get_by_text("The address is wrong").click()
    page.get_by_label("Correct address").fill("ana at loja")
    page.get_by_role("button", name="Send it to this address").click()
    expect(page.locator(".problems")).to_be_focused()
    ana.looks("correct-wrong")
    ana.address = f"ana.{new_id()[-12:]}@lojas.example"
    page.get_by_label("Correct address").fill(ana.address)
    page.get_by_role("button", name="Send it to this address").click()

    expect(page).to_have_url("/login")
    expect(page.locator(".ticket")).not_to_have_attribute("data-job-id", ticket)
    ana.sees_the_mail_leave()
    expect(page.get_by_label("E-mail").last).to_have_value(ana.address)
    page.goto(withdrawn)
    expect(page.get_by_role("heading", name="This link opens nothing")).to_be_visible()
    ana.looks("link-dead")
    page.goto(ana.mail("Confirm"))
    ana.confirms()
    ana.logs_in()
    expect(page).to_have_url("/account")


@EYES
def test_a_link_that_was_used_shows_the_way_in(new_browser, scheme, width):
    ana = seen_as(new_browser, scheme, width)
    ana.has_joined()
    ana.logs_out()

    ana.page.goto(ana.mail("Confirm"))

    expect(ana.page.get_by_role("heading", name="This address is confirmed")).to_be_visible()
    ana.looks("link-used")
    ana.page.locator("main").get_by_role("link", name="Log in").click()
    expect(ana.page).to_have_url("/login")


def test_another_mail_has_a_ticket_of_its_own(new_browser):
    ana = seen_as(new_browser, "light", 1000)
    ana.signs_up()
    ana.sees_the_mail_leave()
    ticket = str(ana.page.locator(".ticket").get_attribute("data-job-id"))

    ana.page.get_by_role("button", name="Send the mail again").click()

    expect(ana.page.locator(".ticket")).not_to_have_attribute("data-job-id", ticket)
    ana.sees_the_mail_leave()
