"""Language, theme and notices, with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewBrowser

WORDS = {"pt-BR": "Seus protocolos", "pt-PT": "As suas senhas", "en": "Your tickets"}
NOTICE = """<div class="toasts" data-controller="toast">
  <div class="toast" role="status"><p>Kept</p><button type="button">x</button></div></div>"""


@pytest.mark.parametrize("scripts", [True, False])
def test_a_language_is_chosen_and_stays(new_browser: NewBrowser, *, scripts: bool) -> None:
    page = new_browser(java_script_enabled=scripts).new_page()
    page.goto("/dev/jobs?a=1")

    for tag, words in WORDS.items():
        page.locator("summary").click()
        page.locator(f"button[name=lang][value={tag}]").click()

        expect(page.locator("html")).to_have_attribute("lang", tag)
        expect(page.locator("#recent")).to_have_text(words)
        assert page.url.endswith("/dev/jobs?a=1")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_theme_is_chosen_and_stays(new_browser: NewBrowser, *, scripts: bool) -> None:
    page = new_browser(java_script_enabled=scripts, color_scheme="light").new_page()
    page.goto("/")
    light = ground(page) if scripts else None

    page.locator("summary").click()
    with page.expect_response("**/theme"):
        page.locator("button[value=dark]").click()
    page.goto("/dev/jobs")

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert not scripts or ground(page) != light


def test_the_menu_closes_as_menus_do(page: Page) -> None:
    page.goto("/")
    menu = page.locator("details.menu")
    page.locator("summary").click()

    page.keyboard.press("Escape")

    expect(menu).not_to_have_attribute("open", "")
    expect(page.locator("summary")).to_be_focused()


def test_a_notice_goes_after_three_seconds_but_not_while_it_is_read(page: Page) -> None:
    show_notice(page)
    page.locator(".toast").hover()
    page.clock.run_for(10_000)
    expect(page.locator(".toast")).to_be_visible()

    page.mouse.move(0, 0)
    page.clock.run_for(2900)
    expect(page.locator(".toast")).to_be_visible()
    page.clock.run_for(200)

    expect(page.locator(".toast")).to_have_count(0)


def test_a_notice_waits_for_the_keyboard_and_can_be_closed(page: Page) -> None:
    show_notice(page)
    page.locator(".toast button").focus()
    page.clock.run_for(10_000)
    expect(page.locator(".toast")).to_be_visible()

    page.keyboard.press("Enter")

    expect(page.locator(".toast")).to_have_count(0)


def test_without_javascript_a_notice_is_a_box_that_stays(new_browser: NewBrowser) -> None:
    page = new_browser(java_script_enabled=False).new_page()

    show_notice(page)

    expect(page.locator(".toast")).to_be_visible()
    expect(page.locator(".toasts")).not_to_have_css("position", "fixed")


def show_notice(page: Page) -> None:
    """Open the start page as it is after something was kept."""
    page.route(
        "**/", lambda route: route.fulfill(response=(r := route.fetch()), body=noticed(r.text()))
    )
    page.clock.install()
    page.goto("/")
    page.clock.run_for(100)


def noticed(html: str) -> str:
    """Put a notice where the server prints them."""
    return html.replace('<div class="toasts" data-controller="toast">', NOTICE, 1)


def ground(page: Page) -> object:
    """Return the colour of the page."""
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
