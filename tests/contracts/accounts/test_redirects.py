"""A form leads on to pages of this house only, and no header says where the house is."""

from urllib.parse import urlsplit

import pytest

from balcao.accounts.links import RESET
from tests.contracts.accounts.door import ANA, PASSWORD, enter

EVIL = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "http://evil.example/login",
    "HTTPS://EVIL.EXAMPLE",
    "//evil.example%2f..",
    "/%09/evil.example",
    "/%2fevil.example",
    "/%2Fevil.example",
    "/%252fevil.example",
    "/%25252fevil.example",
    "/%5cevil.example",
    "/%255cevil.example",
    "%2f%2fevil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    " //evil.example",
    "\t//evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "@evil.example",
    "/@evil.example",
    "//localhost@evil.example",
    "https://localhost@evil.example",
    "https://localhost.evil.example",
    "evil.example",
    "//evil。example",
    "/\u2215/evil.example",
    "\uff0f\uff0fevil.example",
    "/\u202e//evil.example",
    "/\0/evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "." * 3000,
    "/" + "a" * 3000,
]
OURS = ["/jobs/1", "/account", "/account/address?x=1", "/jobs/1?next=//evil.example", "/a%20b"]
HOSTS = [
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "444"},
    {"X-Forwarded-Prefix": "//evil.example"},
    {"Forwarded": "host=evil.example;proto=https"},
    {"X-Original-URL": "//evil.example"},
    {"X-Rewrite-URL": "//evil.example"},
    {"X-Host": "evil.example"},
    {"X-HTTP-Host-Override": "evil.example"},
    {"Referer": "https://evil.example/"},
]


@pytest.fixture
def ana(door):
    door.account()
    return door.browser()


@pytest.mark.parametrize("target", EVIL)
def test_no_wish_leads_to_somebody_elses_house(ana, target):
    given = [
        enter(ana, next=target),
        ana.get("/login", query_string={"next": target}),
        ana.post("/login/again", data={"password": PASSWORD, "next": target}),
    ]

    assert {(answer.status_code, answer.location) for answer in given} == {(303, "/account")}


@pytest.mark.parametrize("target", EVIL)
def test_the_page_does_not_hand_a_bad_wish_on(ana, target):
    page = ana.get("/login", query_string={"next": target})

    assert 'name="next" value="/account"' in page.text


@pytest.mark.parametrize("target", OURS)
def test_a_wish_for_one_of_our_pages_comes_true(ana, target):
    assert enter(ana, next=target).location == target


def test_two_wishes_are_none(ana):
    assert enter(ana, next=["/jobs/1", "//evil.example"]).location == "/account"
    ana.post("/logout")
    split = ana.post(
        "/login?next=//evil.example", data={"email": ANA, "password": PASSWORD, "next": "/jobs/1"}
    )
    assert split.location == "/account"


@pytest.mark.parametrize("headers", HOSTS)
def test_no_header_says_where_we_are(door, ana, headers):
    asked = door.browser().post("/forgot", data={"email": ANA}, headers=headers)
    token = door.link(RESET)

    answers = [
        asked,
        enter(ana, next="/jobs/1"),
        ana.get(f"/reset/{token}", headers=headers),
        ana.get("/login", headers=headers),
        ana.post("/logout", headers=headers),
        ana.get("/login/again", headers=headers),
    ]

    for answer in answers:
        parts = urlsplit(answer.location or "")
        assert (parts.scheme, parts.netloc) == ("", "")
        assert "evil.example" not in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "localhost:x", ""]
)
@pytest.mark.parametrize("address", ["/login", "/forgot", "/reset", "/reset/x", "/welcome/x"])
def test_a_request_for_another_house_is_turned_away(door, host, address):
    answer = door.browser().get(address, headers={"Host": host})

    assert answer.status_code == 400
    assert "evil.example" not in answer.text
