"""Nothing a visitor can see of a sign-up tells whether its address has an account."""

import re

import pytest
from sqlalchemy import event

from balcao.accounts.models import PreUser, User
from balcao.adapters.mail import Refused
from balcao.jobs.models import Job, JobEvent
from tests.contracts.accounts.joining import PASSWORD, confirm, path_in, same_for_all, state_of

KNOWN, PENDING, UNKNOWN = (f"{name}@loja.example" for name in ("rui1", "ana2", "eva3"))
ALL = (KNOWN, PENDING, UNKNOWN)
OWN = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9A-F]{4}\b|<time.*?</time>"
    r'|data-seconds="\d+"|Wait \d+ s|/assets/\w+'
)


@pytest.fixture
def three(joining):
    """One address with an account, one that waits, one that nobody ever typed."""
    joining.account(KNOWN)
    joining.signed_up(PENDING)
    joining.work()
    joining.later()
    return joining


def alike(answer, address):
    status, text = same_for_all(answer, address)
    return status, answer.headers.get("Location"), OWN.sub("…", text)


def ticket(client, job):
    answer = client.get(f"/api/v1/jobs/{job.id}")
    return {name: OWN.sub("…", str(value)) for name, value in answer.get_json().items()
            if not name.endswith("_at")}  # fmt: skip


def test_the_answers_are_the_same(three):
    form = {"password": PASSWORD}
    ways = {}
    for address in ALL:
        ana = three.browser()
        answers = [
            ana.post("/signup", data={**form, "email": address}),
            ana.get("/login"),
            ana.get("/signup/state"),
            ana.post("/signup/resend"),
        ]
        three.later()
        answers += [ana.post("/signup/resend"), ana.get("/login"), ana.post("/signup/address")]
        three.later()
        ways[address] = [alike(answer, address) for answer in answers]

    assert ways[KNOWN] == ways[UNKNOWN] == ways[PENDING]


def test_the_course_of_the_mail_is_the_same_and_true(three):
    browsers = {address: three.signed_up(address) for address in ALL}
    mails = {mail.to: mail for mail in three.work()}

    jobs = sorted(three.rows(Job), key=lambda job: job.id)[-3:]
    tickets = [ticket(browsers[address], job) for address, job in zip(ALL, jobs, strict=True)]
    assert set(mails) == set(ALL)
    assert "/verify/" not in mails[KNOWN].text
    assert tickets[0] == tickets[1] == tickets[2]
    assert tickets[0]["status"] == "finished"
    events = [
        [(e.status, e.note) for e in three.rows(JobEvent) if e.job_id == job.id] for job in jobs
    ]
    assert events[0] == events[1] == events[2]


def test_a_refused_mailbox_is_told_in_the_same_words(three):
    three.office.troubles = [
        Refused("mail.error.no_such_mailbox", about_recipient=True) for _ in ALL
    ]
    browsers = {address: three.signed_up(address) for address in ALL}
    three.work()

    pages = [alike(browser.get("/login"), address) for address, browser in browsers.items()]

    assert pages[0] == pages[1] == pages[2]
    assert "This mailbox does not exist. Please correct the address." in pages[0][2]
    assert "<details open>" in pages[0][2]


def test_the_database_does_the_same_work(three):
    done: dict[str, list[str]] = {}
    for address in ALL:
        ana, seen = three.browser(), done.setdefault(address, [])
        ana.get("/signup")
        with three.app.app_context():
            watched = three.app.extensions["sqlalchemy"].engine
        listen = lambda *given, seen=seen: seen.append(given[2])  # noqa: E731
        event.listen(watched, "before_cursor_execute", listen)
        ana.post("/signup", data={"email": address, "password": PASSWORD})
        event.remove(watched, "before_cursor_execute", listen)

    assert done[KNOWN] == done[UNKNOWN] == done[PENDING]
    assert not any(re.search(r"\busers\b", statement) for statement in done[KNOWN])


def test_whoever_typed_somebody_elses_address_never_hears_of_the_account(joining):
    eve = joining.signed_up(password="a senha da eva, que espera")
    joining.work()
    joining.later()
    joining.signed_up()
    [mail] = joining.work()
    before = alike(eve.get("/login"), UNKNOWN)

    confirm(joining.browser(), path_in(mail))
    joining.later()

    assert state_of(eve) == "waiting"
    assert alike(eve.get("/login"), UNKNOWN) == before
    assert eve.post("/signup/resend").status_code == 303
    [told] = joining.work()
    assert "/verify/" not in told.text
    assert "finished" in eve.get("/login").text
    assert (len(joining.rows(User)), len(joining.rows(PreUser))) == (1, 1)


def test_an_owner_is_told_in_the_language_of_the_account(joining):
    joining.account(KNOWN)

    joining.browser("pt-PT").post("/signup", data={"email": KNOWN, "password": PASSWORD})

    [mail] = joining.work()
    assert mail.to == KNOWN
    assert f"{mail.text}".count("balcao.example/login") == 1
