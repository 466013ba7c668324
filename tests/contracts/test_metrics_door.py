"""Who may read the numbers: this machine, or who has the token; nobody else learns of them."""

import re

import pytest

from tests.contracts.scraping import Webs

TOKEN = "ünlikely-to-be-guessed"
AS_SENT = TOKEN.encode().decode("latin-1")  # as servers hand headers on
STRANGER = {"REMOTE_ADDR": "203.0.113.9"}
JSON = {"Accept": "application/json"}
OWN = re.compile(r'nothing|metrics|"request_id":"[^"]+"')
NEAR = {
    "127.0.0.1": "127.0.0.1:8000",
    "127.0.0.2": "localhost",
    "::1": "localhost",
    "::ffff:127.0.0.1": "localhost",
}
FOREIGN = {
    "another machine": (STRANGER, {}),
    "another machine that says it is here": (STRANGER, {"X-Forwarded-For": "127.0.0.1"}),
    "a machine of the same network": ({"REMOTE_ADDR": "172.17.0.1"}, {}),
    "a mapped address": ({"REMOTE_ADDR": "::ffff:203.0.113.9"}, {}),
    "nobody": ({"REMOTE_ADDR": ""}, {}),
    "no address": ({"REMOTE_ADDR": "localhost"}, {}),
    "by our public name": ({}, {"Host": "balcao.example"}),
    "by a proxy here": ({}, {"X-Forwarded-For": "203.0.113.9"}),
    "by a proxy here, of ourselves": ({}, {"X-Forwarded-For": "127.0.0.1"}),
    "by a chain": ({}, {"X-Forwarded-For": "127.0.0.1, 203.0.113.9"}),
    "by a chain the other way": ({}, {"X-Forwarded-For": "203.0.113.9, 127.0.0.1"}),
    "by a proxy that names itself": ({}, {"Via": "1.1 proxy"}),
    "by the standard": ({}, {"Forwarded": "for=127.0.0.1"}),
    "by another proxy": ({}, {"X-Real-IP": "127.0.0.1"}),
    "by half a proxy": ({}, {"X-Forwarded-Proto": "https"}),
}
WRONG = [
    None, "", "Bearer", "Bearer ", f"Bearer {AS_SENT[:-1]}", f"Bearer {AS_SENT}x", "Bearer Bearer",
    f"Basic {AS_SENT}", AS_SENT, f"Bearer, {AS_SENT}",
]  # fmt: skip


@pytest.mark.parametrize("proxies", [0, 1])
def test_without_a_token_this_machine_may_ask_past_any_proxy(webs: Webs, proxies):
    client = webs.start(trusted_proxies=proxies).test_client()

    for peer, name in NEAR.items():
        environ = {"REMOTE_ADDR": peer}
        answer = client.get("/metrics", headers={"Host": name}, environ_base=environ)

        assert answer.status_code == 200, peer


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_nobody_else_learns_that_there_is_anything(webs: Webs, proxies):
    app = webs.start(trusted_proxies=proxies, trusted_hosts="localhost,balcao.example")

    for how, (environ, headers) in FOREIGN.items():
        asked = {"headers": headers, "environ_base": environ}

        assert refused(app, "/metrics", **asked) == refused(app, "/nothing", **asked), how


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_who_has_the_token_may_ask_from_anywhere(webs: Webs, scheme):
    client = webs.start(metrics_token=TOKEN, trusted_proxies=1).test_client()
    headers = {"Authorization": f"{scheme} {AS_SENT}", "X-Forwarded-For": "203.0.113.9"}

    answer = client.get("/metrics", headers=headers, environ_base=STRANGER)

    assert answer.status_code == 200


def test_with_a_token_nobody_may_ask_without_it(webs: Webs):
    app = webs.start(metrics_token=TOKEN)

    for given in WRONG:
        asked = {"headers": {} if given is None else {"Authorization": given}}

        assert refused(app, "/metrics", **asked) == refused(app, "/nothing", **asked), given


def refused(app, path, *, headers, **asked):
    """Return what is answered to a person and to a program, without what is each answer's own."""
    page = app.test_client().get(path, headers=headers, **asked)
    told = app.test_client().get(path, headers={**headers, **JSON}, **asked)
    assert (page.status_code, told.status_code) == (404, 404)
    title = re.findall(r"<(?:title|h1)[^>]*>[^<]+", page.text)
    names = [sorted(answer.headers.keys()) for answer in (page, told)]
    return title, page.content_type, OWN.sub("", told.text), told.content_type, names
