"""Joining, coming in, losing the password, leaving: whole ways, as who goes them sees them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accounts import PASSWORD, Person
from tests.e2e.conftest import NewBrowser
from tests.e2e.eyes import width_of

EYES = pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1000), ("dark", 1000), ("light", 320), ("dark", 320)]
)
OTHER = "quatro bicicletas sem rodas"


def somebody(new_browser: NewBrowser, **wishes: object) -> Person:
    return Person(new_browser(**wishes).new_page())


def seen_as(new_browser: NewBrowser, scheme: str, width: int) -> Person:
    return somebody(new_browser, color_scheme=scheme, viewport={"width": width, "height": 700})


@pytest.fixture
def ana(new_browser):
    return somebody(new_browser)


@EYES
def test_from_the_first_form_to_ones_own_page_and_out_again(new_browser, scheme, width):
    ana = seen_as(new_browser, scheme, width)
    page = ana.page
    page.goto("/")
    ana.looks("home")
    page.locator("main").get_by_role("link", name="Create account").click()
    expect(page).to_have_url("/signup")
    ana.looks("signup")

    ana.signs_up()
    expect(page.locator(".ticket")).to_be_visible()
    page.evaluate("window.same = true")
    ana.sees_the_mail_leave()
    assert page.evaluate("window.same") is True
    ana.looks("follow")
    ana.opens_mail("Confirm")
    expect(page).to_have_url("/verify")
    ana.looks("verify")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Your address is confirmed")).to_be_visible()
    ana.looks("confirmed")

    ana.logs_in()
    expect(page).to_have_url("/account")
    ana.looks("account")
    ana.logs_out("menu")
    page.goto("/account")
    expect(page).to_have_url(re.compile(r"/login\?next="))


@EYES
def test_a_lost_password_is_replaced_and_every_browser_is_logged_out(new_browser, scheme, width):
    ana = seen_as(new_browser, scheme, width)
    page = ana.page
    ana.has_joined()
    elsewhere = ana.elsewhere(new_browser)
    ana.logs_out()

    page.get_by_label("E-mail").fill(ana.address)
    page.get_by_role("button", name="Forgotten").click()
    expect(page).to_have_url("/forgot")
    expect(page.get_by_label("E-mail")).to_have_value(ana.address)
    ana.looks("forgot")
    page.get_by_role("button", name="Send the link").click()
    ana.sees_the_mail_leave()
    ana.looks("forgot-sent")
    ana.opens_mail("new password")
    expect(page).to_have_url("/reset")
    ana.looks("reset")
    page.locator("main [name=password]").fill(OTHER)
    page.get_by_role("button", name="Set the password").click()
    expect(page).to_have_url("/login")

    ana.logs_in()
    expect(page.locator(".problems")).to_be_visible()
    ana.logs_in(OTHER)
    expect(page).to_have_url("/account")
    elsewhere.page.goto("/account")
    expect(elsewhere.page).to_have_url(re.compile("/login"))


@EYES
def test_what_is_wrong_is_said_beside_the_field_and_read_first(new_browser, scheme, width):
    ana = seen_as(new_browser, scheme, width)
    ana.address = "ana at loja"
    page = ana.page

    ana.signs_up("Ana Sá 1990")

    summary = page.locator(".problems")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(2)
    expect(page.get_by_label("Name")).to_have_value("Ana Sá")
    expect(page.locator("main [name=password]")).to_have_value("")
    described = page.get_by_label("E-mail").get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("one e-mail address")
    ana.looks("signup-wrong")
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("E-mail")).to_be_focused()


def test_the_wrong_password_and_the_unknown_address_are_one_answer(ana, new_browser):
    ana.has_joined()
    ana.logs_out()
    stranger = somebody(new_browser)

    answers = []
    for person in (ana, stranger):
        person.logs_in("not the password at all")
        expect(person.page.locator(".problems")).to_be_focused()
        expect(person.page.locator("form[action='/login'] [name=email]")).to_have_value(
            person.address
        )
        expect(person.page.locator("form[action='/login'] [name=password]")).to_have_value("")
        answers.append(person.page.locator(".problems").inner_text())

    assert answers[0] == answers[1]
    stranger.looks("login-wrong")


def test_without_javascript_one_joins_comes_in_and_leaves(new_browser):
    ana = somebody(new_browser, java_script_enabled=False)
    page = ana.page

    ana.signs_up()
    expect(page.locator(".ticket")).to_be_visible()
    link = ana.mail("Confirm")
    page.goto("/login")
    expect(page.locator(".ticket")).to_have_attribute("data-state", "finished")
    page.goto(link)
    ana.confirms()
    ana.logs_in()
    expect(page).to_have_url("/account")
    ana.logs_out()

    expect(page.locator(".menu--person")).to_have_count(0)


def test_a_confirmation_elsewhere_moves_the_first_page_on_but_never_jumps(ana, new_browser):
    page = ana.page
    ana.signs_up()
    phone = new_browser(viewport={"width": 320, "height": 700}).new_page()

    expect(page.locator(".ticket")).to_be_visible()
    phone.goto(ana.mail("Confirm"))
    phone.get_by_role("button", name="Confirm").click()
    onward = page.get_by_role("link", name="Continue to log in")
    expect(onward).to_be_visible(timeout=15_000)

    expect(page).to_have_url("/login")
    ana.looks("confirmed-elsewhere")
    onward.click()
    ana.logs_in()
    expect(page).to_have_url("/account")


def test_the_ticket_survives_a_reload_and_a_second_tab(ana):
    ana.signs_up()
    ana.sees_the_mail_leave()
    number = ana.page.locator(".ticket").get_attribute("data-job-id")

    ana.page.reload()
    second = ana.page.context.new_page()
    second.goto("/login")

    for tab in (ana.page, second):
        expect(tab.locator(".ticket")).to_have_attribute("data-job-id", str(number))
        expect(tab.locator(".ticket")).to_have_attribute("data-state", "finished")


def test_who_has_an_account_already_is_told_so_by_mail_only(ana, new_browser):
    ana.has_joined()
    other = somebody(new_browser)
    other.address = ana.address

    other.signs_up(OTHER)
    other.sees_the_mail_leave()

    expect(other.page.get_by_role("heading", name="Confirm your address")).to_be_visible()
    ana.mail("already")


def test_a_mistyped_address_is_noticed_and_put_right_by_one_press(ana):
    page = ana.page
    page.goto("/signup")
    field = page.get_by_label("E-mail")

    field.fill("ana@gmial.com")
    page.get_by_role("button", name="Yes, change it").click()

    expect(field).to_have_value("ana@gmail.com")
    expect(field).to_be_focused()
    expect(page.get_by_text("Did you mean")).to_be_hidden()


def test_a_password_is_judged_in_words_and_can_be_looked_at(ana):
    page = ana.page
    page.goto("/signup")
    page.get_by_label("E-mail").fill("maria.silva@loja.example")
    field, verdict = page.locator("main [name=password]"), page.locator("[data-part=verdict]")

    for typed, word in {
        "kite": "Too short", "maria silva 1990": "Easy to guess",
        "Kd8#kd9s0Pq!": "Good", PASSWORD: "Strong",
    }.items():  # fmt: skip
        field.fill(typed)
        expect(verdict).to_have_text(word)
    eye = page.get_by_role("button", name="Show the password")
    eye.click()
    expect(field).to_have_attribute("type", "text")
    expect(eye).to_have_attribute("aria-pressed", "true")
    eye.click()
    expect(field).to_have_attribute("type", "password")


def test_no_language_is_too_long_for_a_phone(new_browser):
    for tag in ("pt-BR", "pt-PT", "en"):
        page = new_browser(viewport={"width": 320, "height": 700}, locale=tag).new_page()
        for address in ("/", "/signup", "/login", "/forgot", "/verify", "/reset"):
            page.goto(address)
            expect(page.locator("html")).to_have_attribute("lang", tag)
            assert width_of(page) <= 320


def test_the_forms_are_filled_in_by_keyboard_alone(ana):
    page = ana.page
    page.goto("/signup")
    page.get_by_label("E-mail").focus()

    for typed in (ana.address, "Tab", ana.name, "Tab", PASSWORD, "Enter"):
        press(page, typed)

    ana.sees_the_mail_leave()


def press(page: Page, typed: str) -> None:
    """Type words, or press the key of that name."""
    if typed in {"Tab", "Enter"}:
        page.keyboard.press(typed)
    else:
        page.keyboard.type(typed)
