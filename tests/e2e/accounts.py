"""People with a browser and a mailbox, and what they do at the counter."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.request import urlopen

from playwright.sync_api import BrowserContext, Page, expect

from balcao.foundation.ids import new_id
from tests.e2e.eyes import keep_picture, violations, width_of
from tests.waiting import wait_until

PASSWORD = "uma vaca azul no telhado"
ENDS_IN_MS = 30_000
MAIL_SECONDS = 30
# What a refused form and a page that is not there leave in the console, and the camera itself.
EXPECTED_NOISE = ("422 (", "429 (", "404 (", "inline style", "preload assets", "Autofocus")


@dataclass
class Person:
    """Somebody with one browser, an address that nobody else has, and sharp eyes."""

    page: Page
    name: str = "Ana Sá"
    address: str = field(default_factory=lambda: f"ana.{new_id()[-12:]}@loja.example")
    noise: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))
        self.page.on("console", lambda line: self._hear(line.type, line.text))

    def looks(self, picture: str) -> None:
        """Look at the page: nothing is wrong with it, nothing has to be scrolled to sideways."""
        width = self.page.evaluate("innerWidth")
        dark = self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        keep_picture(self.page, f"account-{picture}-{'dark' if dark else 'light'}-{width}")
        assert (self.noise, violations(self.page)) == ([], [])
        assert width_of(self.page) <= width

    def signs_up(self, password: str = PASSWORD) -> None:
        """Fill in the form and send it."""
        self.page.goto("/signup")
        self.page.get_by_label("E-mail").fill(self.address)
        self.page.get_by_label("Name").fill(self.name)
        self.page.locator("main [name=password]").fill(password)
        self.page.get_by_role("button", name="Create account").click()

    def sees_the_mail_leave(self) -> None:
        """Wait in front of the ticket until it is green."""
        expect(self.page.locator(".ticket")).to_have_attribute(
            "data-state", "finished", timeout=ENDS_IN_MS
        )
        expect(self.page.locator(".ticket")).to_have_attribute("data-colour", "green")

    def opens_mail(self, subject: str) -> None:
        """Find a mail in the mailbox and follow its first link."""
        self.mail(subject)
        self.page.goto(f"/dev/mail?to={self.address}")
        self.page.get_by_role("link", name=subject).first.click()
        self.page.locator(".letter__links a").first.click()

    def mail(self, subject: str) -> str:
        """Wait for a mail and return its first link."""
        found: list[str] = []

        def arrived() -> bool:
            origin = self.page.url.split("/", 3)
            url = f"http://{origin[2]}/dev/mail.json?to={self.address}"
            with urlopen(url, timeout=5) as answer:
                mails = json.load(answer)["mails"]
            found[:] = [mail["links"][0] for mail in mails if subject in mail["subject"]]
            return bool(found)

        wait_until(arrived, MAIL_SECONDS, f"a mail about: {subject}")
        return found[0]

    def logs_in(self, password: str = PASSWORD) -> None:
        """Fill in the login form and send it."""
        self.page.goto("/login")
        form = self.page.locator("form[action='/login']")
        form.locator("[name=email]").fill(self.address)
        form.locator("[name=password]").fill(password)
        form.get_by_role("button", name="Log in").click()

    def has_joined(self) -> None:
        """Come to an account without looking right or left, and log in."""
        self.signs_up()
        expect(self.page.locator(".ticket")).to_be_visible()
        # Nobody follows a link before the page has finished asking which passkeys there are.
        self.page.wait_for_load_state("networkidle")
        self.page.goto(self.mail("Confirm"))
        self.confirms()
        self.logs_in()
        expect(self.page).to_have_url("/account")

    def elsewhere(self, new_browser: Callable[..., BrowserContext]) -> "Person":
        """Log the same person in with another browser."""
        other = Person(new_browser().new_page(), address=self.address)
        other.logs_in()
        expect(other.page).to_have_url("/account")
        return other

    def confirms(self) -> None:
        """Press the button of the mail's page, and wait until that has been taken."""
        self.page.get_by_role("button", name="Confirm").click()
        expect(self.page).to_have_url("/login")

    def logs_out(self, picture: str = "") -> None:
        """Use the menu with one's own name, perhaps after a look at it."""
        self.page.locator(".menu--person summary").click()
        if picture:
            self.looks(picture)
        self.page.get_by_role("button", name="Log out").first.click()
        expect(self.page).to_have_url("/login")

    def _hear(self, kind: str, words: str) -> None:
        heard = kind in {"error", "warning"}
        if heard and not any(known in words for known in EXPECTED_NOISE):
            self.noise.append(words)
