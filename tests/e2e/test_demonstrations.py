"""Every state of a job, seen by the person who waits for it."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import NewBrowser

ENDS_IN_MS = 30_000


def start(page: Page, name: str) -> None:
    """Press one of the demonstrations; its ticket becomes the first of the list."""
    page.goto("/dev/jobs")
    page.locator(f"form[action$='/{name}'] button").click()
    page.wait_for_selector("section.ticket")


def expect_state(page: Page, state: str) -> None:
    """Wait until the newest ticket is in this state."""
    ticket = page.locator("section.ticket").first
    expect(ticket).to_have_attribute("data-state", state, timeout=ENDS_IN_MS)


def test_ten_steps_are_followed_without_a_reload(page: Page) -> None:
    start(page, "count")
    page.evaluate("window.same = true")
    bar = page.locator("section.ticket progress").first

    expect(bar).to_have_attribute("value", re.compile("^[1-9]0$"))
    expect_state(page, "finished")

    expect(bar).to_have_attribute("value", "100")
    expect(page.locator(".stamp").first).to_contain_text("Success")
    assert page.evaluate("window.same") is True


def test_a_failure_says_why_and_offers_another_try(page: Page) -> None:
    start(page, "fail")

    expect_state(page, "failed")

    expect(page.get_by_role("alert").first).to_contain_text("There is nothing there")
    page.get_by_role("button", name="Try again").first.click()
    page.wait_for_url("**/jobs/*")
    expect_state(page, "failed")
    expect(page.locator(".history")).to_contain_text("one more try")


def test_what_passes_is_tried_again_until_it_goes_well(page: Page) -> None:
    start(page, "retry")

    expect_state(page, "retrying")
    expect(page.locator("[data-fact=next_retry_at]").first).to_be_visible()
    expect_state(page, "finished")

    expect(page.locator("[data-fact=attempts] dd").first).to_have_text("3")
    expect(page.locator("[data-fact=next_retry_at]").first).to_be_hidden()


def test_a_running_job_is_cancelled(page: Page) -> None:
    start(page, "count")
    expect_state(page, "started")

    page.get_by_role("button", name="Cancel").first.click()
    page.wait_for_url("**/jobs/*")

    expect_state(page, "cancelled")
    expect(page.locator(".stamp")).to_contain_text("Cancelled")


def test_a_reload_and_a_second_tab_tell_the_same(page: Page) -> None:
    start(page, "count")
    expect_state(page, "started")

    page.reload()
    second = page.context.new_page()
    second.goto("/dev/jobs")

    for tab in (page, second):
        expect_state(tab, "finished")


def test_another_person_sees_nothing_of_it(page: Page, new_browser: NewBrowser) -> None:
    start(page, "fail")
    job_id = page.locator("section.ticket").first.get_attribute("data-job-id")

    stranger = new_browser().new_page()
    stranger.goto("/dev/jobs")

    assert stranger.locator("section.ticket").count() == 0
    for address in (f"/jobs/{job_id}", f"/api/v1/jobs/{job_id}"):
        answer = stranger.goto(address)
        assert answer is not None
        assert answer.status == 404


def test_without_javascript_the_page_refreshes_itself(new_browser: NewBrowser) -> None:
    page = new_browser(java_script_enabled=False).new_page()
    start(page, "count")

    page.locator(".ticket__number a").first.click()
    expect(page.locator(".stamp .icon--working")).to_be_visible()

    expect_state(page, "finished")
    assert page.locator("meta[http-equiv=refresh]").count() == 0


def test_without_javascript_a_job_is_cancelled_too(new_browser: NewBrowser) -> None:
    page = new_browser(java_script_enabled=False).new_page()
    start(page, "count")

    page.get_by_role("button", name="Cancel").first.click()

    expect_state(page, "cancelled")


def test_a_lost_network_is_told_and_forgotten(page: Page) -> None:
    start(page, "count")
    expect_state(page, "started")
    notice = page.locator("[data-part=offline]").first

    page.context.set_offline(True)
    expect(notice).to_be_visible()
    page.context.set_offline(False)

    expect_state(page, "finished")
    expect(notice).to_be_hidden()


def test_a_job_nobody_knows_turns_grey_with_a_way_out(page: Page) -> None:
    page.clock.install()
    start(page, "count")
    answer_unknown(page.context)

    for milliseconds in (1000, 3000, 6000, 12_000):
        with page.expect_response("**/api/v1/jobs/*"):
            page.clock.run_for(milliseconds)

    expect_state(page, "unknown")
    ticket = page.locator("section.ticket").first
    expect(ticket.locator(".stamp")).to_contain_text("Unknown state")
    expect(ticket.get_by_role("link", name="Look again")).to_be_visible()


def test_a_double_click_starts_one_job(page: Page) -> None:
    page.goto("/dev/jobs")

    page.locator("form[action$='/fail'] button").dblclick()
    page.wait_for_selector("section.ticket")

    assert page.locator("section.ticket").count() == 1


def answer_unknown(context: BrowserContext) -> None:
    """Let the server forget every job."""
    context.route("**/api/v1/jobs/*", lambda route: route.fulfill(status=404, body="{}"))
