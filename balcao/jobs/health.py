"""How the house is: what runs, how work is carried now, and what has been stuck for too long."""

from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from balcao.foundation.db import reading
from balcao.jobs import queries
from balcao.jobs.ledger import beats
from balcao.web.identity import current_identity

bp = Blueprint("health", __name__)

RELAY = "relay"


@dataclass(frozen=True)
class House:
    """What the signs of life add up to."""

    mode: str
    workers: list[beats.Sign]
    redis: str

    @classmethod
    def seen(cls, signs: list[beats.Sign]) -> "House":
        """Conclude how work is carried: by Redis, straight from SQL, or in the request itself."""
        workers = [sign for sign in signs if sign.role != RELAY]
        relays = [sign for sign in signs if sign.role == RELAY]
        carrying = any(sign.mode == "redis" for sign in workers)
        mode = "inline" if not workers else "redis" if carrying else "direct"
        trouble = next((sign.note for sign in relays if sign.note), None)
        redis = "off" if relays and relays[0].mode == "off" else trouble or "ok"
        return cls(mode, workers, redis if relays else "unknown")

    def serves(self, queue: str) -> bool:
        """Say whether somebody is there to work on the queue."""
        return any(sign.queue == queue for sign in self.workers)


def house(session: Session) -> House:
    """Look around: one small query, so that a request may ask before it decides."""
    return House.seen(list(beats.alive(session.connection())))


@bp.get("/health")
def health() -> ResponseReturnValue:
    """Tell that the web is alive, how work is carried, and how each part is."""
    try:
        with reading() as session:
            seen, stuck = house(session), queries.stuck_counts(session)
    except SQLAlchemyError:
        broken = {"status": "down", "mode": "unknown", "parts": {"database": "down"}}
        return jsonify(broken), HTTPStatus.SERVICE_UNAVAILABLE
    return jsonify(_report(seen, stuck))


@bp.get("/ready")
def ready() -> ResponseReturnValue:
    """Tell whether requests can be served: the database answers and has our tables."""
    try:
        with reading() as session:
            session.execute(text("SELECT 1 FROM jobs LIMIT 1"))
    except SQLAlchemyError:
        return jsonify(ready=False), HTTPStatus.SERVICE_UNAVAILABLE
    return jsonify(ready=True)


def _report(seen: House, stuck: dict[str, int]) -> dict[str, Any]:
    carried = (seen.mode, seen.redis) == ("redis", "ok")
    as_wished = current_app.extensions["redis_forced_off"] and seen.redis == "off"
    well = (carried or (as_wished and seen.mode == "direct")) and not any(stuck.values())
    report: dict[str, Any] = {
        "status": "ok" if well else "degraded",
        "mode": seen.mode,
        "parts": {
            "database": "ok",
            "redis": seen.redis,
            "workers": len(seen.workers),
            "queues": sorted({sign.queue for sign in seen.workers}),
        },
        "stuck": stuck,
    }
    if current_identity().staff:
        report["signs"] = [asdict(sign) for sign in seen.workers]
    return report
