"""Pages that everybody can read: by axe, in both themes, on a narrow phone, without noise."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewBrowser
from tests.e2e.eyes import keep_picture, violations, width_of

PAGES = ["/", "/dev/jobs", "/nothing-here", "a job"]
ENDS_IN_MS = 30_000


@pytest.mark.parametrize("width", [320, 1000])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_can_be_read(new_browser: NewBrowser, width: int, scheme: str) -> None:
    size = {"width": width, "height": 700}
    page = new_browser(viewport=size, color_scheme=scheme, locale="pt-PT").new_page()
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    fill(page)

    for name in PAGES:
        page.goto(address_of(name, page))
        page.locator("summary").click()
        assert [line for line in noise if "404 (NOT FOUND)" not in line] == []

        keep_picture(page, f"page{name}-{scheme}-{width}")
        assert violations(page) == []
        assert width_of(page) <= width
        noise.clear()  # the camera and axe themselves try styles that our rules forbid


def test_no_language_is_too_long_for_a_phone(new_browser: NewBrowser) -> None:
    page = new_browser(viewport={"width": 320, "height": 700}).new_page()
    fill(page)

    for tag in ("pt-BR", "pt-PT", "en"):
        page.goto("/dev/jobs")
        page.locator("summary").click()
        page.locator(f"button[name=lang][value={tag}]").click()
        expect(page.locator("html")).to_have_attribute("lang", tag)
        for name in PAGES:
            page.goto(address_of(name, page))
            assert width_of(page) <= 320


def test_everything_is_reached_by_keyboard_and_seen(page: Page) -> None:
    page.goto("/dev/jobs")
    reached: list[str] = []

    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"

    assert reached[0] == "Skip to the content"
    assert "Ten steps" in reached


def test_who_wants_no_motion_gets_none(new_browser: NewBrowser) -> None:
    page = new_browser(reduced_motion="reduce").new_page()
    page.goto("/dev/jobs")

    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter((element) => "
        "parseFloat(getComputedStyle(element).transitionDuration) > 0).length"
    )

    assert moving == 0


def fill(page: Page) -> None:
    """Have one ticket that failed, one that ended well and one at work."""
    page.goto("/dev/jobs")
    for name, state in (("fail", "failed"), ("heavy", "finished"), ("count", "started")):
        page.locator(f"form[action$='/{name}'] button").click()
        first = page.locator("section.ticket").first
        expect(first).to_have_attribute("data-state", state, timeout=ENDS_IN_MS)


def address_of(name: str, page: Page) -> str:
    """Return the page's address; a job's own is on its ticket."""
    if name != "a job":
        return name
    page.goto("/dev/jobs")
    return str(page.locator(".ticket__number a").last.get_attribute("href"))
