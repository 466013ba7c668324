"""A shop that receipts are handed in to, and a reader that says what it is told to."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from balcao.accounts.login.queries import tenants_of
from balcao.adapters import Tools
from balcao.adapters.ocr import Line
from balcao.adapters.reading import Fields, Found, Reading, Tell
from balcao.foundation.clock import utcnow
from balcao.jobs.ledger import beats
from balcao.jobs.models import Job
from balcao.jobs.work.inline import work_off
from balcao.receipts.models import Payment, Receipt
from balcao.receipts.payments.service import NewReceiver, add_receiver
from tests.contracts.accounts.door import Door
from tests.contracts.counter import Counter
from tests.fakes.postoffice import PostOffice

UPLOAD = "/financeiro/lancar-pagamento"
JSON = {"Accept": "application/json"}
ANA, BOB = "ana@loja.example", "bob@outra.example"
PAID_ON = utcnow() - timedelta(days=1)
PIX_ID = f"E60701190{PAID_ON:%Y%m%d}1422abcDEF12345"
BOX = ((10.0, 10.0), (110.0, 10.0), (110.0, 30.0), (10.0, 30.0))
PIX = {
    "kind": "pix",
    "status": "completed",
    "amount": "150.00",
    "currency": "BRL",
    "date": f"{PAID_ON:%Y-%m-%d}",
    "time": "11:22:00",
    "transaction_id": PIX_ID,
    "receiver_name": "Padaria Aurora Azul",
    "payer_name": "Dona Invenção",
}


class Eyes:
    """Reads on every file what it was told to see, or fails as it was told to."""

    def __init__(self) -> None:
        self.sees: dict[str, str] = dict(PIX)
        self.doubts: frozenset[str] = frozenset()
        self.trouble: list[BaseException] = []
        self.seen: list[bytes] = []
        self.look = "0123456789abcdef"
        self.meanwhile = lambda: None

    def load(self) -> None:
        """Need nothing."""

    def read(self, path: Path, tell: Tell, _engine: str | None = None) -> Reading:
        """Tell the stages of a reading, and what was to be seen."""
        self.seen.append(path.read_bytes())
        for stage in ("decoding", "codes", "text"):
            tell(stage)
        self.meanwhile()
        if self.trouble:
            raise self.trouble.pop(0)
        found = {name: Found(value, 0.98, "ocr", BOX) for name, value in self.sees.items()}
        return Reading(
            fields=Fields(found, (), self.doubts),
            lines=[Line(value, BOX) for value in self.sees.values()],
            codes=[],
            sizes=[(400, 600)],
            previews=[jpeg("white", (400, 600))],
            page_count=1,
            media_type="image/jpeg",
            engine="local",
            look=self.look,
            steps={"decoding": 0.01, "text": 0.2},
        )


class Shop:
    """A house with businesses in it, and workers that work when they are told to."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self.app, self.engine = counter, counter.app, counter.engine
        self.door, self.eyes = Door(counter), Eyes()
        files = self.app.extensions["tools"].files
        self.tools = Tools(PostOffice(), reader=self.eyes, files=files)
        self.app.extensions["tools"] = self.tools
        self.folder = counter.folder / "files"

    def person(self, email: str = ANA) -> FlaskClient:
        """Return the browser of somebody with a business of their own, who is logged in."""
        self.door.account(email)
        return self.door.inside(email)

    @contextmanager
    def staffed(self) -> Iterator[None]:
        """Have somebody who serves the queue of readings, when they are told to."""
        sign = beats.Sign("reader", "forks", "ocr", "here", 1, "direct")
        with self.engine.begin() as connection:
            beats.beat(connection, sign)
        yield

    def work(self) -> int:
        """Have everything done that waits."""
        return work_off(self.engine, self.app.app_context, tools=self.tools)

    def read(self, browser: FlaskClient, content: bytes | None = None, **more: Any) -> str:
        """Hand in a receipt, have it read, and return its id."""
        with self.staffed():
            told = handed_in(browser, content, **more).get_json()
        self.work()
        receipt_id: str = told["receipt_id"]
        return receipt_id

    def tenant(self, email: str = ANA) -> str:
        """Return the id of somebody's business."""
        with Session(self.engine) as session:
            return tenants_of(session, self.door.user(email).id)[0]

    def receiver(self, name: str = "Padaria Aurora Azul", email: str = ANA, **marks: str) -> None:
        """Have somebody who may be paid."""
        with Session(self.engine) as session, session.begin():
            add_receiver(session, self.tenant(email), NewReceiver(name, **marks))

    def receipt(self, receipt_id: str) -> Receipt:
        """Return what is stored."""
        with Session(self.engine) as session:
            return session.get_one(Receipt, receipt_id)

    def job(self, receipt_id: str) -> Job:
        """Return the job that reads a receipt."""
        with Session(self.engine) as session:
            return session.get_one(Job, self.receipt(receipt_id).job_id)

    def count(self, table: Any) -> int:
        """Return how many rows there are."""
        with Session(self.engine) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def payments(self) -> list[Payment]:
        """Return every payment that was recorded."""
        with Session(self.engine) as session:
            return list(session.scalars(select(Payment)))

    def files(self, below: str = "receipts") -> list[str]:
        """Return which files are kept."""
        return sorted(self.tools.files.keys(below))


def handed_in(
    browser: FlaskClient, content: bytes | None = None, name: str = "pix.jpg", **more: Any
) -> TestResponse:
    """Hand in one file as a script does."""
    content = jpeg() if content is None else content
    headers = {**JSON, **more.pop("headers", {})}
    data = {"comprovante": (io.BytesIO(content), name), **more}
    return _closed(browser.post(UPLOAD, data=data, headers=headers))


def several(browser: FlaskClient, *files: tuple[bytes, str], **options: Any) -> TestResponse:
    """Hand in several files at once."""
    data = {"comprovante": [(io.BytesIO(content), name) for content, name in files]}
    return _closed(browser.post(UPLOAD, data=data, **options))


def _closed(answer: TestResponse) -> TestResponse:
    """Close what was sent: a large body lies in a file of the test client's own."""
    answer.request.input_stream.close()
    return answer


def told(browser: FlaskClient, receipt_id: str) -> dict[str, Any]:
    """Return what programs are told about a receipt."""
    answer = browser.get(f"/api/v1/receipts/{receipt_id}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def jpeg(colour: str | tuple[int, int, int] = "beige", size: tuple[int, int] = (60, 90)) -> bytes:
    """Return a small picture."""
    return _picture("JPEG", colour, size)


def png(colour: str = "beige") -> bytes:
    """Return a small picture of another kind."""
    return _picture("PNG", colour, (60, 90))


def _picture(kind: str, colour: str | tuple[int, int, int], size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def pdf(*lines: str) -> bytes:
    """Return a PDF of one page with words in it, written out by hand."""
    words = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    stream = f"BT /F1 12 Tf 50 780 Td {words} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end
