"""The pages of receipts: handing in, all of them, and one beside its picture."""

from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from balcao.accounts.login.current import login_required
from balcao.foundation.db import reading
from balcao.foundation.ids import is_id
from balcao.jobs import status
from balcao.jobs.requests import reader, visible_job
from balcao.receipts import desk, queries
from balcao.receipts.canonical import receipt_view
from balcao.receipts.metering import vision_meter
from balcao.receipts.pages import shown, words
from balcao.receipts.pages.lines import lines_of
from balcao.receipts.pages.queries import neighbours_of
from balcao.receipts.payments.queries import standings_by_id, standings_of
from balcao.receipts.queries import Wanted
from balcao.receipts.upload.receiving import MOST_FILES, Intake
from balcao.web import NavItem
from balcao.web.identity import current_identity
from balcao.web.sentences import sentence

bp = Blueprint("receipt_pages", __name__)

NAV = (
    NavItem(words.HAND_IN, "/financeiro/lancar-pagamento", for_people=True),
    NavItem(words.RECEIPTS, "/receipts", for_people=True),
)
MOST_REFERENCES = 50
PAGE_LENGTH = 25
LONGEST_SEARCH = 120
ACCEPTED = "image/jpeg,image/png,application/pdf,image/webp,image/heic,image/heif,.heic,.heif"


@bp.get("/financeiro/lancar-pagamento")
@login_required
def upload() -> ResponseReturnValue:
    """Show where receipts are handed in."""
    with reading() as session:
        orders = standings_of(session, desk.tenant(), limit=MOST_REFERENCES)
        newest = queries.page_of(session, desk.tenant(), Wanted(), limit=1)
    intake: Intake = current_app.extensions["intake"]
    return render_template(
        "receipts/upload.html",
        order=request.args.get("pedido_id", "")[:60],
        references=[order.reference for order in orders],
        has_receipts=bool(newest),
        accepted=ACCEPTED,
        most_files=MOST_FILES,
        most_bytes=intake.most_bytes,
        most_megabytes=intake.most_mb,
    )


@bp.get("/receipts")
@login_required
def listed() -> ResponseReturnValue:
    """Show receipts, newest first, narrowed down as wished."""
    wanted, after = wished(), request.args.get("after", "")
    after = after if is_id(after) else ""
    with reading() as session:
        found = queries.page_of(
            session, desk.tenant(), wanted, limit=PAGE_LENGTH + 1, after=after or None
        )
        page = found[:PAGE_LENGTH]
        states = queries.job_states(session, page)
        orders = standings_by_id(session, [one.order_id for one in page if one.order_id])
    new = frozenset(request.args.get("new", "").split(","))
    rows = lines_of(page, states, orders, new)
    older = page[-1].id if len(found) > PAGE_LENGTH else None
    month = _month() if current_identity().staff else None
    values = _list_values(wanted, after, older)
    return render_template("receipts/list.html", rows=rows, month=month, **values)


def _month() -> dict[str, Any] | None:
    """Return what Google was sent this month, if anything, and what keeps it from more."""
    with reading() as session:
        month = vision_meter(session, current_app.extensions["vision_monthly_limit"])
    trouble = month["trouble"]
    told = {**month, "trouble": sentence(trouble) if trouble else ""}
    return told if month["calls"] or trouble else None


@bp.get("/receipts/<receipt_id>")
@login_required
def show(receipt_id: str) -> ResponseReturnValue:
    """Show one receipt: while it is read, what stands on it, and what it is worth."""
    case = desk.own_case(receipt_id)
    with reading() as session:
        newer, older = neighbours_of(session, desk.tenant(), receipt_id)
    receipt = receipt_view(case)
    return render_template(
        "receipts/show.html",
        receipt=receipt,
        job=_job(receipt),
        newer=newer,
        older=older,
        **shown.page_values(receipt),
    )


def wished() -> Wanted:
    """Return what the address narrows the receipts down to; an unknown word narrows nothing."""

    def word(name: str, known: dict[str, object]) -> str | None:
        chosen = request.args.get(name, "")
        return chosen if chosen in known else None

    order = request.args.get("order", "")
    return Wanted(
        q=request.args.get("q", "").strip()[:LONGEST_SEARCH],
        state=word("state", words.STATES),
        verdict=word("verdict", words.VERDICTS),
        decision=word("decision", words.DECISIONS),
        order_id=order if is_id(order) else None,
    )


def _list_values(wanted: Wanted, after: str, older: str | None) -> dict[str, Any]:
    narrowed = {
        "q": wanted.q,
        "state": wanted.state,
        "verdict": wanted.verdict,
        "decision": wanted.decision,
        "order": wanted.order_id,
    }
    wishes: dict[str, Any] = {name: value for name, value in narrowed.items() if value}
    here = "receipt_pages.listed"
    return {
        "wanted": wanted,
        "narrowed": bool(wishes),
        "after": after,
        "newest_url": url_for(here, **wishes),
        "older_url": url_for(here, **wishes, after=older) if older else None,
        "exports": [
            (kind.upper(), url_for("receipt_export.export", kind=kind, **wishes))
            for kind in ("csv", "xlsx")
        ],
        "states": words.STATES,
        "verdicts": words.VERDICTS,
        "decisions": words.DECISIONS,
    }


def _job(receipt: dict[str, Any]) -> dict[str, Any] | None:
    job = visible_job(receipt["job_id"]) if receipt["job_id"] else None
    if job is None:
        return None
    return status.full_view(status.describe(job), acting=reader().may_see(job))
