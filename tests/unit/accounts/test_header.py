"""The top of every page greets its reader, and stands where nobody can be recognised."""

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from balcao.web import WebValues, init_web
from tools.files import ROOT

STATEMENT = "SELECT 1"


def unreachable():
    raise OperationalError(STATEMENT, {}, ConnectionRefusedError())


@pytest.fixture
def app():
    app = Flask("balcao", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.secret_key = "only for these tests, nobody keeps anything with it"
    init_web(app, WebValues(static_folder=ROOT / "static"))
    return app


def page_for(app: Flask, visitor: object, path: str = "/") -> tuple[int, str]:
    app.context_processor(lambda: {"visitor": visitor})
    answer = app.test_client().get(path, headers={"Accept-Language": "en"})
    return answer.status_code, answer.text


def test_a_visitor_is_shown_the_way_in(app):
    status, page = page_for(app, lambda: None)

    assert status == 200
    for way_in in ("/login", "/signup"):
        assert f'href="{way_in}"' in page
    assert "/logout" not in page


@pytest.mark.parametrize("path", ["/", "/nothing-here"])
def test_who_is_logged_in_is_called_by_name_and_can_leave_by_a_form(app, path):
    _, page = page_for(app, lambda: {"name": "Ana <Sá>", "email": "ana@loja.example"}, path)

    assert "Ana &lt;Sá&gt;" in page
    assert '<form method="post" action="/logout">' in page
    assert 'href="/signup"' not in page


def test_an_unreachable_database_is_told_by_a_page_that_does_not_ask_it_again(app):
    status, page = page_for(app, unreachable)

    assert status == 503
    assert "The counter is closed for a moment" in page
    assert 'href="/login"' not in page
