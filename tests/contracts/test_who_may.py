"""Knowing the id of a job opens nothing: it takes the browser, the account, or a signed link."""

from datetime import timedelta

import pytest

from balcao.foundation import tokens
from balcao.foundation.clock import utcnow
from tests.contracts.counter import BOB, TENANT, VIEWS, form_token, told

PAGES = [*VIEWS, "/jobs/{}"]
JSON = {"Accept": "application/json"}
HTML = {"Accept": "text/html"}
ENGLISH = {"Accept-Language": "en"}
HUGE = b"x" * (2 * 1024 * 1024)
ACTIONS = ["/jobs/{}/cancel", "/jobs/{}/retry"]
POSSIBLE = [("/jobs/{}/cancel", "queued"), ("/jobs/{}/retry", "failed")]


def statuses(client, job_id, **query):
    return {client.get(page.format(job_id), query_string=query).status_code for page in PAGES}


def test_the_browser_that_asked_sees_its_job(counter):
    assert statuses(counter.browser(), counter.job()) == {200}


def test_another_browser_does_not(counter):
    assert statuses(counter.browser(BOB), counter.job()) == {404}


def test_neither_does_a_browser_that_has_been_nowhere(counter):
    assert statuses(counter.app.test_client(), counter.job()) == {404}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ({"staff": True}, {200}),
        ({"user_id": "account-of-alice"}, {200}),
        ({"tenant_ids": (TENANT, "another")}, {200}),
        ({"user_id": "account-of-bob"}, {404}),
        ({"tenant_ids": ("another",)}, {404}),
        ({}, {404}),
    ],
)
def test_the_account_its_tenants_and_staff_see_it(counter, who, seen):
    job_id = counter.job(owner_id="account-of-alice", tenant_id=TENANT)

    assert statuses(counter.person(**who), job_id) == seen


@pytest.mark.parametrize("who", [{"tenant_ids": ("another",)}, {"user_id": "account-of-bob"}, {}])
def test_a_job_of_nobody_is_not_everybodys(counter, who):
    assert statuses(counter.person(**who), counter.job(viewer="")) == {404}


def test_a_signed_link_shows_its_job_on_another_device(counter):
    job_id = counter.job()

    assert statuses(counter.browser(BOB), job_id, key=counter.link(job_id)) == {200}


def test_a_signed_link_shows_no_other_job(counter):
    one, other = counter.job(), counter.job()

    assert statuses(counter.browser(BOB), other, key=counter.link(one)) == {404}


def test_a_signed_link_stops_counting(counter, monkeypatch):
    job_id = counter.job()
    key = counter.link(job_id)

    monkeypatch.setattr(tokens, "utcnow", lambda: utcnow() + timedelta(days=8))

    assert statuses(counter.browser(BOB), job_id, key=key) == {404}


@pytest.mark.parametrize("key", ["", "x", ".", "\0", "f" * 999, "ffffffffff.", "é.é", "%"])
def test_a_made_up_link_shows_nothing(counter, key):
    assert statuses(counter.browser(BOB), counter.job(), key=key) == {404}


@pytest.mark.parametrize("action", ACTIONS)
def test_a_signed_link_is_for_looking_only(counter, action):
    job_id = counter.job()

    answer = counter.browser(BOB).post(
        action.format(job_id), query_string={"key": counter.link(job_id)}
    )

    assert (answer.status_code, counter.row(job_id).status) == (404, "queued")


@pytest.mark.parametrize(("action", "state"), POSSIBLE)
def test_strangers_change_nothing(counter, action, state):
    job_id = counter.job(state)

    answer = counter.browser(BOB).post(action.format(job_id), headers=JSON)

    assert (answer.status_code, counter.row(job_id).status) == (404, state)


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("/jobs/{}/cancel", "queued", "cancelled"),
        ("/jobs/{}/cancel", "retrying", "cancelled"),
        ("/jobs/{}/cancel", "started", "started"),
        ("/jobs/{}/retry", "failed", "queued"),
        ("/jobs/{}/retry", "cancelled", "queued"),
        ("/jobs/{}/retry", "unknown", "queued"),
    ],
)
def test_the_owner_cancels_and_tries_again(counter, action, before, after):
    job_id = counter.job(before)

    answer = counter.browser().post(action.format(job_id))

    assert answer.status_code == 303
    assert answer.location.endswith(f"/jobs/{job_id}")
    assert counter.row(job_id).status == after
    assert counter.row(job_id).cancel_requested is action.endswith("cancel")


@pytest.mark.parametrize(("action", "state"), POSSIBLE)
def test_pressing_twice_does_it_once_and_shows_what_is_true(counter, action, state):
    alice, job_id = counter.browser(), counter.job(state)

    pressed = [alice.post(action.format(job_id), headers=HTML).status_code for _ in range(2)]

    assert pressed == [303, 303]
    assert alice.post(action.format(job_id), headers=JSON).status_code == 409


@pytest.mark.parametrize("state", ["finished", "failed", "cancelled", "unknown"])
def test_what_has_ended_is_not_cancelled(counter, state):
    job_id = counter.job(state)

    answer = counter.browser().post(f"/jobs/{job_id}/cancel", headers=JSON)

    assert (answer.status_code, counter.row(job_id).status) == (409, state)


@pytest.mark.parametrize("state", ["queued", "started", "retrying", "finished"])
def test_what_did_not_end_badly_is_not_tried_again(counter, state):
    job_id = counter.job(state)

    answer = counter.browser().post(f"/jobs/{job_id}/retry", headers=JSON)

    assert (answer.status_code, counter.row(job_id).status) == (409, state)


@pytest.mark.parametrize("action", [*ACTIONS, "/dev/jobs/fail"])
def test_a_form_from_elsewhere_is_refused(counter, action):
    counter.app.config["WTF_CSRF_ENABLED"] = True
    alice, address = counter.browser(), action.format(counter.job("failed"))
    token = {"csrf_token": form_token(alice)}

    without = alice.post(address)
    foreign = alice.post(address, data=token, headers={"Origin": "https://evil.example"})
    another = counter.browser(BOB).post(address, data=token)

    assert (without.status_code, foreign.status_code, another.status_code) == (400, 403, 400)


@pytest.mark.parametrize("action", [*ACTIONS, "/dev/jobs/fail"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (HUGE, "application/x-www-form-urlencoded"),
        (HUGE, "application/json"),
        (b"\x00\xff", "application/json"),
        (b"a=1", "text/plain"),
        (b"--x", "multipart/form-data"),
    ],
)
def test_a_body_of_the_wrong_size_or_kind_is_never_our_fault(counter, action, body, kind):
    counter.app.config["WTF_CSRF_ENABLED"] = True

    answer = counter.browser().post(action.format(counter.job()), data=body, content_type=kind)

    assert answer.status_code in {400, 413, 415}


def test_the_list_shows_only_the_readers_own_jobs(counter):
    mine, _others = counter.job(), counter.job(viewer=BOB)

    listed = told(counter.browser().get("/api/email_jobs"))

    assert ([job["job_id"] for job in listed["jobs"]], listed["queue_length"]) == ([mine], 1)


def test_staff_sees_the_whole_list_and_a_browser_that_asked_for_nothing_an_empty_one(counter):
    ids = {counter.job(), counter.job(viewer=BOB)}

    empty = told(counter.browser("a third one").get("/api/email_jobs"))
    staff = told(counter.person(staff=True).get("/api/email_jobs"))

    assert empty == {"queue_length": 0, "jobs": []}
    assert {job["job_id"] for job in staff["jobs"]} == ids


@pytest.mark.parametrize("query", ["", "?limit=0"])
def test_who_is_neither_known_nor_logged_in_gets_no_list(counter, query):
    counter.job()

    answer = counter.app.test_client().get(f"/api/email_jobs{query}", headers=ENGLISH)

    assert answer.status_code == 401
    assert answer.get_json() == {"error": "Log in first, then try again."}


@pytest.mark.parametrize(
    ("limit", "status"), [(0, 400), (-1, 400), (101, 400), (1, 200), (100, 200)]
)
def test_a_page_of_the_list_has_bounds(counter, limit, status):
    answer = counter.browser().get("/api/email_jobs", query_string={"limit": limit})

    assert answer.status_code == status


def test_the_list_is_read_page_by_page_newest_first(counter):
    newest_first = [counter.job() for _ in range(5)][::-1]
    alice, seen, after = counter.browser(), [], None

    for _ in range(3):
        page = told(alice.get("/api/email_jobs", query_string={"limit": 2, "after": after or ""}))
        seen += [job["job_id"] for job in page["jobs"]]
        after = seen[-1]

    assert seen == newest_first
