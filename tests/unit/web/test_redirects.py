"""No form of ours sends anybody elsewhere."""

import pytest
from flask.testing import FlaskClient

from balcao.web.redirects import local_path

EVIL = [
    "",
    "e",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "https:evil.example",
    "https://evil.example",
    "http:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "/%09/evil.example",
    "/%2fevil.example",
    "/%252fevil.example",
    "/%25252525252fevil.example",
    "/%5cevil.example",
    "/%0d%0aSet-Cookie:x",
    "/\r\nSet-Cookie: x=1",
    " /a",
    "/a b",
    "/\u2215evil.example",
    "/\uff0fevil.example",
    "/@evil.example",
    "@evil.example",
    "/%40evil.example",
    "?next=/",
    "/" + "a" * 2001,
]
GOOD = ["/", "/jobs/1", "/dev/jobs?after=3&q=a%20b", "/search?q=caf%C3%A9", "/a#part"]


@pytest.mark.parametrize("target", EVIL)
def test_what_could_lead_elsewhere_leads_to_the_start(target: str) -> None:
    assert local_path([target]) == "/"


@pytest.mark.parametrize("target", GOOD)
def test_a_page_of_ours_is_returned_to(target: str) -> None:
    assert local_path([target]) == target


@pytest.mark.parametrize("targets", [[], ["/a", "/b"]])
def test_none_or_two_wishes_are_no_wish(targets: list[str]) -> None:
    assert local_path(targets) == "/"


@pytest.mark.parametrize("address", ["/language", "/theme"])
@pytest.mark.parametrize("target", EVIL)
def test_the_two_wishes_never_redirect_elsewhere(
    open_client: FlaskClient, address: str, target: str
) -> None:
    answer = open_client.post(address, data={"lang": "en", "theme": "dark", "next": target})

    assert (answer.status_code, answer.location) == (303, "/")
