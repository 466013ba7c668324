"""A second factor as its owner sees it: passkeys on a device, an app, and codes on paper."""

import re

import pyotp
import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.accounts import Person
from tests.e2e.conftest import NewBrowser

EYES = pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1000), ("dark", 1000), ("light", 320), ("dark", 320)]
)
HERE = "/account/second-factor"


# A device that is always there takes up an offer at once: who wants to press must not get one.
NO_OFFERS = "PublicKeyCredential.isConditionalMediationAvailable = async () => false"


def device_of(page: Page, *, offers: bool = False) -> tuple[CDPSession, str]:
    """Give the browser a device that keeps passkeys and knows its owner."""
    if not offers:
        page.add_init_script(NO_OFFERS)
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return wire, added["authenticatorId"]


def add_passkey(person: Person, name: str) -> None:
    person.page.goto(HERE)
    person.page.get_by_label("Name, such as").fill(name)
    person.page.get_by_role("button", name="Add a passkey").click()


def use_passkey(person: Person) -> None:
    person.page.get_by_role("button", name="Use a passkey").click()


def set_up_app(person: Person, picture: str = "") -> tuple[pyotp.TOTP, list[str]]:
    """Set an app up by typing its secret; return it and the codes for paper."""
    page = person.page
    page.goto(HERE)
    page.get_by_role("button", name="Set up an app").click()
    expect(page.locator("img.qr")).to_be_visible()
    if picture:
        person.looks(picture)
    app = pyotp.TOTP(page.locator(".secret").inner_text().replace(" ", ""))
    page.get_by_label("Code").fill(app.now())
    page.get_by_role("button", name="Confirm the app").click()
    expect(page.locator(".codes li")).to_have_count(10)
    return app, page.locator(".codes li").all_inner_texts()


@pytest.fixture
def ana(new_browser):
    person = Person(new_browser().new_page())
    person.has_joined()
    return person


def test_a_passkey_is_made_and_opens_without_a_password(ana):
    page = ana.page
    wire, device = device_of(page)
    add_passkey(ana, "Desk")
    expect(page.locator(".codes li")).to_have_count(10)
    kept = wire.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert kept[0]["isResidentCredential"] is True
    ana.logs_out()

    use_passkey(ana)

    expect(page).to_have_url("/account")
    expect(page.locator("main")).to_contain_text("1 passkey")
    page.goto(HERE)
    expect(page.get_by_label("Name of the passkey")).to_have_value("Desk")
    assert ana.noise == []


def test_a_passkey_is_offered_in_the_field_for_the_address(ana):
    page = ana.page
    device_of(page, offers=True)
    add_passkey(ana, "Desk")
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto("/account")

    # the login page comes, its offer is taken up without a press, and one is inside again
    with page.expect_request(lambda sent: sent.url.endswith("/login/passkey")):
        page.locator("[data-session] button").click()

    expect(page).to_have_url("/account")
    expect(page.locator("main")).to_contain_text("1 passkey")


def test_a_passkey_is_the_second_step_after_a_password(ana):
    page = ana.page
    device_of(page)
    add_passkey(ana, "Desk")
    expect(page.locator(".codes li")).to_have_count(10)
    ana.logs_out()

    ana.logs_in()
    expect(page).to_have_url(re.compile("/login/factor"))
    page.goto("/account")
    expect(page).to_have_url(re.compile("/login"))
    page.goto("/login/factor")
    use_passkey(ana)

    expect(page).to_have_url("/account")


def test_a_device_that_does_not_know_its_owner_opens_nothing(ana):
    page = ana.page
    wire, device = device_of(page)
    add_passkey(ana, "Desk")
    expect(page.locator(".codes li")).to_have_count(10)
    ana.logs_out()
    wire.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})

    use_passkey(ana)

    expect(page.locator("[data-part=trouble]")).to_contain_text("Nothing came from your device")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_enabled()
    expect(page).to_have_url("/login")


def test_a_device_is_not_added_twice_and_says_so(ana):
    page = ana.page
    device_of(page)
    add_passkey(ana, "Desk")
    expect(page.locator(".codes li")).to_have_count(10)

    add_passkey(ana, "Desk again")

    expect(page.locator("[data-part=trouble]")).to_be_visible()
    page.goto(HERE)
    expect(page.get_by_label("Name of the passkey")).to_have_count(1)


def test_a_removed_passkey_opens_nothing_and_says_why(ana):
    page = ana.page
    device_of(page)
    add_passkey(ana, "Desk")
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(HERE)
    page.get_by_role("button", name="Remove this passkey").click()
    expect(page.get_by_text("No passkeys yet")).to_be_visible()
    ana.logs_out()

    use_passkey(ana)

    expect(page.locator(".toast")).to_contain_text("That passkey was not accepted")
    ana.logs_in()
    expect(page).to_have_url("/account")
    assert ana.mail("second step")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_app_works_with_and_without_javascript(
    new_browser: NewBrowser, *, scripts: bool
) -> None:
    ana = Person(new_browser(java_script_enabled=scripts).new_page())
    ana.has_joined()
    page = ana.page
    _, codes = set_up_app(ana)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("button", name="Add a passkey")).to_be_visible(visible=scripts)
    page.goto("/account")
    page.locator("[data-session] button").click()
    expect(page).to_have_url(re.compile("/login"))

    ana.logs_in()
    page.get_by_label("Code").fill(codes[0].lower())
    page.get_by_role("button", name="Continue").click()

    expect(page).to_have_url("/account")
    expect(page.locator("main")).to_contain_text("9 recovery codes left")


@EYES
def test_every_page_of_it_is_fit_to_be_seen(
    new_browser: NewBrowser, scheme: str, width: int
) -> None:
    view = {"width": width, "height": 700}
    ana = Person(new_browser(color_scheme=scheme, viewport=view).new_page())
    ana.has_joined()
    page = ana.page
    device_of(page)
    page.goto(HERE)
    ana.looks("factors-none")
    set_up_app(ana, "factor-app")
    ana.looks("factor-codes")
    add_passkey(ana, "Desk")
    expect(page.get_by_label("Name of the passkey")).to_have_value("Desk")
    ana.looks("factors-both")
    page.goto("/account")
    ana.looks("with-factors")
    for form in ("password", "address"):
        page.goto(f"/account/{form}")
        ana.looks(form)
        page.locator("main form button[type=submit]").last.click()
        expect(page.locator(".problems")).to_be_focused()
        ana.looks(f"{form}-wrong")
    ana.logs_out()
    ana.logs_in()
    expect(page).to_have_url(re.compile("/login/factor"))
    ana.looks("factor-step")


def test_an_address_is_changed_from_the_mail(ana):
    page = ana.page
    old, new = ana.address, f"nova.{ana.address}"
    page.goto("/account/address")
    page.get_by_label("New address").fill(new)
    page.get_by_label("Present password").fill("uma vaca azul no telhado")
    page.get_by_role("button", name="Send the link").click()
    ana.sees_the_mail_leave()
    ana.looks("address-asked")

    ana.address = new
    page.goto(ana.mail(""))
    expect(page).to_have_url("/account/address/confirm")
    ana.looks("address-confirm")
    page.get_by_role("button", name="Use this address").click()

    expect(page.locator("main .lead")).to_have_text(new)
    ana.address = old
    assert ana.mail("address")  # the old one is told, too
