"""Receipts taken out as a table, which no spreadsheet may mistake for formulas."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from http import HTTPStatus
from tempfile import TemporaryFile

from flask import Blueprint, Response, abort, stream_with_context
from flask.typing import ResponseReturnValue
from xlsxwriter import Workbook

from balcao.accounts.login.current import login_required
from balcao.foundation.clock import utcnow
from balcao.foundation.db import reading
from balcao.receipts import queries
from balcao.receipts.canonical import iso
from balcao.receipts.desk import tenant
from balcao.receipts.models import Receipt
from balcao.receipts.pages.routes import wished
from balcao.receipts.payments.queries import standings_by_id
from balcao.receipts.queries import Wanted

bp = Blueprint("receipt_export", __name__)

# English, as everything that programs read.
COLUMNS = (
    "id", "received_at", "file", "state", "verdict", "decision", "order", "kind", "status",
    "amount", "currency", "date", "time", "transaction_id", "receiver_name", "receiver_document",
    "payer_name", "payer_document", "bank", "company", "duplicate_of",
)  # fmt: skip
PIECE = 500
CHUNK = 64 * 1024
BEGINS_FORMULA = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")  # the wide ones in East Asia
MARK = "\ufeff"  # without it a spreadsheet takes accents for two letters
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Cell = str | Decimal


@bp.get("/receipts/export.<kind>")
@login_required
def export(kind: str) -> ResponseReturnValue:
    """Send what the list with the same wishes shows, all of it, piece by piece."""
    if kind not in TYPES:
        abort(HTTPStatus.NOT_FOUND)
    rows = rows_of(tenant(), wished())
    name = f"receipts-{utcnow():%Y%m%d-%H%M}.{kind}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Type": TYPES[kind],
    }
    if kind == "csv":
        return Response(stream_with_context(as_csv(rows)), headers=headers)
    return Response(stream_with_context(as_xlsx(rows)), headers=headers)


def rows_of(tenant_id: str, wanted: Wanted) -> Iterator[list[Cell]]:
    """Go through the receipts, never holding more than one piece of them."""
    after: str | None = None
    while True:
        with reading() as session:
            found = queries.page_of(session, tenant_id, wanted, limit=PIECE, after=after)
            states = queries.job_states(session, found)
            orders = standings_by_id(session, [one.order_id for one in found if one.order_id])
        for receipt in found:
            order = orders.get(receipt.order_id or "")
            state = queries.state_of(receipt, states)
            yield _row(receipt, state, order.reference if order else "")
        if len(found) < PIECE:
            return
        after = found[-1].id


def _row(receipt: Receipt, state: str, order: str) -> list[Cell]:
    values = {
        "received_at": iso(receipt.created_at),
        "file": receipt.original_name,
        "state": state,
        "order": order,
        "date": receipt.paid_on.isoformat() if receipt.paid_on else "",
        "time": receipt.paid_at_time.isoformat() if receipt.paid_at_time else "",
    }
    named = (values[name] if name in values else getattr(receipt, name) for name in COLUMNS)
    return [value if isinstance(value, Decimal) else plain(value or "") for value in named]


def plain(text: str) -> str:
    """Keep a spreadsheet from calculating what somebody wrote on a receipt."""
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text


def as_csv(rows: Iterator[list[Cell]]) -> Iterator[str]:
    """Write lines as they come."""
    yield MARK + _line(list(COLUMNS))
    for row in rows:
        yield _line(row)


def _line(row: list[Cell]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(row)
    return line.getvalue()


def as_xlsx(rows: Iterator[list[Cell]]) -> Iterator[bytes]:
    """Write the sheet to a file of its own, row by row, and send that."""
    with TemporaryFile() as file:
        _write(file, rows)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _write(file: object, rows: Iterator[list[Cell]]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        sheet = book.add_worksheet("receipts")
        sheet.freeze_panes(1, 0)
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "0.00"})
        sheet.write_row(0, 0, COLUMNS, bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, Decimal):
                    sheet.write_number(number, column, value, money)
                else:
                    sheet.write_string(number, column, value)
