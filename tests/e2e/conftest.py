"""The product as the README starts it, and browsers that look at it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.receipts import Owner
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
QUEUES = 6
STOP_SECONDS = 45
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

NewBrowser = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start everything with one command and give the address of the web."""
    folder = tmp_path_factory.mktemp("e2e")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    place = {"HOST": "127.0.0.1", "PORT": str(port), "PUBLIC_URL": f"http://localhost:{port}"}
    # every browser here comes from one address, and nobody waits a minute for the next mail
    place["LIMITS"] = "load-test"
    environment = {**os.environ, **place, "VAR_DIR": str(folder / "var")}
    command = [sys.executable, "-m", "balcao.launcher"]
    with (
        (folder / "output.txt").open("wb") as output,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output) as run,
    ):
        try:
            wait_until(lambda: has_workers(port), START_SECONDS, "the workers are at work")
            yield f"http://localhost:{port}"
        finally:
            run.send_signal(signal.SIGTERM)
            run.wait(STOP_SECONDS)


def has_workers(port: int) -> bool:
    """Say whether the web answers and every queue has somebody at work."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
            return len(json.load(answer)["parts"]["queues"]) == QUEUES
    except (URLError, OSError):
        return False


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's own browser once."""
    path = which("chromium")
    assert path, "chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_browser(chromium: Browser, address: str) -> Iterator[NewBrowser]:
    """Give browsers of different people, with whatever wishes a test has for them."""
    contexts: list[BrowserContext] = []

    def make(**wishes: object) -> BrowserContext:
        wished: dict[str, object] = {"locale": "en-GB", "viewport": {"width": 1000, "height": 800}}
        context = chromium.new_context(base_url=address, **{**wished, **wishes})  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_browser: NewBrowser) -> Page:
    """Give one page that speaks English."""
    return new_browser().new_page()


@pytest.fixture
def owner(new_browser: NewBrowser) -> Owner:
    """Return somebody who has just signed up, with a business and no receipt yet."""
    owner = Owner(new_browser().new_page())
    owner.has_joined()
    return owner
