"""Rights are asked for anew with each request; proof and secrets are good for as long as said."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from balcao.accounts.login import service
from balcao.accounts.login.service import Browser
from balcao.accounts.models import LoginSession, Membership, User
from balcao.foundation.clock import utcnow
from balcao.foundation.errors import DomainError
from tests.contracts.accounts.door import PASSWORD, enter


def test_rights_that_were_taken_are_gone_with_the_next_request(door):
    door.account(staff=True)
    ana = door.inside()
    job_id = door.counter.job()
    assert ana.get(f"/jobs/{job_id}").status_code == 200

    with Session(door.engine) as session, session.begin():
        session.execute(update(User).values(staff=False))

    assert ana.get(f"/jobs/{job_id}").status_code == 404


def test_who_leaves_a_business_loses_sight_of_its_jobs_at_once(door):
    door.account()
    ana = door.inside()
    with Session(door.engine) as session:
        [tenant_id] = session.query(Membership.tenant_id).one()
    job_id = door.counter.job(tenant_id=tenant_id)
    assert ana.get(f"/jobs/{job_id}").status_code == 200

    with Session(door.engine) as session, session.begin():
        session.query(Membership).delete()

    assert ana.get(f"/jobs/{job_id}").status_code == 404


def test_in_production_staff_opens_nothing_more_without_a_second_factor(door):
    door.account(staff=True)
    ana = door.inside()
    job_id = door.counter.job()
    door.app.extensions["staff_needs_factor"] = True

    assert ana.get(f"/jobs/{job_id}").status_code == 404
    assert ana.get("/account").location == "/account/second-factor"

    with Session(door.engine) as session, session.begin():
        session.execute(update(LoginSession).values(with_factor=True))

    assert ana.get(f"/jobs/{job_id}").status_code == 200


def test_proof_is_good_for_ten_minutes(door):
    door.account()
    ana = door.inside()
    door.age(proved_at=-11 * 60)

    asked = ana.get("/login/again?next=/account")
    wrong = ana.post("/login/again", data={"password": "wrong", "next": "/account"})
    right = ana.post("/login/again", data={"password": PASSWORD, "next": "/account"})

    assert (asked.status_code, wrong.status_code) == (200, 422)
    assert (right.status_code, right.location) == (303, "/account")
    [row] = door.rows(LoginSession)
    assert (row.proved_at - row.seen_at).total_seconds() >= 0


@pytest.mark.parametrize("change", [{"password_hash": "another"}, {"disabled_at": utcnow()}])
def test_a_login_that_was_checked_before_a_change_does_not_slip_in_behind_it(door, change):
    door.account()
    checked = door.user()
    with Session(door.engine) as session, session.begin():
        session.execute(update(User).values(**change))

    with (
        Session(door.engine) as session,
        pytest.raises(DomainError, match=r"accounts\.error\.login"),
    ):
        service.log_in(session, checked, Browser(), instead_of="")

    assert door.rows(LoginSession) == []


def test_in_production_the_cookies_are_bound_to_this_house_and_to_encryption(door):
    door.account(staff=True)
    door.app.config |= {"SESSION_COOKIE_SECURE": True}
    browser = door.browser()

    cookies = enter(browser).headers.getlist("Set-Cookie")

    ours = [cookie for cookie in cookies if cookie.startswith("__Host-balcao-")]
    assert len(ours) == 2
    for cookie in ours:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
