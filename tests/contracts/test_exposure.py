"""What a stranger finds who looks for more than pages, on the real web server in production."""

import hashlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

import migrate_db
from balcao.accounts.models import User
from balcao.adapters import Tools
from balcao.jobs.work.inline import work_off
from tests.contracts.accounts.keyring import HOUSE
from tests.fakes.postoffice import PostOffice
from tests.servers.ports import free_port
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
EVIL = "evil.example"
TYPED = "quatro+cadeiras+num+barco"
KEY = "a key of these tests, long enough, of no use to anybody"
HIDDEN = [
    "/.env", "/.env.local", "/.git/config", "/.git/HEAD", "/config.py", "/app.py",
    "/var/balcao.db", "/balcao.db", "/secret_key", "/var/secret_key", "/docker-compose.yml",
    "/requirements.txt", "/static/../config.py", "/static/css/app.css",
    "/assets/x/../../config.py", "/assets/", "/assets", "/assets/x/%2e%2e/config.py",
    "/assets/x/..%2fconfig.py", "/assets/x/..%252fconfig.py", "/assets/x//etc/passwd",
    "/assets/x/%00", "/assets/x/css", "/assets/x/css/", "/%2e%2e/config.py", "/metrics", "/debug",
    "/console", "/docs", "/openapi.json", "/rq", "/admin", "/server-status", "/wp-login.php",
    "/phpmyadmin", "/dev", "/dev/mail", "/dev/mail.json", "/dev/mail/clear", "/dev/mail/preview",
    "/dev/mail/preview/html", "/dev/jobs", "/dev/jobs/fail", "/?__debugger__=yes",
    "/templates/base.html", "/api", "/api/", "/api/v1", "/.well-known/security.txt", "/~root",
    "/balcao/bootstrap.py", "/robots.txt~", "/login.bak", "/..", "/../../etc/passwd",
    "//etc/passwd",
]  # fmt: skip
METHODS = ["TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG", "PATCH", "DELETE", "X", "get"]
TELLING = re.compile(rf"(?i)traceback|werkzeug|sqlalchemy|site-packages|{re.escape(str(ROOT))}")


class Server:
    """The web as the launcher starts it, spoken to byte by byte."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"sqlite:///{folder}/balcao.db"
        migrate_db.migrate(self.url)
        settings = {
            "APP_ENV": "production",
            "SECRET_KEY": KEY,
            "PUBLIC_URL": HOUSE,
            "VAR_DIR": str(folder),
            "DATABASE_URL": self.url,
            "RQ_ASYNC_ENABLED": "false",
        }
        options = ["--threads=4", "--no-control-socket", f"--bind=127.0.0.1:{self.port}"]
        self.log = (folder / "log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, "app:create_app()"],
            cwd=ROOT, env={**os.environ, **settings}, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        wait_until(self._answers, 20, "the web answers")

    def say(self, request: str) -> tuple[int, str]:
        """Send bytes as they are; return the status and everything that came back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(request.encode("latin-1"))
            came = b""
            while part := line.recv(65536):
                came += part
        answer = came.decode("latin-1")
        return int(answer[9:12]) if answer else 0, answer

    def ask(self, path: str, *headers: str, method: str = "GET") -> tuple[int, str]:
        """Ask for a path, with Host unless the headers say another one."""
        own = () if any(name.startswith("Host:") for name in headers) else ("Host: balcao.example",)
        lines = [f"{method} {path} HTTP/1.1", *own, *headers, "Connection: close", "", ""]
        return self.say("\r\n".join(lines))

    def end(self) -> None:
        """Stop it, and wait until it is gone."""
        self.process.terminate()
        self.process.wait(20)
        self.log.close()

    def _answers(self) -> bool:
        try:
            return self.ask("/health")[0] == 200
        except OSError:
            return False


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("exposed"))
    yield started
    started.end()


def test_there_is_nothing_beside_the_pages(server):
    found = {path: server.ask(path) for path in HIDDEN}

    home = found.pop("/?__debugger__=yes")
    assert home[0] == 200
    assert "debugger" not in home[1].lower().replace("?__debugger__", "")
    # two slashes become one, and then there is nothing
    assert found.pop("/assets/x//etc/passwd")[0] in {308, 404}
    assert server.ask("/assets/x/etc/passwd")[0] == 404
    assert {path for path, (status, _) in found.items() if status not in {400, 404, 405}} == set()
    assert not [path for path, (_, said) in found.items() if TELLING.search(said)]


def test_numbers_are_told_to_this_machine_and_not_to_its_proxy(server):
    own = "Host: 127.0.0.1"

    assert server.ask("/metrics", own)[0] == 200
    assert server.ask("/metrics", own, "X-Forwarded-For: 127.0.0.1")[0] == 404
    assert server.ask("/metrics", own, "X-Real-IP: 127.0.0.1")[0] == 404


def test_no_other_method_is_answered(server):
    for path in ("/", "/login", "/account", "/api/email_jobs", "/nothing"):
        for method in METHODS:
            status, said = server.ask(path, "X-Canary: canary", method=method)

            assert status in {400, 401, 403, 404, 405, 501}, (method, path)
            assert "canary" not in said
            assert not TELLING.search(said)


def test_the_server_does_not_say_what_it_is(server):
    for path in ("/", "/login", "/nothing", "/%00"):
        _, said = server.ask(path)
        head = said.partition("\r\n\r\n")[0]

        assert not re.search(r"^(X-Powered-By|Via):", head, re.IGNORECASE | re.MULTILINE)
        assert not re.search(
            r"^Server:.*\d", head, re.IGNORECASE | re.MULTILINE
        )  # a name at most, no version
        assert not re.search(r"python|flask|werkzeug", head, re.IGNORECASE)


OTHER_HOUSES = [
    ("/login", f"Host: {EVIL}"),
    ("/login", f"Host: balcao.example@{EVIL}"),
    ("/login", f"Host: {EVIL}#balcao.example"),
    ("/login", f"Host: balcao.example:80@{EVIL}"),
    ("/login", f"Host: balcao.example.{EVIL}"),
    ("/login", "Host: balcao.example", f"Host: {EVIL}"),
    ("/login", f"Host: {EVIL}", "Host: balcao.example"),
    ("/login", f"Host: balcao.example\r\n {EVIL}"),
    ("/login", f"Host : {EVIL}"),
    (f"http://{EVIL}/login",),
    (f"http://{EVIL}/login", f"Host: {EVIL}"),
    (f"http://balcao.example@{EVIL}/login",),
    (f"//{EVIL}/login",),
    ("/login", f"X-Forwarded-Host: {EVIL}"),
    ("/login", "X-Forwarded-Proto: gopher", "X-Forwarded-Port: 1"),
    ("/login", f"Forwarded: host={EVIL};proto=gopher"),
    ("/account", f"X-Forwarded-Host: {EVIL}"),
    (f"http://{EVIL}/account",),
]


@pytest.mark.parametrize("request_", OTHER_HOUSES, ids=" ".join)
def test_nobody_is_led_to_another_house(server, request_):
    status, said = server.ask(*request_)

    assert status in {200, 303, 400, 404}
    head, _, body = said.partition("\r\n\r\n")
    assert f"//{EVIL}" not in body
    assert not re.search(rf"^Location:.*({EVIL}|gopher|:1\b)", head, re.IGNORECASE | re.MULTILINE)
    if any(line.startswith("Host:") and EVIL in line for line in request_):
        assert status == 400


FORGED = [
    f"X-Forwarded-Host: {EVIL}", "X-Forwarded-Proto: gopher", "X-Forwarded-Port: 444",
    f"Forwarded: host={EVIL};proto=gopher", f"X-Host: {EVIL}", f"X-Original-URL: http://{EVIL}/",
    f"X-Forwarded-Server: {EVIL}", f"X-Forwarded-Prefix: //{EVIL}",
]  # fmt: skip


def post(server, path, form):
    """Send a form as a browser would, with forged headers and the address of another house."""
    _, page = server.ask(path)
    token = re.search(r'name="csrf-token" content="([^"]+)"', page)
    cookie = re.search(r"^Set-Cookie: ([^;]+)", page, re.MULTILINE | re.IGNORECASE)
    assert token
    assert cookie
    body = "&".join(f"{name}={value}" for name, value in {**form, "csrf_token": token[1]}.items())
    head = [f"Cookie: {cookie[1]}", "Content-Type: application/x-www-form-urlencoded"]
    lines = [f"POST http://{EVIL}{path} HTTP/1.1", "Host: balcao.example", *FORGED, *head]
    length = [f"Content-Length: {len(body)}", "Connection: close", "", body]
    return server.say("\r\n".join([*lines, *length]))[0]


def test_mails_lead_home_whatever_the_request_said(server):
    asked = [
        post(
            server,
            "/signup",
            {"email": "ana@loja.example", "password": TYPED},
        ),
        post(server, "/forgot", {"email": "bob@loja.example"}),
    ]
    assert asked == [303, 303]
    office, engine = PostOffice(), create_engine(server.url)
    with Session(engine) as session, session.begin():
        session.add(User(address="bob@loja.example", email="bob@loja.example"))

    work_off(engine, nullcontext, tools=Tools(office, HOUSE, (KEY,)))
    engine.dispose()

    sent = " ".join(str(mail) for mail in office.mails)
    assert {mail.to for mail in office.mails} == {"ana@loja.example", "bob@loja.example"}
    assert f"{HOUSE}/verify/" in sent
    assert f"{HOUSE}/reset/" in sent
    assert set(re.findall(r"https?://[\w.@:-]+", sent)) == {HOUSE}
    assert EVIL not in sent


def signed(key: str, salt: str = "cookie-session") -> str:
    """Return a cookie as Flask would write it with this key."""
    serializer = URLSafeTimedSerializer(
        key, salt=salt, signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha1}
    )
    return str(serializer.dumps({"viewer": "x", "csrf_token": "y", "link:reset": "z" * 78}))


WEAK = ["secret", "dev", "changeme", "password", "flask", "key", "test", "balcao", "SECRET_KEY"]
COOKIES = {
    "a megabyte": "x" * 1_000_000,
    "many": "; ".join(f"c{number}=1" for number in range(2000)),
    "just allowed": "x" * 7000,
    "signed and large": signed("dev") + "x" * 4000,
    "unsigned": "eyJ2aWV3ZXIiOiJ4In0",
    "packed": "." + "eJwDAAAAAAE" * 50,
    "cut": signed("dev")[:20],
    "no text": "\xff\xfe\x80",
    "dots": "." * 4000,
    "another salt": signed(KEY, "another"),
    **{f"key {key}": signed(key) for key in WEAK},
}


@pytest.mark.parametrize("cookie", COOKIES.values(), ids=COOKIES)
def test_no_forged_cookie_is_our_fault_or_opens_anything(server, cookie):
    for name in ("__Host-balcao", "__Host-balcao-login", "__Host-balcao-device"):
        try:
            answers = [
                server.ask(path, f"Cookie: {name}={cookie}") for path in ("/account", "/reset")
            ]
        except ConnectionError:  # hung up on before it was all said
            assert len(cookie) > 100_000
            continue
        assert {status for status, _ in answers} <= {303, 404, 400, 431}
        assert not any(TELLING.search(said) for _, said in answers)


def test_nothing_of_all_that_was_our_fault(server):
    server.log.seek(0)

    assert "Traceback" not in server.log.read()
