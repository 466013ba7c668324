"""A start shows the way to the first account of staff, as long as there is none."""

import re
import subprocess
import sys
from urllib.request import HTTPCookieProcessor, build_opener

from tests.integration.launcher.conftest import ROOT
from tests.waiting import wait_until

LINK = re.compile(r"first login for staff: http://localhost:(\d+)(/welcome/\S+)")


def test_the_link_is_shown_and_opens_a_page(launch):
    launcher = launch().until_open()
    wait_until(lambda: LINK.search(launcher.output), 30, "the link")
    [(port, path)] = LINK.findall(launcher.output)

    browser = build_opener(HTTPCookieProcessor())

    with browser.open(f"http://127.0.0.1:{port}{path}") as page:
        assert page.status == 200
        assert page.url.endswith("/welcome")

    assert int(port) == launcher.port
    assert launcher.answers()


def test_with_an_account_of_staff_nothing_is_shown(launch, tmp_path):
    environment = {"VAR_DIR": str(tmp_path / "var"), "APP_ENV": "development"}
    create = ["-m", "balcao", "user", "create", "ana@loja.example", "--staff"]
    for words in (["migrate_db.py"], create):
        subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, check=True)

    launcher = launch(USE_REDIS="false").until_open()
    launcher.end()

    assert "Ctrl-C" in launcher.output
    assert not LINK.search(launcher.output)
