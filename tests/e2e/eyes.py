"""Looking at a page as people do: by eye, by screen reader, on a narrow phone."""

from pathlib import Path

from playwright.sync_api import Page

from tools.files import ROOT

SCREENSHOTS = Path(__file__).parent / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page) -> list[str]:
    """Ask axe what is wrong; evaluated from outside, so the page's own rules stay in force."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def width_of(page: Page) -> int:
    """Return how wide the page is, including what would have to be scrolled to."""
    return int(page.evaluate("document.documentElement.scrollWidth"))


def keep_picture(page: Page, name: str) -> None:
    """Keep what was seen, for eyes that want to look themselves."""
    file = name.replace("/", "-").replace(" ", "-")
    page.screenshot(path=SCREENSHOTS / f"{file}.png", full_page=True)
