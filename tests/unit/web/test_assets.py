"""Files of ours are kept for ever under an address that changes with them."""

import re
from pathlib import Path

from flask.testing import FlaskClient

from balcao.web.assets import tree_version

ROOT = Path(__file__).parents[3]


def test_a_page_names_files_that_exist_and_may_be_kept(client: FlaskClient) -> None:
    addresses = re.findall('"(/assets/[^"]+)"', client.get("/").text)

    answers = [client.get(address, buffered=True) for address in addresses]

    assert len(answers) >= 4
    assert {answer.status_code for answer in answers} == {200}
    assert all("immutable" in answer.headers["Cache-Control"] for answer in answers)


def test_an_outdated_address_gives_the_current_file_for_now(client: FlaskClient) -> None:
    answer = client.get("/assets/000000000000/css/app.css", buffered=True)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


def test_modules_come_as_modules(client: FlaskClient) -> None:
    assert client.get("/assets/x/js/main.js", buffered=True).mimetype == "text/javascript"


def test_nothing_outside_the_folder_is_served(client: FlaskClient) -> None:
    for path in ("../config.py", "%2e%2e/config.py", "css/../../config.py", "css"):
        assert client.get(f"/assets/x/{path}").status_code == 404


def test_the_version_follows_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a")
    first = tree_version(tmp_path)

    (tmp_path / "a.css").write_text("b")
    second = tree_version(tmp_path)
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    third = tree_version(tmp_path)

    assert len({first, second, third}) == 3


def test_every_file_that_a_template_or_file_names_exists() -> None:
    templates = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    named = re.findall(r"asset_url\('([^']+)'\)", templates)
    controllers = set(" ".join(re.findall('data-controller="([^"]+)"', templates)).split())

    files = [*named, *(f"js/controllers/{name}.js" for name in controllers)]

    assert [name for name in files if not (ROOT / "static" / name).is_file()] == []
