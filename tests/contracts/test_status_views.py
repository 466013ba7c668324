"""Every address tells the same story about a job, each in the keys it promised."""

import pytest

from balcao.foundation.ids import new_id
from tests.contracts.counter import (
    BOB,
    ERROR,
    MAIL,
    OPEN,
    RESULT,
    STATES,
    VIEWS,
    WORK,
    told,
)

EMAIL_VIEW, OCR_VIEW, FULL_VIEW = VIEWS
EMAIL_KEYS = {"job_id", "status", "progress", "message", "error"}
LIST_KEYS = {"job_id", "status", "progress", "created_at", "started_at", "ended_at"}
ASKED, BEGUN = {"job_id", "status", "created_at"}, {"started_at"}
OCR_KEYS = {
    "queued": ASKED,
    "started": ASKED | BEGUN | {"progress"},
    "retrying": ASKED | BEGUN | {"progress"},
    "finished": ASKED | BEGUN | {"ended_at", "result"},
    "failed": ASKED | BEGUN | {"ended_at", "error"},
    "unknown": ASKED | BEGUN | {"ended_at", "error"},
    "cancelled": ASKED | {"ended_at", "error"},
}
FULL_KEYS = {
    "job_id", "kind", "queue", "status", "progress", "stage", "message", "result", "error",
    "attempts", "created_at", "started_at", "ended_at", "next_retry_at", "poll_ms", "links",
}  # fmt: skip
SEED_WORDS = {
    "queued": "Email na fila de envio",
    "started": "A enviar email",
    "finished": "Email enviado com sucesso",
    "failed": "Erro no envio",
    "unknown": "Estado desconhecido",
}
COLOURS = {
    "queued": "blue", "started": "blue", "retrying": "blue", "finished": "green",
    "failed": "yellow", "cancelled": "grey", "unknown": "grey",
}  # fmt: skip
MALFORMED = [
    "x" * 65, "x" * 5000, "%00", "%ff", "'--", "%F0%9F%92%A5", "%0d%0aX:1", "{{7*7}}", "<script>",
    "{00000000-0000-7000-8000-000000000000}", "urn:uuid:00000000-0000-7000-8000-00000000000a",
]  # fmt: skip
PLAUSIBLE = [
    "abc123", "1", "-", "null", "0" * 36, "0000000000007000800000000000000a",
    "ABCDEF00-0000-7000-8000-00000000000A",
]  # fmt: skip


@pytest.fixture
def ask(counter):
    """Return a way to ask every address for a job, as Alice's browser does."""
    alice = counter.browser()
    return lambda job_id: [told(alice.get(view.format(job_id))) for view in VIEWS]


@pytest.mark.parametrize("kind", [MAIL, WORK], ids=["mail", "work"])
@pytest.mark.parametrize("state", STATES)
def test_the_addresses_agree(counter, ask, state, kind):
    job_id = counter.job(state, kind)

    email, ocr, full = ask(job_id)

    assert email["job_id"] == ocr["job_id"] == full["job_id"] == job_id
    assert email["status"] == ocr["status"] == full["status"] == state
    assert email["message"] == full["message"]
    assert email["error"] == (full["error"] or "")
    assert email["progress"] == full["progress"] == ocr.get("progress", email["progress"])
    assert ocr.get("error") in {None, full["error"] or full["message"]}
    times = {"created_at", "started_at", "ended_at"}
    assert {key: ocr[key] for key in times & ocr.keys()} == {
        key: full[key] for key in times if full[key] is not None
    }


@pytest.mark.parametrize("state", STATES)
def test_the_email_seed_has_its_five_keys(counter, ask, state):
    email, _, _ = ask(counter.job(state))

    assert email.keys() == EMAIL_KEYS
    assert isinstance(email["error"], str)
    assert (email["error"] == "") is (state in {"queued", "started", "finished", "cancelled"})


@pytest.mark.parametrize("state", STATES)
def test_the_ocr_seed_has_the_keys_of_each_state(counter, ask, state):
    _, ocr, _ = ask(counter.job(state, WORK))

    assert ocr.keys() == OCR_KEYS[state]


def test_the_ocr_seed_wraps_its_result(counter, ask):
    _, ocr, full = ask(counter.job("finished", WORK))

    assert ocr["result"] == {"success": True, "data": RESULT}
    assert full["result"] == RESULT


@pytest.mark.parametrize("state", STATES)
def test_the_full_view_always_has_all_keys(counter, ask, state):
    _, _, full = ask(counter.job(state))

    assert full.keys() >= FULL_KEYS
    assert full["colour"] == COLOURS[state]
    assert (full["next_retry_at"] is not None) is (state == "retrying")
    assert full["ended"] is (state not in OPEN)


@pytest.mark.parametrize(("state", "words"), SEED_WORDS.items())
def test_mails_speak_in_the_words_of_the_seed(counter, ask, state, words):
    email, _, _ = ask(counter.job(state))

    assert email["message"] == words


def test_an_error_is_a_sentence_and_not_a_key(counter, ask):
    for view in ask(counter.job("failed")):
        assert view["error"]
        assert ERROR not in str(view)


@pytest.mark.parametrize(("kind", "seconds"), [(MAIL, 3), (WORK, 1)], ids=["mail", "work"])
@pytest.mark.parametrize("state", STATES)
def test_whoever_polls_is_told_when_to_come_back(counter, state, kind, seconds):
    alice, job_id = counter.browser(), counter.job(state, kind)

    answers = [alice.get(view.format(job_id)) for view in VIEWS]

    expected = str(seconds) if state in OPEN else None
    assert [answer.headers.get("Retry-After") for answer in answers] == [expected] * 3
    assert answers[2].json["poll_ms"] == seconds * 1000


@pytest.mark.parametrize("view", VIEWS)
def test_a_foreign_id_is_answered_like_one_that_is_not_there(counter, view):
    bob, number = counter.browser(BOB), {"X-Request-ID": "the-same-request"}
    foreign, nobodys = counter.job("finished"), new_id()

    one = bob.get(view.format(foreign), headers=number)
    other = bob.get(view.format(nobodys), headers=number)

    assert (one.status_code, other.status_code) == (404, 404)
    assert list(one.headers) == list(other.headers)
    assert one.data.replace(foreign.encode(), b"ID") == other.data.replace(nobodys.encode(), b"ID")


def test_an_unknown_id_has_the_keys_of_its_address_and_the_grey_words(counter):
    alice, nobodys = counter.browser(), new_id()

    email, ocr = (alice.get(view.format(nobodys)).json for view in (EMAIL_VIEW, OCR_VIEW))

    assert email.keys() == EMAIL_KEYS
    assert {**email, "message": ""} == {
        "job_id": nobodys, "status": "unknown", "progress": 0, "message": "", "error": "",
    }  # fmt: skip
    assert (ocr["job_id"], ocr["status"]) == (nobodys, "unknown")
    assert email["message"] == ocr["message"] == "Estado desconhecido"


def test_an_unknown_id_of_the_full_view_is_a_problem_with_a_request_id(counter):
    answer = counter.browser().get(FULL_VIEW.format(new_id()))

    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == answer.status_code == 404
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize("view", [*VIEWS, "/jobs/{}"])
def test_a_malformed_id_is_refused(counter, view):
    alice = counter.browser()

    answers = {text: alice.get(view.format(text)).status_code for text in MALFORMED}

    assert answers == dict.fromkeys(MALFORMED, 400)


@pytest.mark.parametrize("view", [*VIEWS, "/jobs/{}"])
def test_what_could_be_an_id_is_unknown(counter, view):
    alice = counter.browser()

    answers = {text: alice.get(view.format(text)).status_code for text in PLAUSIBLE}

    assert answers == dict.fromkeys(PLAUSIBLE, 404)


@pytest.mark.parametrize("state", STATES)
def test_the_page_of_a_job_says_the_same(counter, ask, state):
    job_id = counter.job(state)
    email, _, _ = ask(job_id)

    page = counter.browser().get(f"/jobs/{job_id}").text

    assert email["message"] in page
    assert f'data-state="{state}"' in page


def test_the_list_has_the_keys_of_the_seed_and_agrees(counter, ask):
    jobs = {counter.job(state): state for state in STATES}

    listed = told(counter.browser().get("/api/email_jobs"))

    assert listed.keys() == {"queue_length", "jobs"}
    assert listed["queue_length"] == 2
    assert {line["job_id"]: line["status"] for line in listed["jobs"]} == jobs
    for line in listed["jobs"]:
        assert line.keys() == LIST_KEYS
        _, _, full = ask(line["job_id"])
        assert line == {key: full[key] for key in LIST_KEYS}
